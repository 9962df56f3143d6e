#!/bin/bash
# Harvests of two real catalogues, every way to the end: harvest.test.sh BUILD [RELEASE_BUILD]; SHARED names the folder of the
# reference data. `make harvest` follows them over all 43.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
shared=${SHARED:-../shared}
command -v nginx >/dev/null || { echo '1..0 # SKIP nginx is not installed'; exit 0; }
if [ ! -d "$shared/data/cn-open-catalogs" ] || [ ! -d "$shared/data/admin-divisions" ]; then
	echo "1..0 # SKIP no reference data in $shared/data"
	exit 0
fi
exec python3 tests/site/harvest.py "$1" "${2:-$1}" "$shared" --portals guangxi_hechi,jiangsu_jiangsu \
	--provinces 32,45,63
