#!/bin/bash
# Each check of run.sh must fail when its subject is broken: a copy of a release is broken in one place at a time.
#
#   tests/site/validate/faults.sh OUT/current        prints TAP
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -rL "$1" "$work/release"
package=$(cd "$work/release" && find datasets -name datapackage.json | LC_ALL=C sort | head -n 1)
page=$(dirname "$package")/index.html

# check | file | sed script | what it does
faults="sha256sums|robots.txt|1s/U/u/|a byte is changed
rdf_syntax|dcat/catalog.ttl|\$s/\\.\$//|a graph ends early
rdf_syntax|dcat/catalog.rdf|\$d|an element is not closed
rdf_same|dcat/catalog.ttl|0,/dcat:keyword \"/s//dcat:keyword \"x/|a keyword differs
dcat_ap|dcat/catalog.ttl|/ a dcat:Dataset/,/^\$/s/dct:title/dct:alternative/|datasets have no title
dcat_ap|dcat/catalog.ttl|/ a dcat:Distribution/,/^\$/{/dcat:accessURL/d}|distributions have no address
mqa|dcat/catalog.ttl|/dcat:theme </d|datasets have no theme
mqa|dcat/catalog.ttl|s/\\(downloadURL <[^>]*\\)/\\1x/|downloads lead nowhere
mqa|quality.json|s/\"mqa\": [0-9]/\"mqa\": 1/|the portal is told another sum
datapackage|$package|s/\"sha256:/\"/|a checksum is taken for MD5
datapackage|$package|s/\"path\": \"files/\"path\": \"\\/files/|a path is not relative
dcat_us|data.json|s/\"accessLevel\": \"public\"/\"accessLevel\": \"open\"/|an access level is unknown
catalog_json|catalog.json|s/\"update_cycle\":/\"cycle\":/|a key is renamed
lists|catalog.csv|\$d|a dataset is lost
lists|catalog.json|0,/\"sha256\": \"./s//\"sha256\": \"g/|a checksum is not that of the file
scopes|catalog.jsonl|\$d|a dataset is lost in one form
scopes|dcat/pages/1.ttl|0,/  a dcat:Dataset ;/s//  a dcat:Catalog ;/|a page lacks a dataset
catalogue_grammar|catalog.xml|0,/<update_cycle>/s//<cycle>/;0,/<\/update_cycle>/s//<\/cycle>/|an element is renamed
feed_reader|changes.atom|s/<id>.*#.*</<id>x</|entries have one id
feed_reader|feed.atom|0,/<entry>/s//<entri>/|the feed is not XML
feed_grammar|feed.atom|/^<updated>/d|nothing says when
sitemap|sitemap.xml|s/<lastmod>/<lastmod>on /|a date is not one
robots|robots.txt|/Disallow/d|searches are open to crawlers
schema_org|$page|s/\"description\":/\"about\":/|a dataset is not described
links|index.html|s,href=\"/datasets/\",href=\"/dataset/\",|a link is dead
links|$page|s,href=\"#,href=\"#no-,|a fragment is not there
links|sitemap.xml|0,/<loc>/s,\\(<loc>https*://[^/]*\\)/,\\1/nowhere/,|the sitemap names what is not there
html_vnu|index.html|s,</main>,<p><li></p></main>,|an element stands where it may not
html_validate|index.html|s,</main>,<img src=\"/favicon.ico\"></main>,|a picture has no text"

echo "1..$(wc -l <<<"$faults")"
number=0 failed=0
while IFS="|" read -r check file script what; do
	number=$((number + 1))
	cp -p "$work/release/$file" "$work/kept"
	sed -i "$script" "$work/release/$file"
	VALIDATE_PAGES=index.html "$here/run.sh" "$work/release" "$check" >"$work/said" 2>&1
	if cmp -s "$work/kept" "$work/release/$file"; then
		echo "# the fault changes nothing: $script"
		echo "not ok $number - $check notices: $what"
		failed=1
	elif grep -q '# SKIP' "$work/said"; then
		echo "ok $number - $check notices: $what # SKIP $(sed -n 's/.*# SKIP //p' "$work/said")"
	elif grep -q '^not ok' "$work/said"; then
		echo "ok $number - $check notices: $what"
	else
		sed 's/^/# /' "$work/said"
		echo "not ok $number - $check notices: $what"
		failed=1
	fi
	cp -p "$work/kept" "$work/release/$file"
done <<<"$faults"
exit $failed
