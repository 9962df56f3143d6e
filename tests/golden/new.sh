#!/bin/bash
# `headwater new dataset`: a skeleton that only asks for its blanks, and nothing overwritten. Usage: new.sh [BUILD]
cd "$(dirname "$0")/../.." || exit 1
headwater=${HEADWATER:-${1:-build}/headwater}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp -r tests/golden/check/base "$work/content"
count=0 bad=0

result() { # result STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; bad=1; fi
}

refuses() { # refuses WORDS...: usage fault, nothing written
	"$headwater" new "$@" -C "$work/content" 2>"$work/said"
	[ $? -eq 64 ] && [ -s "$work/said" ]
}

"$headwater" new dataset hospitals -C "$work/content" --now 2026-11-23 >"$work/made"
result $? "makes a skeleton"
codes=$("$headwater" check -C "$work/content" --now 2026-11-23 --lang en | sed -n 's/.*: [a-z]* \([EW][0-9]*\): .*/\1/p' | sort -u | xargs)
[ "$codes" = "E201 W701 W705" ] || echo "# spoke: $codes"
[ "$codes" = "E201 W701 W705" ]
result $? "the skeleton lacks only what the editor must fill in"
echo kept >"$work/content/datasets/hospitals/data.csv"
refuses dataset hospitals && [ "$(cat "$work/content/datasets/hospitals/data.csv")" = kept ]
result $? "an id that is in use is refused, and nothing overwritten"
good=0
for id in Hospitals ../x a--b -a a- "a b" 医院 "" "$(printf 'a%.0s' {1..65})"; do
	refuses dataset "$id" || { echo "# taken: $id"; good=1; }
done
result $good "malformed ids are refused"
[ "$(ls "$work/content/datasets" | xargs)" = "alpha beta gamma hospitals" ]
result $? "a refusal leaves nothing behind"
refuses dataset; a=$?
refuses article x; b=$?
result $((a + b)) "wrong words show the usage"
echo "1..$count"
exit $bad
