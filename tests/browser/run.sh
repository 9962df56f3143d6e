#!/bin/bash
# The portal of the sample content in a browser: run.sh BUILD RELEASE-BUILD [SCREENSHOT-FOLDER]
cd "$(dirname "$0")/../.." || exit 1
build=$1 shots=${3:-}
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
work=$(mktemp -d)
trap 'fcgi/portal.sh stop --port "$port" --build "$build" >&2; rm -rf "$work"' EXIT
"$build/headwater" build -C content -o "$work/site" --now 2026-11-23 --quiet >&2 || exit 1
fcgi/portal.sh start --port "$port" --build "$build" --out "$work/site" --rate 0 >&2 || exit 1
# modules are looked up beside the script's folder: tests/node_modules
node tests/browser/portal.mjs "http://127.0.0.1:$port" $shots
