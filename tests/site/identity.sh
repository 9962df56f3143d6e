#!/bin/bash
# Two builds of one content are the same bytes: other time zone, locale, folder, file times, umask, workers and user.
#   identity.sh HEADWATER TEMPLATES CONTENT…          Prints TAP, one test for each content folder.
set -u
headwater=$(realpath "$1") templates=$(realpath "$2")
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
count=0 bad=0

# One build as somebody else: root drops to nobody, anybody else stays who they are.
as_other()
{
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

for content in "$@"; do
	count=$((count + 1))
	one=$work/one$count two="$work/另一个 folder$count"
	mkdir "$two"
	cp -r "$content" "$two/内容"
	cp -r "$templates" "$two/templates"
	cp "$headwater" "$two/headwater"
	find "$two" -exec touch -d '2001-02-03 04:05:06' {} +
	[ "$(id -u)" = 0 ] && chown -R 65534:65534 "$two"
	env TZ=Asia/Shanghai LC_ALL=zh_CN.UTF-8 "$headwater" build -C "$content" -o "$one" -j 1 --now 2026-11-23 --quiet \
		--templates "$templates" >"$work/log" 2>&1
	first=$?
	(
		umask 077
		cd "$two" && as_other env -i PATH="$PATH" HOME=/nonexistent TZ=America/New_York LC_ALL=C \
			./headwater build -C 内容 -o out -j 3 --now 2026-11-23 --quiet --templates ./templates
	) >>"$work/log" 2>&1
	second=$?
	difference=$(diff -rq "$one/current/" "$two/out/current/" 2>&1 | head -20)
	modes=$(diff <(cd "$one/current/" && find . -printf '%P %m\n' | sort) \
		<(cd "$two/out/current/" && find . -printf '%P %m\n' | sort) | head -5)
	files=$(find "$one/current/" -type f 2>/dev/null | wc -l)
	if [ $first -eq 0 ] && [ $second -eq 0 ] && [ -z "$difference$modes" ] && [ "$files" -gt 10 ]; then
		echo "ok $count - $(basename "$content"): $files files, tree $(sha256sum <"$one/current/SHA256SUMS" | cut -c1-16)"
	else
		{ tail -5 "$work/log"; echo "$difference"; echo "$modes"; } | sed 's/^/# /'
		echo "not ok $count - $(basename "$content") builds to the same bytes (exit $first, $second, $files files)"
		bad=1
	fi
done
echo "1..$count"
exit $bad
