#!/usr/bin/python3
"""Builds that are killed, or that meet a failing disk, at the Nth call that changes it.

    build_faults.py HEADWATER SHIM [--points N] [--seconds S] [--seed N]

A release A is published after two others, the oldest of which will become the next one; the content is changed, and the
build of B is made to fail at call 1, 2, 3, ... (or at N points spread over all calls, chosen by the seed). After each:
what is served is A or B, whole by its own SHA256SUMS, never a mixture; a build that says it succeeded has published B; the next build succeeds. Prints TAP.
"""
import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

KINDS = ["kill", "worker", "enospc", "eio", "full", "short", "eintr"]
NOW = "2026-11-23"


def content(folder, word):
    """A content folder as small as one can be: the project's own code lists and two of its datasets."""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../content")
    shutil.copytree(here, folder, ignore=lambda at, names: (
        [n for n in names if n not in ("portal-themes", "telephone-area-codes")] if at.endswith("datasets") else
        ["changes.csv", "renamed.csv", "withdrawn.csv", "ledgers"] if at == here else
        [n for n in names if n.endswith(".md")] if "/articles/" in at + "/" else []))
    for base, _, names in os.walk(os.path.join(folder, "datasets")):
        for name in names:
            if name.endswith(".md"):
                path = os.path.join(base, name)
                text = open(path, encoding="utf-8").read()
                head, body = text.split("\n---\n", 1)
                head = "\n".join(l for l in head.split("\n") if not l.startswith("related:"))
                open(path, "w", encoding="utf-8").write(head + "\n---\n" + word + "\n")


def served(out):
    """The release that `current` names, checked against its own sums. None when nothing is published."""
    current = os.path.join(out, "current")
    if not os.path.lexists(current):
        return None
    sums = open(os.path.join(current, "SHA256SUMS"), encoding="utf-8").read()
    listed = {}
    for line in sums.splitlines():
        digest, path = line.split("  ", 1)
        listed[path] = digest
    for path, digest in listed.items():
        with open(os.path.join(current, path), "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == digest, f"{path} is not what SHA256SUMS says"
    for base, _, names in os.walk(current + "/"):
        for name in names:
            path = os.path.relpath(os.path.join(base, name), current)
            assert path in listed or path == "SHA256SUMS" or path.startswith("."), f"{path} is not listed"
    assert not os.path.exists(os.path.join(current, ".unfinished")), "unfinished files are published"
    return os.readlink(current)


class Bench:
    def __init__(self, headwater, shim, work):
        self.headwater, self.shim, self.work = headwater, shim, work
        self.board = os.path.join(work, "board")
        content(os.path.join(work, "older"), "an older release")
        content(os.path.join(work, "old"), "the release before A")
        content(os.path.join(work, "a"), "release A")
        content(os.path.join(work, "b"), "release B")
        here = os.path.dirname(os.path.abspath(__file__))
        shutil.copytree(os.path.join(here, "../../templates"), os.path.join(work, "templates"))

    def build(self, which, out, at=None, kind=""):
        env = dict(os.environ, LANG="en_US.UTF-8")
        if at is not None:
            with open(self.board, "wb") as file:
                file.write(bytes(8))
            # libasan, where the program has it, insists on being first
            asan = subprocess.run(["sh", "-c", f"ldd {self.headwater} | grep -o '/[^ ]*libasan[^ ]*'"],
                                  capture_output=True, text=True).stdout.strip()
            env.update(LD_PRELOAD=" ".join(filter(None, [asan, self.shim])), FAULT_BOARD=self.board,
                       FAULT_AT=str(at), FAULT_KIND=kind)
        return subprocess.run([self.headwater, "build", "-C", os.path.join(self.work, which), "-o", out, "-j", "2",
                               "--now", NOW, "--templates", os.path.join(self.work, "templates")], env=env, start_new_session=True, capture_output=True, text=True, timeout=120)

    def count(self):
        with open(self.board, "rb") as file:
            return int.from_bytes(file.read(8), sys.byteorder)

    def fresh(self, template):
        out = os.path.join(self.work, "out")
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run(["cp", "-a", template, out], check=True)
        return out


def one_point(bench, template, release_a, release_b, at, kind):
    out = bench.fresh(template)
    result = bench.build("b", out, at, kind)
    now = served(out)
    assert now in (release_a, release_b), f"serves {now}"
    if result.returncode == 0:
        assert now == release_b, "said it succeeded, but serves the old release"
    elif result.returncode > 0:
        assert result.returncode == 70, f"ended with {result.returncode}"
        assert result.stderr.strip(), "failed without a word"
    if kind in ("short", "eintr"):
        assert result.returncode == 0, f"that is no failure: {result.stderr}"
    again = bench.build("b", out)
    assert again.returncode == 0, f"the next build failed: {again.stderr}"
    assert served(out) == release_b, "the next build did not publish"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headwater")
    parser.add_argument("shim")
    parser.add_argument("--points", type=int, default=0, help="points of each kind; 0 = every call")
    parser.add_argument("--seconds", type=int, default=3600, help="time for all kinds together")
    parser.add_argument("--seed", type=int, default=2026)
    args = parser.parse_args()
    headwater, shim = os.path.abspath(args.headwater), os.path.abspath(args.shim)
    generator = random.Random(args.seed)
    print(f"# seed {args.seed}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="headwater-fault-") as work:
        bench = Bench(headwater, shim, work)
        template = os.path.join(work, "template")
        for which in ("older", "old", "a"):
            built = bench.build(which, template)
            assert built.returncode == 0, built.stderr
        release_a = served(template)
        out = bench.fresh(template)
        counted = bench.build("b", out, 0)
        assert counted.returncode == 0, counted.stderr
        release_b, calls = served(out), bench.count()
        assert release_a != release_b and calls > 50, f"{calls} calls counted"
        print(f"# {calls} calls change the disk in one build\n1..{len(KINDS)}")
        for number, kind in enumerate(KINDS, 1):
            points = list(range(1, calls + 1))
            if args.points and args.points < calls:
                # the last calls are those of the swap: always among the points
                points = sorted(set(generator.sample(points, args.points) + points[-12:]))
            else:
                generator.shuffle(points)
            ends, done, bad = time.monotonic() + args.seconds / len(KINDS), 0, []
            for at in points:
                if time.monotonic() > ends:
                    break
                try:
                    one_point(bench, template, release_a, release_b, at, kind)
                except (AssertionError, subprocess.TimeoutExpired, OSError) as fault:
                    bad.append(f"call {at}: {fault}")
                done += 1
            for line in bad[:10]:
                print(f"# {kind} at {line}")
            print(f"{'not ok' if bad or not done else 'ok'} {number} - {kind}: {done} of {calls} points, {len(bad)} bad",
                  flush=True)
            failed += bool(bad or not done)
    return failed > 0


sys.exit(main())
