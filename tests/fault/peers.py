#!/usr/bin/python3
"""Malformed, slow and silent FastCGI peers against the service's own socket.

    peers.py HEADWATER-FCGI [--seconds S] [--seed N]

No release is published: /healthz needs none, and transport is what is tried here. Prints TAP.
"""
import argparse
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

import fastcgi
from fastcgi import BEGIN, PARAMS, STDIN, begin, record

WORKERS = 2


class Service:
    def __init__(self, program, folder):
        self.socket = os.path.join(folder, "s")
        self.log = os.path.join(folder, "log")
        self.process = subprocess.Popen(
            [program, "--release", os.path.join(folder, "current"), "--socket", self.socket, "--workers", str(WORKERS),
             "--log", self.log, "--request-timeout", "1", "--idle-timeout", "3"], start_new_session=True)
        until = time.monotonic() + 30
        while not os.path.exists(self.socket) or not self.alive():
            if time.monotonic() > until or self.process.poll() is not None:
                sys.exit("the service did not start")
            time.sleep(0.02)

    def alive(self):
        try:
            answer = fastcgi.ask(self.socket)
        except OSError:
            return False
        return answer is not None and answer.startswith(b"Status: 200")

    def events(self):
        with open(self.log, encoding="utf-8") as log:
            return [json.loads(line)["event"] for line in log]

    def children(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as children:
            return sorted(map(int, children.read().split()))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return None


def shapes():
    """Peers that are wrong in one way each."""
    good = fastcgi.request()
    huge = b"\xff\xff\xff\xfe"
    yield "name length 0x7ffffffe", begin() + record(PARAMS, huge + b"\1ax") + record(PARAMS) + record(STDIN)
    yield "two lengths of 0x40000000", begin() + record(PARAMS, b"\xc0\0\0\0" * 2 + b"x") + record(PARAMS) + record(STDIN)
    yield "a length that wants 2 GiB", begin() + record(PARAMS, b"\xff\xff\xff\xf0\1") + record(PARAMS) + record(STDIN)
    yield "length behind the end", begin() + record(PARAMS, b"\5\5abc") + record(PARAMS) + record(STDIN)
    yield "empty name", begin() + record(PARAMS, b"\0\1x") + record(PARAMS) + record(STDIN)
    yield "NUL in a value", begin() + record(PARAMS, fastcgi.pair(b"A", b"x\0y")) + record(PARAMS) + record(STDIN)
    yield "too many pairs", begin() + record(PARAMS, fastcgi.pair(b"A", b"") * 300) + record(PARAMS) + record(STDIN)
    yield "version 2", record(BEGIN, b"\0\1" + b"\0" * 6, version=2) + good
    yield "unknown role", begin(role=7) + good[16:]
    yield "abort first", record(fastcgi.ABORT) + good
    yield "begin twice", begin() + good
    yield "short begin", record(BEGIN, b"\0\1") + good[16:]
    yield "begin without id", record(BEGIN, b"\0\1" + b"\0" * 6, request=0) + good
    yield "another id in between", begin() + record(PARAMS, b"", request=2) + record(STDIN)
    yield "management record", record(fastcgi.GET_VALUES, fastcgi.pair(b"FCGI_MAX_CONNS", b""), request=0)
    yield "unknown type", record(77) + good
    yield "input before parameters", begin() + record(STDIN) + record(PARAMS)
    yield "a second request behind the first", good + good
    yield "too large", begin() + record(PARAMS, fastcgi.pair(b"A", b"x" * 60000)) * 3 + record(PARAMS) + record(STDIN)
    yield "not FastCGI at all", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def closed(service, what):
    """True when the service closes the connection without an answer."""
    with fastcgi.connect(service.socket, 10) as peer:
        try:
            peer.sendall(what)
            return peer.recv(65536) == b""
        except (ConnectionResetError, BrokenPipeError):
            return True
        except socket.timeout:
            return False


def test_shapes(service):
    for name, what in shapes():
        yield closed(service, what), f"refused: {name}"
    yield service.alive(), "serves after all of them"


def test_pieces(service):
    """A request that comes bit by bit, in time, is a good one. (A socket holds some 250 pieces, however small.)"""
    whole = fastcgi.request()
    with fastcgi.connect(service.socket) as peer:
        for at in range(0, len(whole), 3):
            peer.sendall(whole[at:at + 3])
        answer = fastcgi.read_answer(peer)
    yield answer is not None and answer.startswith(b"Status: 200"), "a request in pieces of three bytes is answered"
    split = begin() + record(PARAMS, fastcgi.pair(b"REQUEST_METHOD", b"GET")[:9]) + \
        record(PARAMS, fastcgi.pair(b"REQUEST_METHOD", b"GET")[9:] + fastcgi.pair(b"SCRIPT_NAME", b"/healthz"), padding=5) + \
        record(PARAMS) + record(STDIN)
    with fastcgi.connect(service.socket) as peer:
        peer.sendall(split)
        answer = fastcgi.read_answer(peer)
    yield answer is not None and answer.startswith(b"Status: 200"), "a pair across records is answered"
    with fastcgi.connect(service.socket) as peer:
        for _ in range(50):
            peer.sendall(fastcgi.request(keep=True))
            answer = fastcgi.read_answer(peer)
    yield answer is not None and answer.startswith(b"Status: 200"), "fifty requests on one kept connection"
    large = fastcgi.request(keep=True, more={"HTTP_ACCEPT": "x" * 30000})
    with fastcgi.connect(service.socket) as peer:
        answers = []
        for _ in range(3):
            peer.sendall(large)
            answers.append(fastcgi.read_answer(peer))
    yield all(a and a.startswith(b"Status: 200") for a in answers), "large requests on a kept connection"


def test_slow(service):
    """Many more slow peers than workers; others must not wait for them."""
    slow = [fastcgi.connect(service.socket) for _ in range(40)]
    for peer in slow[:30]:
        peer.sendall(fastcgi.request()[:3])
    worst = 0.0
    for _ in range(20):
        started = time.monotonic()
        answered = service.alive()
        worst = max(worst, time.monotonic() - started) if answered else 99
    yield worst < 1, f"served beside 40 slow and silent peers, the slowest in {worst * 1000:.0f} ms"
    time.sleep(2.5)
    gone = 0
    for peer in slow:
        peer.settimeout(2)
        try:
            gone += peer.recv(1) == b""
        except ConnectionResetError:
            gone += 1
        except socket.timeout:
            pass
        peer.close()
    yield gone == len(slow), f"all of them are closed when their time is up ({gone} of {len(slow)})"
    unread = []
    for _ in range(20):
        peer = fastcgi.connect(service.socket)
        peer.sendall(fastcgi.request(keep=True))
        unread.append(peer)
    yield service.alive(), "served beside peers that do not read their answers"
    for peer in unread:
        peer.close()
    flood = []
    try:
        for _ in range(1100):
            flood.append(fastcgi.connect(service.socket, 2))
    except OSError:
        pass
    for peer in flood:
        peer.close()
    until = time.monotonic() + 10
    while not service.alive() and time.monotonic() < until:
        time.sleep(0.1)
    yield service.alive(), f"serves after {len(flood)} connections at once"


def mutate(rng, good):
    bad = bytearray(good)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        how = rng.randrange(6)
        at = rng.randrange(len(bad)) if bad else 0
        if how == 0 and bad:
            bad[at] = rng.randrange(256)
        elif how == 1 and bad:
            bad[at] ^= 1 << rng.randrange(8)
        elif how == 2:
            del bad[at:at + rng.randrange(1, 16)]
        elif how == 3:
            bad[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 16)))
        elif how == 4:
            bad[at:at + 4] = struct.pack(">I", rng.choice((0x80000000, 0xffffffff, 0xfffffffe, 0x7fffffff, 0xc0000000)))
        else:
            bad = bad[:at]
    return bytes(bad)


