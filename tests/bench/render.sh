#!/bin/bash
# The sample's own pages and pages of the service through both engines: tests/bench/render.sh BUILD [ROUNDS [CONTENT]]
# Prints what a page takes in each (tests/bench/render.c); fails when a byte differs or the compiled engine gives up.
set -eu
build=${1:-build} rounds=${2:-10}
cd "$(dirname "$0")/../.."
content=${3:-content}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages='libcmark sqlite3 libarchive libxslt libexslt libxml-2.0 libfyaml jansson icu-i18n icu-uc xlsxwriter libcrypto'
mkdir "$work/documents"
# shellcheck disable=SC2046,SC2086
gcc -std=c11 -D_GNU_SOURCE -O2 -Iinclude -o "$work/render" tests/bench/render.c "$build/lib/libheadwater.a" \
	$(pkg-config --libs $packages) -ldeflate -lm
"$build/headwater" build -q -C "$content" -o "$work/site" --save-documents "$work/documents" >"$work/log" 2>&1 ||
	{ cat "$work/log"; exit 1; }
# The service's documents get the portal's frame, as the service gives it to them.
for lang in zh-CN en; do
	home=$(grep -l "<page lang=\"$lang\"" "$work"/documents/home-*.xml | head -1) || continue
	for document in tests/bench/documents/*.xml; do
		sed -n '/<chrome/,/<\/chrome>/p' "$home" >"$work/chrome"
		sed -e "s/lang=\"zh-CN\" path/lang=\"$lang\" path/" -e "/<chrome\/>/{r $work/chrome" -e 'd}' "$document" \
			>"$work/documents/$lang-$(basename "$document")"
	done
done
"$work/render" templates "$rounds" "$work"/documents/*.xml
