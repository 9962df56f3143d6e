#!/bin/sh
# Every rule of generator/rules.def against its case. Usage: check.sh [BUILD]; ACCEPT=1 takes new output after showing it.
exec python3 "$(dirname "$0")/check/run.py" "${1:-build}"
