#!/bin/bash
# A thousand requests, always the same; `make fault` sends ten times as many, others each time.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
command -v nginx >/dev/null || { echo '1..0 # SKIP nginx is not installed'; exit 0; }
exec python3 tests/fault/requests.py "$1" "${2:-$1}"
