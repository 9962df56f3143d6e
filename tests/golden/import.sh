#!/bin/bash
# `headwater import` over a small catalogue with the usual dirt: what it says, and the three files it writes.
# Usage: import.sh [BUILD]; ACCEPT=1 takes new output after showing it.
cd "$(dirname "$0")/../.." || exit 1
headwater=${HEADWATER:-${1:-build}/headwater}
here=tests/golden/import
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/content" && cp -r content/vocabularies "$work/content/"
ledgers=$work/content/ledgers
count=0 bad=0

result() { # result STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; bad=1; fi
}

import() { "$headwater" import "$here/mapping.yaml" "$here/catalogue.json" -C "$work/content" --now 2026-11-23 "$@"; }

same() { # same GOT WANTED NAME
	if ! diff -u "$2" "$1" >"$work/diff" 2>&1; then
		sed 's/^/# /' "$work/diff"
		if [ -n "$ACCEPT" ]; then cp "$1" "$2"; fi
		[ -n "$ACCEPT" ]
	fi
	result $? "$3"
}

"$headwater" import --help | grep -q -- --dry-run
result $? "--help"
"$headwater" import --explain R201 --lang en | grep -q '^R201 '
result $? "--explain"
"$headwater" import "$here/mapping.yaml" -C "$work/content" 2>/dev/null
[ $? -eq 64 ]
result $? "wrong words are a usage fault"
import --dry-run --lang zh >"$work/said.zh"
[ $? -eq 1 ] && [ ! -e "$ledgers" ]
result $? "a dry run writes nothing"
import --dry-run --report "$work/report.csv" --lang zh >/dev/null
[ -s "$work/report.csv" ] && [ ! -e "$ledgers" ]
result $? "but the report that was asked for"
same "$work/said.zh" "$here/said.zh.txt" "what is said, in Chinese"
import --lang en >"$work/said.en"
same "$work/said.en" "$here/said.en.txt" "what is said, in English"
for file in sample.csv sample.ids.csv sample.returns.csv; do
	same "$ledgers/$file" "$here/$file" "$file"
done
cmp -s "$work/report.csv" "$ledgers/sample.returns.csv"
result $? "a report is the return list"
[ "$(ls "$ledgers" | xargs)" = "sample.csv sample.ids.csv sample.returns.csv" ]
result $? "nothing else is left behind"
cp -r content "$work/whole" && cp -r "$ledgers" "$work/whole/" &&
	"$headwater" check -C "$work/whole" --now 2026-11-23 >"$work/said" || { sed 's/^/# /' "$work/said"; false; }
result $? "a content folder may hold ledgers"
touch -d 2000-01-01 "$ledgers"/*
import --lang en | grep -q ' 0 files changed' && [ -z "$(find "$ledgers" -type f -newermt 2001-01-01)" ]
result $? "a second import touches nothing"
python3 "$here/as_tables.py" "$here/catalogue.json" "$work"
good=0
for table in gb18030.csv utf16.csv table.xlsx; do
	"$headwater" import "$here/mapping.yaml" "$work/$table" -C "$work/content" --lang en --now 2026-11-23 >"$work/said"
	[ $? -eq 1 ] && cmp -s "$ledgers/sample.csv" "$here/sample.csv" && grep -q 'ids: 10 known, 0 new, 0 no' "$work/said" ||
		{ echo "# $table"; good=1; }
done
result $good "the same records as CSV in GB18030 and UTF-16, and as XLSX"
printf 'id,key,match,print,first_seen,gone,code,said\nBAD ID,a,b,c,2026-01-01,,,\n' >"$ledgers/sample.ids.csv"
import --lang en >"$work/broken"
[ $? -eq 2 ] && grep -q 'ledgers/sample.ids.csv:2:1: error E202' "$work/broken" && cmp -s "$ledgers/sample.csv" "$here/sample.csv"
result $? "a broken id ledger stops the import"
import -C "$work/none" 2>"$work/broken"
[ $? -eq 2 ] && grep -q "$work/none" "$work/broken"
result $? "no content folder"
echo "1..$count"
exit $bad
