#!/bin/bash
# Runs every fuzz target. Prints TAP; what breaks a target stays in BUILD/fuzz/found.
#   run.sh BUILD SECONDS    a campaign: each target for so long, from the seeds in tests/fuzz/corpus/<target>/ and from what
#                           earlier campaigns kept in BUILD/fuzz/corpus
#   run.sh BUILD runs=N     a repeatable slice: N runs of each from the committed seeds alone, by a fixed random seed
cd "$(dirname "$0")/../.." || exit 1
build=$1 amount=$2 count=0 bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$build/fuzz/found"
case $amount in
runs=*) bound="-runs=${amount#runs=} -seed=1" ;;
*) bound="-max_total_time=$amount" ;;
esac
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c) target=${source#tests/fuzz/fuzz_}
	target=${target%.c}
	case $amount in
	runs=*) kept=$scratch/$target ;;
	*) kept=$build/fuzz/corpus/$target ;;
	esac
	mkdir -p "$kept"
	count=$((count + 1))
	seeds=tests/fuzz/corpus/$target
	[ -d "$seeds" ] || seeds=
	# shellcheck disable=SC2086 -- no seeds, no argument; two bounds
	if "$build/fuzz/$name" $bound -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/fuzz/found/$name-" "$kept" $seeds >"$build/fuzz/$name.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/fuzz/$name.log")
		echo "ok $count - $target: $runs runs"
	else
		tail -n 25 "$build/fuzz/$name.log" | sed 's/^/# /'
		echo "not ok $count - $target"
		bad=1
	fi
done
echo "1..$count"
exit $bad
