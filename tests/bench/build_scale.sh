#!/bin/bash
# Builds of synthetic catalogues of growing size: seconds, CPU, pages and files a second, memory, and each stage.
#   build_scale.sh BUILD [N…]     N: 1000 3000 10000; output to RAM (/dev/shm, some 0.4 MB a dataset)
#   ROUNDS=3  WORKERS=2  PROFILE=table|light  may be set. Beside ours run, in the same round: a rebuild of the same content;
#   the floor (the same files, written out of memory); and on the largest N Hugo, where it is installed.
cd "$(dirname "$0")/../.." || exit 1
build=$1
shift
sizes=("$@")
[ $# -gt 0 ] || sizes=(1000 3000 10000)
work=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$work"' EXIT
gcc -O2 -std=c11 -D_GNU_SOURCE -o "$work/floor" tests/bench/floor.c || exit 1
/usr/bin/python3 - "$build/headwater" "$work" "${ROUNDS:-3}" "${WORKERS:-2}" "${PROFILE:-table}" "${sizes[@]}" <<'PYTHON'
import os, re, shutil, statistics, subprocess, sys, time
headwater, work, rounds, workers, profile = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
sizes = sorted(map(int, sys.argv[6:]))
hugo = shutil.which("hugo") if profile == "table" else None
out, floor_out = os.path.join(work, "out"), os.path.join(work, "floor-out")

def timed(command, environment=None):
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, **(environment or {})})
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{command[0]} ended with {status}"
    return {"s": time.monotonic() - started, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}, said

def ours(content):
    facts, said = timed([headwater, "build", "-C", content, "-o", out, "-j", workers, "--now", "2026-11-23", "--lang", "en",
                         "--timings"])
    lines = said.splitlines()
    facts["pages"], facts["files"] = (int(re.search(rf"(\d+) {word}", lines[0])[1]) for word in ("pages", "files"))
    facts["stages"] = [line.split("\t") for line in lines[1:]]
    facts["mb"] = max(float(stage[4]) for stage in facts["stages"]) # of the largest process
    return facts

def floor():
    said = timed([os.path.join(work, "floor"), os.path.join(out, "current/."), floor_out, workers])[1].split()
    shutil.rmtree(floor_out)
    return {"s": float(said[0]), "files": int(said[1])}

def hugo_build(site):
    target = os.path.join(work, "hugo-out")
    facts, _ = timed([hugo, "--source", site, "--destination", target, "--quiet"], {"GOMAXPROCS": workers})
    facts["pages"] = sum(name.endswith(".html") for _, _, names in os.walk(target) for name in names)
    facts["files"] = facts["pages"]
    shutil.rmtree(target)
    return facts

def median(runs, key):
    return statistics.median(run[key] for run in runs)

rows = {}
for size in sizes:
    content, site = os.path.join(work, f"content-{size}"), os.path.join(work, f"hugo-{size}")
    with_hugo = hugo and size == sizes[-1]
    subprocess.run(["tests/bench/synthetic.py", "--profile", profile, *(["--hugo", site] if with_hugo else []), str(size),
                    "content", content], check=True)
    for _ in range(rounds):
        shutil.rmtree(out, ignore_errors=True)
        rows.setdefault(f"{size:,} datasets", []).append(ours(content))
        rows.setdefault(f"{size:,} datasets, again", []).append(ours(content))
        rows.setdefault(f"{size:,} datasets, floor", []).append(floor())
        if with_hugo:
            rows.setdefault(f"{size:,} datasets, Hugo", []).append(hugo_build(site))
    shutil.rmtree(content)
    shutil.rmtree(site, ignore_errors=True)
print(f"{'':26}{'s':>8}{'(min)':>9}{'CPU s':>9}{'pages':>8}{'pages/s':>9}{'files':>9}{'files/s':>9}{'peak MB':>9}")
for name, runs in rows.items():
    seconds, files = median(runs, "s"), runs[0]["files"]
    cpu = f"{median(runs, 'cpu'):9.2f}" if "cpu" in runs[0] else " " * 9
    pages = f"{runs[0]['pages']:8}{runs[0]['pages'] / seconds:9.0f}" if "pages" in runs[0] else " " * 17
    memory = f"{max(run['mb'] for run in runs):9.0f}" if "mb" in runs[0] else ""
    print(f"{name:26}{seconds:8.2f}{min(run['s'] for run in runs):9.2f}{cpu}{pages}{files:9}{files / seconds:9.0f}{memory}")
for name, runs in rows.items():
    if "stages" not in runs[0]:
        continue
    print(f"\n{name}: seconds, CPU seconds, steps, peak MB so far")
    for number, stage in enumerate(runs[0]["stages"]):
        s, cpu, mb = (statistics.median(float(run["stages"][number][column]) for run in runs) for column in (1, 2, 4))
        print(f"  {stage[0]:12}{s:9.3f}{cpu:9.3f}{stage[3]:>9}{mb:9.0f}")
PYTHON
