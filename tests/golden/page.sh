#!/bin/sh
# Pages of a small portal: documents, contracts, HTML. Usage: page.sh [BUILD]; ACCEPT=1 takes new output after showing it.
exec python3 "$(dirname "$0")/page/run.py" "${1:-build}"
