#!/bin/bash
# `headwater changes`: begins, finds nothing, finds what was done, and keeps it. Usage: changes.sh [BUILD]
cd "$(dirname "$0")/../.." || exit 1
headwater=${HEADWATER:-${1:-build}/headwater}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp -r tests/golden/check/base "$work/content"
content=$work/content
count=0 bad=0

result() { # result STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else sed 's/^/# /' "$work/said"; echo "not ok $count - $2"; bad=1; fi
}

changes() { "$headwater" changes -C "$content" --lang en "$@" >"$work/said" 2>&1; }

changes --now 2026-09-01 && [ ! -e "$content/changes.prints.csv" ]
result $? "without --record nothing is written"
changes --record --now 2026-09-01 && grep -q 'Nothing was recorded before: 3 datasets' "$work/said" &&
	[ "$(cut -d, -f1 "$content/changes.prints.csv" | xargs)" = "id alpha beta gamma" ] && [ ! -e "$content/changes.csv" ]
result $? "the first record only keeps prints"
changes --record --now 2026-09-02 && grep -qx '0 added, 0 changed; recorded.' "$work/said" && [ ! -e "$content/changes.csv" ]
result $? "what did not change is not logged"
cp -r "$content" "$work/before"
sed -i '0,/^title: /s//title: 新/' "$content/datasets/alpha/dataset.md"
cp -r "$content/datasets/beta" "$content/datasets/delta"
sed -i 's/^code: .*/code: "103001\/0999"/; s/^title: .*/title: 全新的一个数据集/' "$content/datasets/delta/dataset.md"
changes --record --now 2026-10-01 &&
	printf '%s\n' date,id,change,items 2026-10-01,alpha,changed,title 2026-10-01,delta,added, | cmp -s - "$content/changes.csv"
result $? "a changed item and a new dataset"
mv "$content/datasets/delta" "$content/datasets/omega"
printf 'old_id,id,date\ndelta,omega,2026-10-02\n' >"$content/renamed.csv"
changes --record --now 2026-10-02 && [ "$(wc -l <"$content/changes.csv")" -eq 3 ] && grep -q '^omega,' "$content/changes.prints.csv" &&
	! grep -q '^delta,' "$content/changes.prints.csv"
result $? "a new name alone is no change of an item"
rm -r "$content/datasets/omega"
printf 'id,title,title_en,date,reason,successor\nomega,全新的一个数据集,New,2026-10-03,不再提供。,\n' >"$content/withdrawn.csv"
changes --record --now 2026-10-03 && ! grep -q '^omega,' "$content/changes.prints.csv"
result $? "what was withdrawn with a word is let go"
"$headwater" check -C "$content" --now 2026-10-03 --lang en >"$work/said"
result $? "the log it wrote passes the check"
rm "$content/withdrawn.csv"
cp "$content/changes.prints.csv" "$work/prints"
changes --record --now 2026-10-04
[ $? -eq 2 ] && cmp -s "$work/prints" "$content/changes.prints.csv"
result $? "with faults nothing is recorded"
"$headwater" build -C "$work/before" -o "$work/one" --now 2026-11-23 -q && rm "$work/before/changes.prints.csv" &&
	"$headwater" build -C "$work/before" -o "$work/two" --now 2026-11-23 -q &&
	[ "$(readlink "$work/one/current")" = "$(readlink "$work/two/current")" ]
result $? "prints are of no account to a build"
changes --rocord
[ $? -eq 64 ]
result $? "wrong words are a usage fault"
echo "1..$count"
exit $bad
