#!/bin/bash
# A build of the sample portal, of the 410 real tables, and a rebuild with nothing changed: time, pages a second, memory.
#   build.sh BUILD          output to RAM (/dev/shm); five rounds each, interleaved; the median is what to quote
cd "$(dirname "$0")/../.." || exit 1
build=$1 data=../shared/data work=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$work"' EXIT
folders=(content)
if [ -d "$data" ]; then
	/usr/bin/python3 tests/site/tables_to_content.py "$data" content "$work/tables" >/dev/null && folders+=("$work/tables")
else
	echo "no reference data in $data: the sample only"
fi
/usr/bin/python3 - "$build/headwater" "$work" "${folders[@]}" <<'PYTHON'
import os, re, resource, shutil, statistics, subprocess, sys, time
headwater, work, folders = sys.argv[1], sys.argv[2], sys.argv[3:]

def run(content, out):
    started = time.monotonic()
    process = subprocess.Popen([headwater, "build", "-C", content, "-o", out, "--now", "2026-11-23", "--lang", "en"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"the build of {content} ended with {status}"
    pages, files = (int(re.search(rf"(\d+) {word}", said)[1]) for word in ("pages", "files"))
    return time.monotonic() - started, usage.ru_maxrss / 1024, pages, files

rows = {}
for _ in range(5):
    for content in folders:
        name, out = os.path.basename(content), os.path.join(work, "out")
        shutil.rmtree(out, ignore_errors=True)
        rows.setdefault(f"{name}, from nothing", []).append(run(content, out))
        rows.setdefault(f"{name}, again", []).append(run(content, out))
print(f"{'':28}{'s (min)':>14}{'pages':>8}{'pages/s':>9}{'files':>8}{'files/s':>9}{'peak MB':>9}")
for name, runs in rows.items():
    seconds = statistics.median(r[0] for r in runs)
    memory = max(r[1] for r in runs)
    pages, files = runs[0][2:]
    print(f"{name:28}{seconds:7.2f} ({min(r[0] for r in runs):.2f}){pages:8}{pages / seconds:9.0f}{files:8}"
          f"{files / seconds:9.0f}{memory:9.0f}")
PYTHON
