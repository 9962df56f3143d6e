#!/bin/bash
# Every page of the sample and pages of the service are the same bytes from the compiled and from the reference engine.
# Usage: engines.test.sh BUILD [RELEASE_BUILD]
cd "$(dirname "$0")/../.." || exit 1
if said=$(tests/bench/render.sh "${2:-$1}" 0 2>&1); then
	echo "ok 1 - both engines make the same pages"
else
	sed 's/^/# /' <<<"$said"
	echo "not ok 1 - both engines make the same pages"
	bad=1
fi
echo "1..1"
exit "${bad:-0}"
