#!/bin/bash
# Some rounds of edits; `make fault` runs hundreds.
cd "$(dirname "$0")/../.." || exit 1
exec tests/site/incremental.py "$2/headwater" --edits 46
