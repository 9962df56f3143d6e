#!/bin/bash
# A short run, always the same; `make fault` goes on for longer, elsewhere each time.
cd "$(dirname "$0")/../.." || exit 1
exec tests/fault/peers.sh "$1" 5 1
