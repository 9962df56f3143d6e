#!/bin/bash
# Runs every fuzz target for a while: run.sh BUILD SECONDS-EACH. Prints TAP; what breaks a target stays in BUILD/fuzz/found.
# Each target starts from the seeds in tests/fuzz/corpus/<target>/ and from what earlier runs kept in BUILD/fuzz/corpus.
cd "$(dirname "$0")/../.." || exit 1
build=$1 seconds=$2 count=0 bad=0
mkdir -p "$build/fuzz/found"
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c) target=${source#tests/fuzz/fuzz_}
	target=${target%.c}
	kept=$build/fuzz/corpus/$target
	mkdir -p "$kept"
	count=$((count + 1))
	seeds=tests/fuzz/corpus/$target
	[ -d "$seeds" ] || seeds=
	# shellcheck disable=SC2086 -- no seeds, no argument
	if "$build/fuzz/$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/fuzz/found/$name-" "$kept" $seeds >"$build/fuzz/$name.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/fuzz/$name.log")
		echo "ok $count - $target: $runs runs in $seconds s"
	else
		tail -n 25 "$build/fuzz/$name.log" | sed 's/^/# /'
		echo "not ok $count - $target"
		bad=1
	fi
done
echo "1..$count"
exit $bad
