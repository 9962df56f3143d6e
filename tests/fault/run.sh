#!/bin/bash
# The whole campaign: run.sh BUILD SECONDS. Half of the time for failing disks, half for the peers of the service; and
# 400 edits, after each two of which a build over the releases before is compared with one from nothing; and 10,000 requests
# that make no sense.
cd "$(dirname "$0")/../.." || exit 1
build=$1 seconds=$2
tests/fault/build_faults.py "$build/headwater" "$build/tests/shim.so" --seconds $((seconds / 2))
first=$?
tests/fault/peers.sh "$build" $((seconds / 2))
second=$?
tests/site/incremental.py "$build/headwater" --edits 400 --seed "$RANDOM"
third=$?
PATH=$PATH:/usr/sbin:/sbin tests/fault/requests.py "$build" "$build" --count 10000 --seed "$RANDOM"
exit $((first | second | third | $?))
