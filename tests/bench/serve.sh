#!/bin/bash
# Requests a second through nginx: serve.sh BUILD. Searches (page and JSON; the same one again and again, and a stream of a
# thousand different ones), package_search and rows beside static files of the same size and a plain libfcgi prefork of two,
# at 1, 64 and 512 connections (CONNECTIONS), in interleaved rounds: medians, ratios to the static file of the same size, and
# what a worker's memory came to. ROUNDS and SECONDS_EACH may be set. All of it shares the machine's cores, so only the ratios
# mean something.
cd "$(dirname "$0")/../.." || exit 1
PATH=$PATH:/usr/sbin:/sbin
build=$1 rounds=${ROUNDS:-3} each=${SECONDS_EACH:-2} connections=${CONNECTIONS:-1 64 512}
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
base=http://127.0.0.1:$port
query='/search?q=%E7%BB%9F%E8%AE%A1'
package='/api/3/action/package_search?q=%E7%BB%9F%E8%AE%A1&rows=2'
rows='/api/v1/resources/working-day-calendar/calendar/rows?limit=20&sort=-date'

# Each against a static file of its very bytes, in the release that this run alone serves.
names=() paths=() against=()
beside()
{
	curl -fs -o "$work/site/current/bench-$1.$3" "$base$2" || exit 1
	names+=("static-$1" "$1") paths+=("/bench-$1.$3" "$2") against+=("static-$1" "static-$1")
}
beside search-page "$query" html
beside search-json "$query&format=json" json
beside package-search "$package" json
beside rows "$rows" json
names+=(stream-page stream-json libfcgi-prefork-2) paths+=("stream:" "stream:&format=json" /hello)
against+=(static-search-page static-search-json static-search-page)

setsid "$work/hello" "$work/hello.sock" 2 "$(stat -c %s "$work/site/current/bench-search-page.html")" &
hello=$!
sed -i "s|# The service\.|location = /hello { fastcgi_keep_conn off; fastcgi_pass \"unix:$work/hello.sock\"; }|" \
	"$build/run/$port/nginx.conf"
kill -HUP "$(cat "$build/run/$port/nginx.pid")"
sleep 1

# A thousand different questions, out of the titles of the sample: pieces of two to six characters.
python3 - "$work" <<'PYTHON'
import json, random, sys, urllib.parse
titles = [d["title"]["zh"] if isinstance(d.get("title"), dict) else str(d.get("title", ""))
          for d in map(json.loads, open(sys.argv[1] + "/site/current/catalog.jsonl", encoding="utf-8"))]
chance, queries = random.Random(1), set()
while len(queries) < 1000:
    title = chance.choice(titles)
    at = chance.randrange(max(1, len(title) - 1))
    piece = title[at:at + chance.randint(2, 6)].strip()
    if len(piece) > 1:
        queries.add(piece)
queries = sorted(queries)
chance.shuffle(queries)
lines = ",\n".join('"/search?q=%s"' % urllib.parse.quote(query) for query in queries)
open(sys.argv[1] + "/stream.lua", "w").write("""local paths, at, tail = {%s}, 0, ""
function init(args) tail = args[1] or "" end
function request()
	at = at %% #paths + 1
	return wrk.format("GET", paths[at] .. tail)
end
""" % lines)
PYTHON
[ -s "$work/stream.lua" ] || exit 1

measure()
{
	case $1 in
	stream:*) wrk -t1 -c"$2" -d"${each}s" --timeout 10s --latency -s "$work/stream.lua" "$base/" -- "${1#stream:}" ;;
	*) wrk -t1 -c"$2" -d"${each}s" --timeout 10s --latency "$base$1" ;;
	esac
}

# The first of each question is answered by the index, the rest from memory.
first=$(python3 - "$base" "$work/stream.lua" <<'PYTHON'
import http.client, re, sys, time
connection = http.client.HTTPConnection(sys.argv[1].split("//")[1])
times = []
for path in re.findall(r'"(/search[^"]+)"', open(sys.argv[2]).read()):
    start = time.perf_counter()
    connection.request("GET", path)
    assert connection.getresponse().read()
    times.append((time.perf_counter() - start) * 1e3)
times.sort()
print(f"p50 {times[len(times) // 2]:.2f} ms, p99 {times[len(times) * 99 // 100]:.2f} ms, most {times[-1]:.2f} ms")
PYTHON
) || exit 1
echo "1000 different searches, each for the first time, one after the other through nginx: $first"

for round in $(seq "$rounds"); do
	for count in $connections; do
		for i in "${!names[@]}"; do
			measure "${paths[i]}" "$count" >"$work/wrk"
			awk -v name="${names[i]}" -v count="$count" -v peer="${against[i]}" '
				function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
				/50%/ { p50 = ms($2) } /99%/ { p99 = ms($2) } /Requests\/sec/ { rate = $2 }
				/Non-2xx|Socket errors/ { bad = bad " " $0 }
				END { print count, name, peer, rate, p50, p99, bad }' "$work/wrk" >>"$work/results"
		done
	done
done
echo "$rounds rounds of $each s, medians"
python3 - "$work/results" <<'PYTHON'
import statistics, sys
rows, faults = {}, []
for line in open(sys.argv[1]):
    count, name, peer, rate, p50, p99, *bad = line.split()
    rows.setdefault((int(count), name, peer), []).append((float(rate), float(p50), float(p99)))
    if bad:
        faults.append(" ".join(line.split()))
median = {key[:2]: [statistics.median(column) for column in zip(*runs)] for key, runs in rows.items()}
for count, name, peer in rows:
    (rate, p50, p99), (peer_rate, _, peer_p99) = median[count, name], median[count, peer]
    print(f"{count:4} connections  {name:21} {rate:8.0f} req/s  p50 {p50:7.2f} ms  p99 {p99:8.2f} ms"
          f"  {rate / peer_rate:5.2f} of static, p99 {p99 / peer_p99:5.2f} of it")
for count in sorted({key[0] for key in rows}):
    print(f"{count:4} connections  search page : libfcgi prefork = "
          f"{median[count, 'search-page'][0] / median[count, 'libfcgi-prefork-2'][0]:.2f}")
print("answers other than 2xx, and socket errors:", faults or "none")
PYTHON
# A pool's master is the parent of its workers.
for pool in a b; do
	master=$(cat "$build/run/$port/$pool.pid")
	for worker in $(cat "/proc/$master/task/$master/children"); do
		awk -v pool="$pool" -v pid="$worker" '/^(VmHWM|RssAnon|RssFile|RssShmem)/ { line = line "  " $1 " " $2 / 1024 " MB" }
			END { print "worker " pid " of pool " pool line }' "/proc/$worker/status"
	done
done
