#!/bin/bash
# The catalogues of 43 real portals through the mappings of tests/import: nothing is lost, and importing again, also in
# another order, changes nothing. Usage: import.test.sh BUILD; SHARED names the folder of the reference data.
cd "$(dirname "$0")/../.." || exit 1
catalogues=${SHARED:-../shared}/data/cn-open-catalogs
if [ ! -d "$catalogues" ]; then
	echo "ok 1 - real catalogues # SKIP no reference data in $catalogues"
	echo "1..1"
	exit 0
fi
exec python3 tests/site/import_portals.py "${1:-build}/headwater" "$catalogues"
