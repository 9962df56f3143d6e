#!/bin/bash
# Malformed and slow FastCGI peers: peers.sh BUILD SECONDS [SEED]. Prints TAP.
cd "$(dirname "$0")/../.." || exit 1
exec python3 tests/fault/peers.py "$1/headwater-fcgi" --seconds "$2" --seed "${3:-$RANDOM}"
