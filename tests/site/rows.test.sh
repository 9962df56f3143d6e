#!/bin/bash
# Rows of tables behind real nginx and FastCGI, against a reading of the published CSV: rows.test.sh BUILD RELEASE_BUILD.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
command -v nginx >/dev/null || { echo '1..0 # SKIP nginx is not installed'; exit 0; }
exec /usr/bin/python3 tests/site/rows.py "$1" "${2:-$1}"
