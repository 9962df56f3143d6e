#!/bin/bash
# A few points of each kind; `make fault` visits all of them.
cd "$(dirname "$0")/../.." || exit 1
make --no-print-directory BUILD="$2" "$2/tests/shim.so" >&2 || exit 1
exec tests/fault/build_faults.py "$2/headwater" "$2/tests/shim.so" --points 6 --seconds 60
