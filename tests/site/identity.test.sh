#!/bin/bash
# The sample portal, and the portal of real tables where the reference data is there.
cd "$(dirname "$0")/../.." || exit 1
data=../shared/data work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folders=(content)
if [ -d "$data" ] && /usr/bin/python3 tests/site/tables_to_content.py "$data" content "$work/tables" >&2; then
	folders+=("$work/tables")
	tests/site/identity.sh "$2/headwater" templates "${folders[@]}"
else
	tests/site/identity.sh "$2/headwater" templates content | sed '/^1\.\./d'
	echo "ok 2 - the portal of real tables # SKIP no reference data in ../shared/data"
	echo "1..2"
fi
