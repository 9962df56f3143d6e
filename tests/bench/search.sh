#!/bin/bash
# Search beside its peers: search.sh BUILD [QUERIES [RECORDS [FTS5_RECORDS [XAPIAN_RECORDS]]]]
#
# Quality over the real records of ../shared/data (QUERIES of each class and seed, 300), latency over them, and latency, build
# time and size over RECORDS synthetic ones (1000000; FTS5 over FTS5_RECORDS, 100000, Xapian over XAPIAN_RECORDS, 100000). A
# short run: search.sh build 20 50000 20000 20000
set -eu
build=${1:-build} queries=${2:-300} records=${3:-1000000} fts5=${4:-100000} xapian=${5:-100000}
cd "$(dirname "$0")/../.."
packages='libcmark sqlite3 libarchive libxslt libexslt libxml-2.0 libfyaml jansson icu-i18n icu-uc xlsxwriter libcrypto libcurl'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$build/bench" "$work/scale"
# Of what there is to compile today: a build folder may hold objects of files that have moved.
objects=$(find generator fcgi -name '*.c' ! -name main.c ! -name fold_make.c -printf "$build/obj/%p\n" | sed 's/c$/o/')
for program in search_quality search_latency search_scale; do
	# shellcheck disable=SC2046,SC2086
	gcc -std=c11 -D_GNU_SOURCE -O2 -Iinclude -I"$build/gen" -Igenerator -Ifcgi -o "$build/bench/$program" \
		"tests/bench/$program.c" $objects $(pkg-config --libs $packages) \
		-lfcgi -ldeflate -lm
done
"$build/bench/search_quality" "$work" "$queries" 1 2 3
[ ! -s "$work/queries.tsv" ] || /usr/bin/python3 tests/bench/search_quality.py "$work"
"$build/bench/search_latency" 1
"$build/bench/search_scale" "$work/scale" "$records" "$fts5" "$xapian"
[ "$xapian" = 0 ] || /usr/bin/python3 tests/bench/search_xapian.py "$work/scale"
