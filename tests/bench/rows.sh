#!/bin/bash
# Questions to one large table through the service, beside SQLite's own shell, and Datasette where it is installed: rows.sh
# BUILD. ROWS (1,000,000) rows; PYTHON is the one that has datasette.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
exec "${PYTHON:-python3}" tests/bench/rows.py "$1" "${ROWS:-1000000}"
