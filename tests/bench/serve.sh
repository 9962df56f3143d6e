#!/bin/bash
# Requests a second through nginx: serve.sh BUILD. The search page and its JSON beside static files of the same size and
# a plain libfcgi prefork of two, in interleaved rounds; medians, and ratios to the static file of the same size. ROUNDS
# and SECONDS_EACH may be set. All of it shares the machine's cores, so only the ratios mean something.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
build=$1 rounds=${ROUNDS:-3} each=${SECONDS_EACH:-2}
work=$(mktemp -d) || exit 1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
portal() { fcgi/portal.sh "$1" --port "$port" --build "$build" --out "$work/site" --rate 0; }
hello=
finish()
{
	portal stop
	# The session of our own setsid: the peer and its two processes.
	[ -z "$hello" ] || kill -TERM -- "-$hello"
	rm -rf "$work" "$build/run/$port"
}
trap finish EXIT

"$build/headwater" build -C content -o "$work/site" --now 2026-11-23 >/dev/null || exit 1
gcc -O2 -o "$work/hello" tests/bench/hello.c -lfcgi || exit 1
portal start >/dev/null || exit 1
query='q=%E7%BB%9F%E8%AE%A1'
base=http://127.0.0.1:$port
curl -fs -o "$work/page" "$base/search?$query" && curl -fs -o "$work/json" "$base/search?$query&format=json" || exit 1
size_page=$(stat -c %s "$work/page") size_json=$(stat -c %s "$work/json")
# Static files of those very bytes, in the release that this run alone serves; and the peer, at an address of its own.
cp "$work/page" "$work/site/current/bench.html"
cp "$work/json" "$work/site/current/bench.json"
setsid "$work/hello" "$work/hello.sock" 2 "$size_page" &
hello=$!
sed -i "s|# The service\.|location = /hello { fastcgi_keep_conn off; fastcgi_pass \"unix:$work/hello.sock\"; }|" \
	"$build/run/$port/nginx.conf"
kill -HUP "$(cat "$build/run/$port/nginx.pid")"
sleep 1

names=(static-page search-page static-json search-json libfcgi-prefork-2)
paths=(/bench.html "/search?$query" /bench.json "/search?$query&format=json" /hello)
for round in $(seq "$rounds"); do
	for i in "${!names[@]}"; do
		wrk -t1 -c32 -d"${each}s" --latency "$base${paths[i]}" >"$work/wrk"
		awk -v name="${names[i]}" '
			function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
			/50%/ { p50 = ms($2) } /99%/ { p99 = ms($2) } /Requests\/sec/ { rate = $2 }
			/Non-2xx|Socket errors/ { bad = $0 }
			END { print name, rate, p50, p99, bad }' "$work/wrk" >>"$work/results"
	done
done
echo "page $size_page bytes, JSON $size_json bytes, 32 connections, $rounds rounds of $each s, medians"
python3 - "$work/results" <<'PYTHON'
import statistics, sys
rows, faults = {}, []
for line in open(sys.argv[1]):
    name, rate, p50, p99, *bad = line.split()
    rows.setdefault(name, []).append((float(rate), float(p50), float(p99)))
    if bad:
        faults.append(line.strip())
median = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in rows.items()}
against = {"search-json": "static-json"}
for name, (rate, p50, p99) in median.items():
    peer = median[against.get(name, "static-page")]
    print(f"{name:18} {rate:9.0f} req/s  p50 {p50:6.2f} ms  p99 {p99:7.2f} ms  {rate / peer[0]:5.2f} of static")
print(f"search page : libfcgi prefork = {median['search-page'][0] / median['libfcgi-prefork-2'][0]:.2f}")
print("answers other than 2xx, and socket errors:", faults or "none")
PYTHON
