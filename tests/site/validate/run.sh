#!/bin/bash
# Validates a built release with other people's tools, and with rules of ours where there are none. Prints TAP.
#
#   tests/site/validate/run.sh OUT/current [CHECK …]     all checks, or only those named
set -u
here=$(cd "$(dirname "$0")" && pwd)
release=$(cd "$1" && pwd -P) || exit 1
shift
modules=$here/../../node_modules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The first interpreter that has the module: the system's own comes first, for it is where packages install.
python_with() {
	local python
	for python in /usr/bin/python3 python3; do
		"$python" -c "import $1" 2>/dev/null && echo "$python" && return
	done
	echo "skip: no python3 with $1"
	return 1
}

need() { command -v "$1" >/dev/null || { echo "skip: $1 is not installed"; return 1; }; }
need_module() { [ -e "$modules/$1" ] || { echo "skip: npm package $1 is not installed"; return 1; }; }
python() { local module=$1 python; shift; python=$(python_with "$module") || { echo "$python"; return 77; }; "$python" "$@"; }

# Up to two pages of each kind and language: what one stylesheet made is alike. A path of a release has no line end.
# VALIDATE_PAGES names other ones.
sample_pages() {
	[ -n "${VALIDATE_PAGES:-}" ] && { tr ' ' '\n' <<<"$VALIDATE_PAGES"; return; }
	find "$release" -name '*.html' -not -path '*/.headwater/*' -printf '%P\n' | LC_ALL=C sort | awk '{
		kind = $0; gsub(/page\/[0-9]+\//, "page/N/", kind)
		count = split(kind, part, "/")
		if (count > 2) { first = part[1] == "en" ? 3 : 2; if (part[first] !~ /^(by-|page)/ && first < count) part[first] = "*" }
		kind = ""; for (i = 1; i <= count; i++) kind = kind "/" part[i]
		if (seen[kind]++ < 2) print }'
}

check_sha256sums() { (cd "$release" && sha256sum --check --strict --quiet SHA256SUMS && wc -l <SHA256SUMS); }
check_rdf_syntax() {
	need rapper || return 77
	local page
	for page in "$release"/dcat/catalog "$release"/dcat/pages/1; do
		rapper -c -i turtle "$page.ttl" 2>&1 && rapper -c -i rdfxml "$page.rdf" 2>&1 || return 1
	done
}
check_rdf_same() {
	python rdflib "$here/rdf.py" same "$release"/dcat/catalog.{ttl,jsonld,rdf}
}
check_dcat_ap() {
	need node && need_module rdf-validate-shacl || return 77
	node "$here/shacl.mjs" "$here/dcat-ap.ttl" "$release/dcat/pages/1.ttl" &&
		node "$here/shacl.mjs" "$here/dcat-ap.ttl" "$release/dcat/catalog.ttl"
}
check_mqa() { python rdflib "$here/rdf.py" mqa "$release" "$release/dcat/catalog.ttl"; }
check_datapackage() {
	find "$release/datasets" -name datapackage.json -print0 | LC_ALL=C sort -z >"$work/packages"
	[ -s "$work/packages" ] || { echo "no datapackage.json"; return 1; }
	mapfile -d '' -t packages <"$work/packages"
	python jsonschema "$here/documents.py" "$here/datapackage.schema.json" "${packages[@]}"
}
check_dcat_us() { python jsonschema "$here/documents.py" "$here/dcat-us.schema.json" "$release/data.json"; }
check_catalog_json() { python jsonschema "$here/documents.py" "$here/catalog.schema.json" "$release/catalog.json"; }
check_lists() { python json "$here/lists.py" "$release"; }
check_feed_reader() { python feedparser "$here/feed.py" "$release"; }
check_feed_grammar() {
	need jing || return 77
	find "$release" -name '*.atom' -not -path '*/.headwater/*' -print0 | LC_ALL=C sort -z >"$work/feeds"
	xargs -0 jing -c "$here/atom.rnc" <"$work/feeds" && echo "$(tr -dc '\0' <"$work/feeds" | wc -c) feeds"
}
check_catalogue_grammar() {
	need jing || return 77
	find "$release" -name catalog.xml -print0 | LC_ALL=C sort -z >"$work/catalogues"
	xargs -0 jing "$here/catalogue.rng" <"$work/catalogues" && echo "$(tr -dc '\0' <"$work/catalogues" | wc -c) catalogues"
}
check_scopes() { python json "$here/scopes.py" "$release"; }
check_sitemap() {
	need xmllint || return 77
	xmllint --nonet --noout --schema "$here/sitemap.xsd" "$release"/sitemap*.xml && echo valid
}
check_robots() {
	cat "$release/robots.txt"
	grep -qx 'Sitemap: https\?://.*/sitemap.xml' "$release/robots.txt" && grep -qx 'Disallow: /search' "$release/robots.txt"
}
check_schema_org() { python json "$here/schema_org.py" "$release"; }
check_links() { python json "$here/links.py" "$release"; }
check_html_vnu() {
	need java && need_module vnu-jar || return 77
	sample_pages >"$work/pages"
	(cd "$release" && xargs -d '\n' java -jar "$modules/vnu-jar/build/dist/vnu.jar" --errors-only --stdout <"$work/pages") &&
		echo "$(wc -l <"$work/pages") pages"
}
check_html_validate() {
	need node && need_module html-validate || return 77
	sample_pages >"$work/pages"
	(cd "$release" && xargs -d '\n' "$modules/.bin/html-validate" --config "$here/htmlvalidate.json" --max-warnings 0 \
		--formatter text <"$work/pages") && echo "$(wc -l <"$work/pages") pages"
}

checks=(sha256sums rdf_syntax rdf_same dcat_ap mqa datapackage dcat_us catalog_json lists scopes catalogue_grammar feed_reader feed_grammar
	sitemap 	robots schema_org links html_vnu html_validate)
[ $# -gt 0 ] && checks=("$@")
echo "1..${#checks[@]}"
number=0 failed=0
for check in "${checks[@]}"; do
	number=$((number + 1))
	"check_$check" >"$work/said" 2>&1
	case $? in
	0) echo "ok $number - ${check//_/ } ($(tail -n 1 "$work/said" | tr '#\n' '  '))" ;;
	77) echo "ok $number - ${check//_/ } # SKIP $(sed -n 's/^skip: //p' "$work/said")" ;;
	*)
		head -n 60 "$work/said" | sed 's/^/# /'
		echo "not ok $number - ${check//_/ }"
		failed=1
		;;
	esac
done
exit $failed