def test_fuzz(service, seconds, seed):
    rng = random.Random(seed)
    before = service.children()
    until = time.monotonic() + seconds
    cases = unanswered = 0
    while time.monotonic() < until:
        for _ in range(50):
            cases += 1
            with fastcgi.connect(service.socket) as peer:
                try:
                    peer.sendall(mutate(rng, fastcgi.request(query="q=%E5%8C%BB&page=2", keep=rng.random() < 0.5)))
                    if rng.random() < 0.1:
                        peer.shutdown(socket.SHUT_WR)
                        peer.recv(4096)
                except OSError:
                    pass
        unanswered += not service.alive()
    yield unanswered == 0, f"{cases} mutated requests in {seconds} s (seed {seed}): every good one between is answered"
    yield service.children() == before, "no worker died"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    count = bad = 0
    with tempfile.TemporaryDirectory(prefix="headwater-peers-") as folder:
        service = Service(options.program, folder)
        try:
            for tests in (test_shapes(service), test_pieces(service), test_slow(service),
                          test_fuzz(service, options.seconds, options.seed)):
                for ok, name in tests:
                    count += 1
                    bad += not ok
                    print("ok" if ok else "not ok", count, "-", name, flush=True)
            died = service.events().count("worker-died")
        finally:
            status = service.stop()
        for ok, name in ((died == 0, "the log knows of no dead worker"), (status == 0, "ends cleanly")):
            count += 1
            bad += not ok
            print("ok" if ok else "not ok", count, "-", name, flush=True)
    print(f"1..{count}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
