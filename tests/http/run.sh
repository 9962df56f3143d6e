#!/bin/bash
# HTTP goldens through plain CGI: run.sh BUILD [RELEASE_BUILD] [--accept]. No server is needed.
#
# tests/http/**/NAME.req holds CGI variables, one NAME=VALUE a line ('#' starts a comment; RELEASE=none: nothing is
# published; BODY=: what is posted); NAME.out holds the whole answer. With --accept differences are shown and then taken over. The sample is
# built by RELEASE_BUILD with a fixed date, and time stands still, so that answers are the same everywhere.
cd "$(dirname "$0")/../.." || exit 1
accept=
[ "${*: -1}" != --accept ] || { accept=yes; set -- "${@:1:$#-1}"; }
build=$1 release_build=${2:-$1}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$release_build/headwater" build -C content -o "$work/site" --now 2026-11-23 >"$work/build.log" 2>&1 ||
	{ cat "$work/build.log"; exit 1; }

# Release ids and asset names follow the content; goldens are about answers.
settle()
{
	sed -E 's/[0-9]{8}-[0-9a-f]{12}/RELEASE/g; s/\.[0-9a-f]{12}\.(css|js|svg|png|ico|woff2)/.HASH.\1/g; s/\r$//
		s/^(ETag: W\/"RELEASE-)[0-9a-f]{16}/\1TAG/; s/^(Content-Length: ).*/\1N/'
}

# Of a page: what the service put into it, not what stands around every page.
answer()
{
	local variables=() release=$work/site/current line body=
	while IFS= read -r line; do
		case $line in
		'#'* | '') ;;
		RELEASE=none) release=$work/none ;;
		BODY=*)
			body=${line#BODY=}
			variables+=("CONTENT_LENGTH=$(printf %s "$body" | wc -c)")
			;;
		*) variables+=("$line") ;;
		esac
	done <"$1"
	printf %s "$body" | env -i GATEWAY_INTERFACE=CGI/1.1 ASAN_OPTIONS="${ASAN_OPTIONS:-}" "${variables[@]}" \
		"$build/headwater-fcgi" --release "$release" --cgi --fixed-clock 1795392000 2>"$work/stderr" | settle |
		sed -E '/<html/{ s/<head>.*<main/<head>…<main/; s/<\/main>.*/<\/main>…/ }'
}

count=0 bad=0
while IFS= read -r request; do
	count=$((count + 1))
	golden=${request%.req}.out
	answer "$request" >"$work/got"
	if ! difference=$(diff -u "$golden" "$work/got" 2>&1); then
		if [ -n "$accept" ]; then
			printf '%s\n' "$difference"
			cp "$work/got" "$golden"
		else
			printf '%s\n' "$difference" | head -n 20 | sed 's/^/# /'
			sed 's/^/# /' "$work/stderr"
			echo "not ok $count - ${request#tests/http/}"
			bad=$((bad + 1))
			continue
		fi
	fi
	echo "ok $count - ${request#tests/http/}"
done < <(find tests/http -name '*.req' | LC_ALL=C sort)
echo "1..$count"
exit $((bad > 0))
