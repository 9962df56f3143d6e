#!/usr/bin/python3
"""Builds of synthetic catalogues of growing size, beside their peers.

    build_scale.py BUILD [--rounds N] [--workers N] [--folders] [--peers N] [--edits N] [--on FOLDER] [SIZE...]

For each SIZE (datasets; 1000 10000): the whole build from nothing (pages, metadata, catalogues, index, compressed siblings); the
pages alone (--preview) from nothing; and after edits of one dataset each, both ways. Beside the pages alone run, in the same
round, the floor (the same files written out of memory by two processes with nothing but open and write) and, up to --peers
datasets (10000), Hugo and Eleventy, where they are there, over the same records and the same set of pages.

Output goes to --on (/dev/shm, which must have room: some 35 kB and 7 inodes a dataset). Seconds are medians; memory is the
largest process of a build.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-11-23"


def run(command, environment=None, directory=None):
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=directory,
                               env={**os.environ, **(environment or {})})
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"{' '.join(command)} ended with {status}: {said[-500:]}"
    return {"s": time.monotonic() - started, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}, said


def html_files(folder):
    count = size = 0
    for base, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".html"):
                count, size = count + 1, size + os.path.getsize(os.path.join(base, name))
    return count, size


class Bench:
    def __init__(self, options, work):
        self.options, self.work, self.rows = options, work, {}
        self.headwater = os.path.join(os.path.abspath(options.build), "headwater")
        self.floor = os.path.join(work, "floor")
        subprocess.run(["gcc", "-O2", "-std=c11", "-D_GNU_SOURCE", "-o", self.floor, os.path.join(HERE, "floor.c")], check=True)
        self.eleventy = options.eleventy if options.eleventy and os.path.exists(options.eleventy) else None
        self.hugo = shutil.which("hugo")

    def path(self, name):
        return os.path.join(self.work, name)

    def note(self, size, what, facts):
        self.rows.setdefault((size, what), []).append(facts)

    def ours(self, content, out, *more):
        facts, said = run([self.headwater, "build", "-C", content, "-o", out, "-j", str(self.options.workers), "--now", NOW,
                           "--lang", "en", "--timings", *more])
        lines = said.splitlines()
        line = next(i for i, text in enumerate(lines) if re.search(r"\d+ pages", text))
        for word in ("pages", "files"):
            facts[word] = int(re.search(rf"(\d+) {word}", lines[line])[1])
        facts["out"] = float(re.search(r"([\d.]+) MB in", lines[line])[1])
        facts["stages"] = [text.split("\t") for text in lines[line + 1:] if text.count("\t") == 4]
        facts["mb"] = max(float(stage[4]) for stage in facts["stages"])
        return facts

    def write_again(self, tree, size, what):
        target = self.path("floor-out")
        said = run([self.floor, tree + "/.", target, str(self.options.workers)])[1].split()
        shutil.rmtree(target)
        self.note(size, what, {"s": float(said[0]), "files": int(said[1]), "out": int(said[2]) / 1e6})

    def peer(self, name, size, command, environment, directory, out):
        facts, _ = run(command, environment, directory)
        facts["pages"], size_bytes = html_files(out)
        facts["files"], facts["out"] = facts["pages"], size_bytes / 1e6
        shutil.rmtree(out)
        self.note(size, name, facts)

    def edit(self, content, number):
        """Gives one dataset another title."""
        if self.options.folders:
            path = os.path.join(content, f"datasets/synthetic-{number:07d}/dataset.md")
            with open(path, encoding="utf-8") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(re.sub(r"^title: ", "title: 新", text, count=1, flags=re.M))
            return
        path = os.path.join(content, "ledgers/synthetic.csv")
        with open(path, "rb") as file:
            text = file.read()
        at = text.index(f"synthetic-{number:07d},".encode()) + len(f"synthetic-{number:07d},")
        with open(path, "wb") as file:
            file.write(text[:at] + "新".encode() + text[at:])

    def edited(self, content, out, size, what, *more):
        """The first three publishes have no old release to make theirs of."""
        for number in range(self.options.edits + 3):
            self.edit(content, (number * 7919 + len(what)) % size)
            facts = self.ours(content, out, *more)
            if number >= 3:
                self.note(size, what, facts)

    def measure(self, size):
        content, whole, pages = self.path("content"), self.path("whole"), self.path("pages")
        kind = ["--folders"] if self.options.folders else []
        with_peers = size <= self.options.peers
        subprocess.run([os.path.join(HERE, "synthetic.py"), *kind, str(size), "content", content], check=True)
        for number in range(self.options.rounds):
            for out in (whole, pages):
                shutil.rmtree(out, ignore_errors=True)
            self.note(size, "whole, from nothing", self.ours(content, whole))
            if not self.options.keep_whole:
                shutil.rmtree(whole)
            self.note(size, "pages, from nothing", self.ours(content, pages, "--preview"))
            self.write_again(os.path.join(pages, "current"), size, "floor of pages")
            if with_peers and number == 0:
                page = os.path.join(pages, "current/datasets/synthetic-0000001/index.html")
                subprocess.run([os.path.join(HERE, "synthetic.py"), *kind, "--shell", page, "--peer", "hugo=" + self.path("hugo"),
                                "--peer", "eleventy=" + self.path("eleventy"), str(size), "content", content], check=True)
            if with_peers and self.hugo:
                self.peer("Hugo", size, [self.hugo, "--source", self.path("hugo"), "--destination", self.path("peer"), "--quiet"],
                          {"GOMAXPROCS": str(self.options.workers)}, None, self.path("peer"))
            if with_peers and self.eleventy:
                self.peer("Eleventy", size, [self.eleventy, "--quiet"], {"OUT": self.path("peer")}, self.path("eleventy"),
                          self.path("peer"))
        if self.options.edits:
            self.edited(content, pages, size, "pages, one changed", "--preview")
            shutil.rmtree(pages)
            self.edited(content, whole, size, "whole, one changed")
        for name in ("content", "whole", "pages", "hugo", "eleventy"):
            shutil.rmtree(self.path(name), ignore_errors=True)

    def median(self, row, key):
        return statistics.median(run[key] for run in row)

    def report(self):
        print(f"{'':36}{'s':>9}{'(min)':>9}{'CPU s':>9}{'pages':>9}{'pages/s':>9}{'files':>9}{'out MB':>9}{'peak MB':>9}")
        for (size, what), row in self.rows.items():
            seconds, first = self.median(row, "s"), row[0]
            cells = [f"{seconds:9.3f}", f"{min(run['s'] for run in row):9.3f}"]
            cells.append(f"{self.median(row, 'cpu'):9.2f}" if "cpu" in first else " " * 9)
            cells += [f"{first['pages']:9}", f"{first['pages'] / seconds:9.0f}"] if "pages" in first else [" " * 18]
            cells += [f"{first['files']:9}", f"{first['out']:9.1f}"]
            cells.append(f"{max(run['mb'] for run in row):9.0f}" if "mb" in first else "")
            print(f"{size:>10,} {what:25}" + "".join(cells))
        self.ratios()
        for (size, what), row in self.rows.items():
            if "stages" not in row[0]:
                continue
            print(f"\n{size:,} {what}: seconds, CPU seconds, steps, peak MB so far")
            for number, stage in enumerate(row[0]["stages"]):
                s, cpu, mb = (statistics.median(float(run["stages"][number][column]) for run in row) for column in (1, 2, 4))
                print(f"  {stage[0]:12}{s:9.3f}{cpu:9.3f}{stage[3]:>9}{mb:9.0f}")

    def ratios(self):
        print()
        for size in sorted({size for size, _ in self.rows}):
            row = lambda what: self.rows.get((size, what))
            pages, edited = row("pages, from nothing"), row("pages, one changed")
            print(f"{size:,}: pages are {self.median(pages, 's') / self.median(row('floor of pages'), 's'):.2f} times the floor")
            for peer in filter(row, ("Hugo", "Eleventy")):
                faster = self.median(row(peer), "s") / self.median(pages, "s")
                memory = max(run["mb"] for run in row(peer)) / max(run["mb"] for run in pages)
                print(f"{size:,}: {faster:.1f} times as fast as {peer}, in 1/{memory:.1f} of its memory"
                      + (f"; one changed: {self.median(row(peer), 's') / self.median(edited, 's'):.0f} times" if edited else ""))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--peers", type=int, default=10000, help="largest catalogue that the peers build too")
    parser.add_argument("--folders", action="store_true", help="a folder with a table for each dataset, not a ledger")
    parser.add_argument("--keep-whole", action="store_true", help="both trees at a time")
    parser.add_argument("--eleventy", help="its program")
    parser.add_argument("--on", default="/dev/shm")
    parser.add_argument("sizes", type=int, nargs="*")
    options = parser.parse_intermixed_args()
    os.chdir(os.path.join(HERE, "../.."))
    with tempfile.TemporaryDirectory(dir=options.on) as work:
        bench = Bench(options, work)
        for size in sorted(options.sizes or [1000, 10000]):
            bench.measure(size)
        bench.report()


main()
