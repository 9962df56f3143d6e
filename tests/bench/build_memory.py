#!/usr/bin/python3
"""What a build keeps in memory for each row of a ledger.

    build_memory.py BUILD [--preview] [--workers N] [--on FOLDER] SIZE...

Builds synthetic catalogues of each SIZE (10000 30000) from nothing, one after the other, and tells for each stage the largest
process so far; what that grows by from the smallest to the largest size, in bytes a row; and what would be left of it with
no rows at all. --preview makes the pages alone. Content and output go to --on (/var/tmp), which needs some 130 kB a dataset
(30 kB with --preview), and are removed.
"""
import argparse
import os
import re
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-11-23"


def measure(options, work, size):
    content, out = os.path.join(work, "content"), os.path.join(work, "out")
    subprocess.run([os.path.join(HERE, "synthetic.py"), str(size), "content", content], check=True)
    command = [os.path.join(options.build, "headwater"), "build", "-C", content, "-o", out, "-j", str(options.workers),
               "--now", NOW, "--lang", "en", "--timings", *(["--preview"] if options.preview else [])]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    shutil.rmtree(content)
    shutil.rmtree(out)
    line = next(text for text in said if re.search(r"\d+ pages", text))
    stages = {}
    for text in said:
        if text.count("\t") == 4:
            name, seconds, cpu, _, peak = text.split("\t")
            stages[name] = {"s": float(seconds), "cpu": float(cpu), "mb": float(peak)}
    return {"pages": int(re.search(r"(\d+) pages", line)[1]), "files": int(re.search(r"(\d+) files", line)[1]),
            "out": float(re.search(r"([\d.]+) MB in", line)[1]), "s": float(re.search(r"in ([\d.]+) s", line)[1]), "stages": stages}


def report(sizes, runs):
    print(f"{'largest process, MB':22}" + "".join(f"{size:>12,}" for size in sizes) + f"{'bytes a row':>14}{'MB beside':>12}")
    first, last = runs[sizes[0]], runs[sizes[-1]]
    for stage in last["stages"]:
        row = [runs[size]["stages"][stage]["mb"] for size in sizes]
        text = f"  {stage:20}" + "".join(f"{mb:12.1f}" for mb in row)
        if len(sizes) > 1:
            slope = (row[-1] - row[0]) / (sizes[-1] - sizes[0])
            text += f"{slope * 1024 * 1024:14.0f}{row[0] - slope * sizes[0]:12.1f}"
        print(text)
    rows = (("pages", "pages", 0), ("files", "files", 0), ("MB put out", "out", 0), ("seconds", "s", 1))
    for name, key, digits in rows:
        print(f"  {name:20}" + "".join(f"{runs[size][key]:12,.{digits}f}" for size in sizes))
    for name, key in (("pages/s", "s"), ("pages/CPU s", "cpu")):
        print(f"  {name:20}" + "".join(f"{runs[size]['pages'] / runs[size]['stages']['pages'][key]:12,.0f}" for size in sizes))
    for name, key in (("of the build: pages/s", "s"), ("of it: pages/CPU s", "cpu")):
        totals = {size: sum(stage[key] for stage in runs[size]["stages"].values()) for size in sizes}
        print(f"  {name:20}" + "".join(f"{runs[size]['pages'] / totals[size]:12,.0f}" for size in sizes))
    print(f"peak at {sizes[-1]:,}: {max(stage['mb'] for stage in last['stages'].values()):,.0f} MB"
          + (f"; at {sizes[0]:,}: {max(stage['mb'] for stage in first['stages'].values()):,.0f} MB" if len(sizes) > 1 else ""))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--preview", action="store_true", help="the pages alone")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--on", default="/var/tmp")
    parser.add_argument("sizes", type=int, nargs="*")
    options = parser.parse_intermixed_args()
    options.build = os.path.abspath(options.build)
    os.chdir(os.path.join(HERE, "../.."))
    sizes = sorted(options.sizes or [10000, 30000])
    with tempfile.TemporaryDirectory(dir=options.on) as work:
        report(sizes, {size: measure(options, work, size) for size in sizes})


main()
