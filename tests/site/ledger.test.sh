#!/bin/bash
# Ledgers of 43 real portals: every row published or returned, fixes that count, ids that stay, return lists that shrink.
# Usage: ledger.test.sh BUILD [RELEASE_BUILD]; SHARED names the folder of the reference data.
cd "$(dirname "$0")/../.." || exit 1
shared=${SHARED:-../shared}
if [ ! -d "$shared/data/cn-open-catalogs" ] || [ ! -d "$shared/data/admin-divisions" ]; then
	echo "ok 1 - real ledgers # SKIP no reference data in $shared/data"
	echo "1..1"
	exit 0
fi
exec python3 tests/site/ledger_portals.py "${2:-${1:-build}}/headwater" "$shared"
