#!/bin/bash
# Latency of searches over the real titles of ../shared/data: tests/bench/search_latency.sh BUILD [COPIES]
set -eu
build=${1:-build}
cd "$(dirname "$0")/../.."
packages='libcmark sqlite3 libarchive libxslt libexslt libxml-2.0 libfyaml jansson icu-i18n icu-uc xlsxwriter libcrypto'
mkdir -p "$build/bench"
# shellcheck disable=SC2046,SC2086
gcc -std=c11 -D_GNU_SOURCE -O2 -Iinclude -Igenerator -Ifcgi -o "$build/bench/search_latency" tests/bench/search_latency.c \
	$(find "$build/obj" -name '*.o' ! -name main.o) $(pkg-config --libs $packages) -lfcgi -ldeflate -lm
"$build/bench/search_latency" "${2:-1}"
