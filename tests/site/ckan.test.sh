#!/bin/bash
# CKAN's API behind real nginx and FastCGI: ckan.test.sh BUILD RELEASE_BUILD. The sample is built by RELEASE_BUILD, the
# service under test is BUILD's.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
command -v nginx >/dev/null || { echo '1..0 # SKIP nginx is not installed'; exit 0; }
exec /usr/bin/python3 tests/site/ckan.py "$1" "${2:-$1}"
