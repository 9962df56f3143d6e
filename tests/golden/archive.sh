#!/bin/sh
# Archives opened with other people's programs. Usage: archive.sh [BUILD]; ACCEPT=1 takes a new listing after showing it.
HEADWATER="${1:-build}/headwater" exec /usr/bin/python3 "$(dirname "$0")/archive/archive.py" ${ACCEPT:+--accept}
