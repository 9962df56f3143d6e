#!/bin/bash
# The sample portal under every validator; the portal of real tables, where the reference data is there, under those
# that scale; and every validator on broken input.
#
#   tests/site/validate.test.sh BUILD RELEASE_BUILD
cd "$(dirname "$0")/../.." || exit 1
headwater=$(realpath "$2/headwater") data=../shared/data work=$(mktemp -d) number=0 failed=0
trap 'rm -rf "$work"' EXIT

# The TAP of one part, renumbered and named.
part() {
	local name=$1
	shift
	"$@" >"$work/tap" || failed=1
	while IFS= read -r line; do
		case $line in
		1..*) ;;
		ok* | 'not ok'*)
			number=$((number + 1))
			sed -E "s/^(not )?ok [0-9]+ - /\1ok $number - $name: /" <<<"$line"
			;;
		*) echo "$line" ;;
		esac
	done <"$work/tap"
}

skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

if "$headwater" build -C content -o "$work/sample" --now 2026-11-23 --quiet; then
	part sample tests/site/validate/run.sh "$work/sample/current"
	part faults tests/site/validate/faults.sh "$work/sample/current"
else
	number=$((number + 1)) failed=1
	echo "not ok $number - the sample portal is built"
fi
if [ ! -d "$data" ]; then
	skip "the portal of real tables" "no reference data in ../shared/data"
elif /usr/bin/python3 tests/site/tables_to_content.py "$data" content "$work/tables" >&2 &&
	"$headwater" build -C "$work/tables" -o "$work/real" --now 2026-11-23 --quiet; then
	part tables tests/site/validate/run.sh "$work/real/current" sha256sums rdf_syntax dcat_ap datapackage dcat_us catalog_json \
		lists feed_reader feed_grammar sitemap schema_org links
else
	number=$((number + 1)) failed=1
	echo "not ok $number - the portal of real tables is built"
fi
echo "1..$number"
exit $failed
