#!/bin/bash
# The description of the interface, and random requests made after it: openapi.test.sh BUILD RELEASE_BUILD.
cd "$(dirname "$0")/../.." || exit 1
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || { echo '1..0 # SKIP python3-jsonschema is not installed'; exit 0; }
exec /usr/bin/python3 tests/site/openapi.py "$1" "${2:-$1}"
