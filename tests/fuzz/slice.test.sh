#!/bin/bash
# The short run of every fuzz target that belongs to the suite: the same inputs each time.
cd "$(dirname "$0")/../.." || exit 1
make --no-print-directory -j2 BUILD=build/fuzzing CC=clang SANITIZE=fuzz fuzz-programs >&2 || exit 1
exec tests/fuzz/run.sh build/fuzzing runs=20000
