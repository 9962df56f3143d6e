#!/bin/bash
# A ledger as an editor keeps it, in a spreadsheet program: imported, checked, corrected, imported again, published.
# Usage: editor.test.sh BUILD [RELEASE_BUILD]
cd "$(dirname "$0")/../.." || exit 1
exec python3 tests/site/editor.py "${2:-${1:-build}}/headwater"
