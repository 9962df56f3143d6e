#!/usr/bin/python3
"""The portal behind real nginx and FastCGI: server.py BUILD RELEASE_BUILD. Prints TAP.

A small load client of our own (threads, kept connections, no retries) counts every answer that is not the expected one.
"""
import gzip
import http.client
import json
import os
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

LOAD_SECONDS = float(os.environ.get("LOAD_SECONDS", "3"))
SECURITY = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
            "cross-origin-opener-policy", "cross-origin-resource-policy")


class Tap:
    count = bad = 0

    def check(self, ok, name, note=""):
        self.count += 1
        self.bad += not ok
        if not ok and note:
            print("#", str(note).replace("\n", " ")[:400])
        print("ok" if ok else "not ok", self.count, "-", name, flush=True)


class Portal:
    def __init__(self, build, site, rate=0):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.site, self.run = site, os.path.join(os.path.abspath(build), "run", str(self.port))
        self.arguments = ["--port", str(self.port), "--build", build, "--out", site, "--rate", str(rate)]
        self.call("start", check=True)

    def call(self, command, check=False):
        return subprocess.run(["fcgi/portal.sh", command] + self.arguments, check=check, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120)

    def pid(self, name):
        with open(f"{self.run}/{name}.pid", encoding="ascii") as file:
            return int(file.read())

    def workers(self, name):
        pid = self.pid(name)
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            return list(map(int, children.read().split()))

    def stop(self):
        self.call("stop")
        shutil.rmtree(self.run, ignore_errors=True)

    def get(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def raw(self, text):
        with socket.create_connection(("127.0.0.1", self.port), 20) as peer:
            peer.sendall(text)
            got = b""
            while more := peer.recv(65536):
                got += more
                if b"\r\n\r\n" in got:
                    break
        lines = got.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        answer = Answer.__new__(Answer)
        answer.status = int(lines[0].split()[1])
        answer.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines[1:])}
        answer.body = b""
        return answer


class Answer:
    def __init__(self, response):
        self.status, self.body = response.status, response.read()
        self.headers = {k.lower(): v for k, v in response.getheaders()}


def load(portal, paths, seconds, meanwhile, threads=8, ok=(200,)):
    """Requests the paths in turn from several threads while `meanwhile(until)` runs. (requests, failures)"""
    until = time.monotonic() + seconds
    counts, failures = [0] * threads, []

    def client(number):
        connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)
        turn = number
        while time.monotonic() < until:
            path = paths[turn % len(paths)]
            turn += 1
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                if response.status not in ok:
                    failures.append(f"{path}: {response.status}")
            except (OSError, http.client.HTTPException) as error:
                failures.append(f"{path}: {error!r}")
                connection.close()
            counts[number] += 1
        connection.close()

    clients = [threading.Thread(target=client, args=(n,)) for n in range(threads)]
    for thread in clients:
        thread.start()
    done = meanwhile(until)
    for thread in clients:
        thread.join()
    return sum(counts), failures, done


def published(site):
    return os.path.basename(os.readlink(f"{site}/current"))


def publish(site, name):
    os.symlink(f"releases/{name}", f"{site}/current.new")
    os.rename(f"{site}/current.new", f"{site}/current")


def find(site, pattern, under=""):
    top = f"{site}/current/{under}"
    for base, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(base, name), f"{site}/current")
            if re.search(pattern, path) and ".headwater" not in path:
                return "/" + path
    raise LookupError(pattern)


def test_classes(tap, portal, table, asset):
    """Every class of answer carries every header of the policy."""
    dataset = "/".join(table.split("/")[:3]) + "/"
    etag = portal.get("/").headers.get("etag", "")
    classes = [
        (200, portal.get("/")), (200, portal.get("/en/")), (200, portal.get(dataset)), (200, portal.get(table)),
        (200, portal.get("/catalog.json")), (200, portal.get("/SHA256SUMS")), (200, portal.get(asset)),
        (200, portal.get("/search?q=%E5%9C%B0%E5%8C%BA")), (200, portal.get("/en/search?q=region")),
        (200, portal.get("/search?format=json")), (200, portal.get("/readyz")), (301, portal.get(dataset[:-1])),
        (301, portal.get("/search/?q=1")), (302, portal.get("/latest" + table)), (304, portal.get("/", If_None_Match=etag)),
        (206, portal.get(table, Range="bytes=0-9")), (416, portal.get(table, Range="bytes=99999999-")),
        (400, portal.get("/search?page=0")), (400, portal.get("/search?page=0&format=json")),
        (400, portal.raw(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")), (404, portal.get("/none")),
        (404, portal.get("/en/none")), (404, portal.get("/releases/")), (405, portal.get("/", "POST", "x=1")),
        (405, portal.get("/search", "POST", "x=1")), (405, portal.get("/", "TRACE")),
        (413, portal.get("/", "POST", b"x" * 200000)), (414, portal.get("/" + "x" * 20000)),
        (414, portal.get("/search?q=" + "x" * 5000)),
    ]
    for want, answer in classes:
        missing = [name for name in SECURITY if name not in answer.headers]
        tap.check(answer.status == want and not missing and answer.headers.get("server", "nginx") == "nginx",
                  f"{want}: right status, all security headers", f"{answer.status} without {missing} {answer.body[:200]}")
    policies = {answer.headers.get("content-security-policy", "") for _, answer in classes}
    tap.check(not any("unsafe" in policy for policy in policies), "no policy allows inline code")
    tap.check("sandbox" in portal.get(table).headers["content-security-policy"], "data files are sandboxed")
    tap.check("strict-transport-security" not in portal.get("/").headers, "no HSTS without TLS")
    tap.check(portal.get("/none").headers["cache-control"] == "no-store", "errors are not kept")


def test_files(tap, portal, site, table, asset):
    plain = portal.get(table)
    tap.check(plain.headers["content-type"] == "text/csv; charset=utf-8", "CSV has its type and charset")
    tap.check(plain.headers.get("access-control-allow-origin") == "*", "data may be fetched from any origin")
    tap.check("access-control-allow-origin" not in portal.get("/").headers, "pages may not")
    part = portal.get(table, Range="bytes=3-12")
    tap.check(part.body == plain.body[3:13], "a range is that part of the file")
    tap.check(portal.get(table, If_None_Match=plain.headers["etag"]).status == 304, "a file that has not changed is 304")
    home, packed = portal.get("/"), portal.get("/", Accept_Encoding="gzip")
    if os.path.exists(f"{site}/current/index.html.gz"):
        tap.check(packed.headers.get("content-encoding") == "gzip" and gzip.decompress(packed.body) == home.body,
                  "compressed ahead, and the same page")
    tap.check(home.headers["cache-control"] == "no-cache", "pages are asked for again")
    tap.check("immutable" in portal.get(asset).headers["cache-control"], "assets never change")
    old = f"/releases/{published(site)}{table}"
    tap.check(portal.get(old).body == plain.body and "immutable" in portal.get(old).headers["cache-control"],
              "a release has an address of its own, which never changes")
    latest = portal.get("/latest" + table)
    tap.check(latest.headers.get("location") == old, "/latest/ leads there", latest.headers)
    hostile = portal.get("/latest/a%0d%0aSet-Cookie:%20x=1")
    tap.check("set-cookie" not in hostile.headers, "an encoded line end stays encoded")
    for path in ("/.headwater/catalogue.db", f"/releases/{published(site)}/.headwater/catalogue.db", "/.git/config",
                 "/%2eheadwater/catalogue.db", "/datasets/../.headwater/catalogue.db"):
        tap.check(portal.get(path).status == 404, f"{path} is not served")
    tap.check(portal.get("/current/").status == 404 and portal.raw(b"GET /../current/ HTTP/1.1\r\nHost: a\r\n\r\n").status
              in (400, 404), "nothing above the release is served")
    assets = set(re.findall(rb'(?:href|src)="(/assets/[^"]+)"', home.body))
    tap.check(assets and all(portal.get(a.decode()).status == 200 for a in assets), "every asset of the home page is there")


def test_search(tap, portal, site):
    answer = portal.get("/search?q=%E5%9C%B0%E5%8C%BA&format=json")
    found = json.loads(answer.body)
    tap.check({"total", "took_ms", "results", "facets"} <= set(found), "JSON holds what the contract names", found.keys())
    tap.check(answer.headers.get("access-control-allow-origin") == "*", "JSON may be fetched from any origin")
    tap.check(portal.get("/search?q=1", Accept="application/json").headers["content-type"].startswith("application/json"),
              "Accept chooses JSON")
    tap.check("Accept" in portal.get("/search").headers.get("vary", ""), "and Vary says so")
    again = portal.get("/search?q=%E5%9C%B0%E5%8C%BA&format=json", If_None_Match=answer.headers["etag"])
    tap.check(again.status == 304 and not again.body, "the same search of the same release is 304")
    head = portal.get("/search?q=%E5%9C%B0%E5%8C%BA&format=json", "HEAD")
    tap.check(head.status == 200 and not head.body, "HEAD has no body")
    wrong = json.loads(portal.get("/search?rows=x&format=json").body)
    tap.check(wrong["error"]["parameter"] == "rows", "an error names its parameter")
    page = portal.get("/en/search?page=0")
    tap.check(b"<html" in page.body and b'lang="en"' in page.body, "an error is a page of the portal", page.body[:200])
    packed = portal.get("/search?q=%E5%9C%B0%E5%8C%BA", Accept_Encoding="gzip")
    tap.check(packed.headers.get("content-encoding") == "gzip", "answers of the service are compressed")
    for path, canonical in (("/search?q=%E5%9C%B0%E5%8C%BA&org=sifa&sort=title&page=2", "/search?q=%E5%9C%B0%E5%8C%BA"),
                            ("/en/search?year_from=2020&rows=50", "/en/search")):
        body = portal.get(path).body.decode()
        links = re.findall(r'<link rel="canonical" href="https?://[^/"]+([^"]*)"', body)
        tap.check([urllib.parse.unquote(link) for link in links] == [urllib.parse.unquote(canonical)] and 'content="noindex"' in body,
                  f"{path} is known by its words alone, and not indexed", links)
    ready = json.loads(portal.get("/readyz").body)
    tap.check(ready["release"] == published(site), "/readyz names the release")
    tap.check(portal.get("/healthz").status == 200, "/healthz answers")


def test_missed(tap, portal, build):
    """Searches that found nothing are counted, from memory too; nothing is told of one client's, and no number is kept."""
    words, number = "zzqxgeheim", "13897612345"
    for word in (words, number, words, words):
        portal.get("/search?q=" + word)
    with open(f"{portal.run}/missed-searches", "rb") as file:
        kept = file.read()
    at = kept.find(words.encode())
    tap.check(at > 0 and struct.unpack_from("=I", kept, at + 104)[0] == 3, "a search that found nothing is counted each time")
    tap.check(number.encode() not in kept, "a telephone number is not kept")
    listed = subprocess.run([f"{build}/headwater-fcgi", "--missed", f"{portal.run}/missed-searches", "--list-missed"], check=True,
                            stdout=subprocess.PIPE, text=True).stdout
    tap.check(listed.startswith("检索词 words,") and words not in listed, "editors are not told of what one client looked for", listed)


PAST = {
    "withdrawn.csv": "id,title,title_en,date,reason,successor\n"
                     "old-counties,旧县名单,Old counties,2026-10-01,已并入代码表。,admin-divisions\n",
    "renamed.csv": "old_id,id,date\nfirst-name,second-name,2026-08-01\nsecond-name,admin-divisions,2026-09-01\n"
                   "counties-before,old-counties,2026-09-01\n",
}


def test_past(tap, portal, site, release_build):
    """Withdrawn datasets answer 410, renamed ones 301, as soon as a release says so; nginx is not told."""
    before = [portal.get(path).status for path in ("/datasets/old-counties/", "/datasets/first-name/")]
    tap.check(before == [404, 404], "what was never there is 404", before)
    first = published(site)
    with tempfile.TemporaryDirectory(prefix="headwater-past-") as work:
        shutil.copytree("content", f"{work}/content")
        for name, text in PAST.items():
            with open(f"{work}/content/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        shutil.rmtree(f"{work}/content/ledgers", ignore_errors=True)
        with open(f"{work}/content/changes.csv", "w", encoding="utf-8") as file:
            file.write("date,id,change,items\n")
        subprocess.run([f"{release_build}/headwater", "build", "-C", f"{work}/content", "-o", site, "--now", "2026-11-23"],
                       check=True, stdout=subprocess.DEVNULL)
    for path, words in (("/datasets/old-counties/", ("旧县名单", "已并入代码表。", 'href="/datasets/admin-divisions/"')),
                        ("/en/datasets/old-counties/", ("Old counties", 'href="/en/datasets/admin-divisions/"')),
                        ("/datasets/old-counties", ("旧县名单",)), ("/datasets/old-counties/files/a.csv", ("旧县名单",)),
                        ("/datasets/old-counties/?x=1", ("旧县名单",))):
        answer = portal.get(path)
        missing = [word for word in words if word not in answer.body.decode()]
        tap.check(answer.status == 410 and not missing, f"{path} is gone, and says why", (answer.status, missing))
        lacking = [name for name in SECURITY if name not in answer.headers]
        tap.check(not lacking and answer.headers["content-type"].startswith("text/html") and
                  answer.headers["cache-control"] == "no-cache", "with all headers", (lacking, answer.headers))
    tap.check(b"noindex" in portal.get("/datasets/old-counties/").body, "and is not to be indexed")
    tap.check(not portal.get("/datasets/old-counties/", "HEAD").body, "HEAD has no body")
    for path, target in (("/datasets/first-name/", "/datasets/admin-divisions/"),
                         ("/datasets/first-name", "/datasets/admin-divisions/"),
                         ("/en/datasets/first-name/", "/en/datasets/admin-divisions/"),
                         ("/datasets/second-name/metadata.json?a=1", "/datasets/admin-divisions/metadata.json?a=1"),
                         ("/datasets/first-name/first-name.zip", "/datasets/admin-divisions/admin-divisions.zip"),
                         ("/datasets/first-name/files/%E7%9C%81%0d%0aX:1", "/datasets/admin-divisions/files/%E7%9C%81%0d%0aX:1"),
                         ("/datasets/counties-before/", "/datasets/old-counties/")):
        answer = portal.get(path)
        tap.check(answer.status == 301 and answer.headers.get("location") == target, f"{path} leads to {target}",
                  (answer.status, answer.headers))
        tap.check(all(name in answer.headers for name in SECURITY) and "x" not in answer.headers, "with all headers")
    tap.check(portal.get("/datasets/first-name/metadata.json").headers.get("location", "") and
              portal.get("/datasets/admin-divisions/metadata.json").status == 200, "and there it is")
    others = [portal.get(path).status for path in ("/datasets/none/", "/gone/", "/moved/first-name/", "/moved/", "/none",
                                                   "/moved/first-name/admin-divisions", "/datasets/-/")]
    tap.check(others == [404] * len(others), "all else that is missing is 404", others)
    withdrawn = json.loads(portal.get("/catalog.json").body)
    tap.check([w["id"] for w in withdrawn["withdrawn"]] == ["old-counties"] and len(withdrawn["renamed"]) == 3 and
              "old-counties" not in [d["id"] for d in withdrawn["datasets"]], "the catalogue lists both apart")
    tap.check(b"old-counties" not in portal.get("/sitemap.xml").body, "the sitemap leaves them out")
    publish(site, first)
    tap.check(portal.get("/datasets/first-name/").status == 404, "an older release knows nothing of it")


def test_publish(tap, portal, site, paths):
    """A second release (the same, under another name) is published again and again under load."""
    first = published(site)
    second = first + "-b"
    shutil.copytree(f"{site}/releases/{first}", f"{site}/releases/{second}", copy_function=os.link)

    def swap(until):
        swaps = 0
        while time.monotonic() < until:
            publish(site, (second, first)[swaps % 2])
            swaps += 1
            time.sleep(0.02)
        publish(site, second)
        return swaps

    requests, failures, swaps = load(portal, paths, LOAD_SECONDS, swap)
    tap.check(not failures, f"{swaps} publishes under {requests} requests: none failed", failures[:5])
    tap.check(json.loads(portal.get("/readyz").body)["release"] == second, "the service follows")

    broken = f"{site}/releases/{first}-broken"
    shutil.copytree(f"{site}/releases/{first}", broken, copy_function=os.link)
    os.unlink(f"{broken}/.headwater/catalogue.db")
    with open(f"{broken}/.headwater/catalogue.db", "wb") as file:
        file.write(b"not a database" * 1000)
    publish(site, os.path.basename(broken))
    answers = [portal.get("/search?format=json").status for _ in range(20)]
    tap.check(answers == [200] * 20, "a release that cannot be opened leaves the old one in service", answers)
    # A worker that had nothing to do since then may not have met the second one.
    tap.check(json.loads(portal.get("/readyz").body)["release"] in (first, second), "and /readyz says which")
    with open(f"{portal.run}/logs/service.log", encoding="utf-8") as log:
        tap.check("release-broken" in log.read(), "and the log says why")
    publish(site, first)
    shutil.rmtree(broken)
    shutil.rmtree(f"{site}/releases/{second}")


def test_restarts(tap, portal, paths):
    def restart(until):
        restarts = 0
        while time.monotonic() < until:
            os.kill(portal.pid("ab"[restarts % 2]), signal.SIGHUP)
            restarts += 1
            time.sleep(0.15)
        return restarts

    requests, failures, restarts = load(portal, paths, LOAD_SECONDS, restart)
    tap.check(not failures, f"{restarts} rolling restarts under {requests} requests: none failed", failures[:5])


def test_kills(tap, portal, paths):
    """One worker at a time is lost, the pools in turn; the next when all are back."""
    def whole():
        return all(len(portal.workers(pool)) == 2 for pool in "ab")

    def wait_whole():
        deadline = time.monotonic() + 20  # a pool that loses workers fast waits longer before each new one
        while time.monotonic() < deadline and not whole():
            time.sleep(0.1)

    def kill(until):
        kills = 0
        while time.monotonic() < until:
            if whole():
                os.kill(portal.workers("ab"[kills % 2])[0], signal.SIGKILL)
                kills += 1
            time.sleep(0.25)
        return kills

    wait_whole()
    requests, failures, kills = load(portal, paths, LOAD_SECONDS, kill)
    tap.check(kills > 0 and not failures, f"{kills} workers killed under {requests} requests: none failed", failures[:5])
    wait_whole()
    tap.check(whole(), "each pool is whole again")


def test_slow_clients(tap, portal, paths):
    slow = [socket.create_connection(("127.0.0.1", portal.port)) for _ in range(200)]
    for peer in slow:
        peer.sendall(b"GET /search?q=1 HTTP/1.1\r\nHost: a\r\nX")
    requests, failures, _ = load(portal, paths, 1, lambda until: None)
    tap.check(not failures, f"{requests} requests beside 200 slow clients: none failed", failures[:5])
    for peer in slow:
        peer.close()


def test_overload(tap, portal):
    """Workers that do not get on: what does not fit is turned away at once, what was let in is answered."""
    workers = []
    for master in map(portal.pid, "ab"):
        with open(f"/proc/{master}/task/{master}/children", encoding="ascii") as file:
            workers += map(int, file.read().split())
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    peers = []
    try:
        for _ in range(720):
            peers.append(socket.create_connection(("127.0.0.1", portal.port), timeout=20))
            peers[-1].sendall(b"GET /search?q=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        time.sleep(0.5)
        early = [peer for peer in peers if select.select([peer], [], [], 0)[0]]
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
    answers = {peer: b"".join(iter(lambda peer=peer: peer.recv(65536), b"")) for peer in peers}
    refused = [answers[peer] for peer in early]
    tap.check(len(refused) == 80 and all(b" 503 " in answer[:20] and b"\r\nRetry-After: 5\r\n" in answer for answer in refused),
              "of 720 at once 80 are told to come again, at once", (len(refused), [answer[:20] for answer in refused[:3]]))
    good = [answers[peer] for peer in peers if peer not in early]
    tap.check(len(good) == 640 and all(b" 200 " in answer[:20] for answer in good), "and 640 are answered")
    for peer in peers:
        peer.close()


def test_down(tap, portal, table):
    """The service is gone; the portal is not."""
    pids = [portal.pid("a"), portal.pid("b")]
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + 30
    while any(os.path.exists(f"/proc/{pid}/exe") for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    for path, link in (("/search?q=1", b'href="/datasets/'), ("/en/search?q=1", b'href="/en/datasets/')):
        answer = portal.get(path)
        tap.check(answer.status == 503 and link in answer.body, f"{path} leads to the lists", answer.body[:200])
        tap.check(answer.headers.get("retry-after") == "5", "and says when to come again", answer.headers)
        tap.check(all(name in answer.headers for name in SECURITY), "with all security headers")
    answer = portal.get("/search?q=1&format=json")
    tap.check(answer.status == 503 and "error" in json.loads(answer.body), "JSON says it in JSON")
    answer = portal.get("/api/3/action/package_list")
    tap.check(answer.status == 503 and answer.headers.get("retry-after") == "5" and "error" in json.loads(answer.body),
              "as the interface does", answer.headers)
    tap.check(portal.get("/").status == 200 and portal.get(table).status == 200, "pages and files are served as before")
    past = [portal.get(path).status for path in ("/datasets/county-names-sample/", "/datasets/licence-list/", "/none")]
    tap.check(past == [410, 301, 404], "and what is gone or has moved is told as before", past)


def test_rate(tap, build, site):
    portal = Portal(build, site, rate=5)
    try:
        answers = [portal.get("/search?format=json&q=1") for _ in range(40)]
        refused = [answer for answer in answers if answer.status == 429]
        tap.check(answers[0].status == 200 and refused, f"{len(refused)} of 40 hasty searches are refused",
                  [answer.status for answer in answers])
        tap.check(all(name in answer.headers for answer in refused for name in SECURITY), "with all security headers")
        said = json.loads(refused[0].body)["error"] if refused else {}
        tap.check(said.get("status") == 429 and said.get("code") == "too-many-requests" and
                  "retry-after" in refused[0].headers, "and told so, with the time to wait", said)
        pages = [portal.get("/en/search?q=1") for _ in range(40)]
        asked = [answer for answer in pages if answer.status == 429]
        tap.check(asked and b"Too many requests" in asked[0].body and b"/en/datasets/" in asked[0].body,
                  "a page that says so leads to the lists", asked[:1] and asked[0].body[:300])
        tap.check(portal.get("/").status == 200, "pages are not limited")
        taken = subprocess.run(["fcgi/portal.sh", "start", "--port", str(portal.port), "--build", build + "/other", "--out",
                                site], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        tap.check(taken.returncode != 0 and "taken" in taken.stderr, "a taken port is said to be taken", taken.stderr)
        shutil.rmtree(build + "/other/run", ignore_errors=True)
    finally:
        pids = [portal.pid(name) for name in ("nginx", "a", "b")]
        portal.call("stop")
        tap.check(not any(os.path.exists(f"/proc/{pid}/exe") for pid in pids), "stop ends what start began")
        tap.check(portal.call("status").returncode != 0, "and status says so")
        shutil.rmtree(portal.run, ignore_errors=True)


def main():
    build, release_build = sys.argv[1], sys.argv[2]
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="headwater-site-") as site:
        subprocess.run([f"{release_build}/headwater", "build", "-C", "content", "-o", site, "--now", "2026-11-23"],
                       check=True, stdout=subprocess.DEVNULL)
        table = find(site, r"^datasets/[^/]+/files/.*[a-z]\.csv$", "datasets")
        asset = find(site, r"^assets/.*\.css$", "assets")
        paths = ["/", "/datasets/", "/search?q=%E5%9C%B0%E5%8C%BA", table, "/search?q=%E7%BB%9F%E8%AE%A1&format=json",
                 "/en/search?theme=01", "/catalog.json"]
        portal = Portal(build, site)
        try:
            test_classes(tap, portal, table, asset)
            test_files(tap, portal, site, table, asset)
            test_search(tap, portal, site)
            test_missed(tap, portal, build)
            test_past(tap, portal, site, release_build)
            test_publish(tap, portal, site, paths)
            test_restarts(tap, portal, paths)
            test_kills(tap, portal, paths)
            test_slow_clients(tap, portal, paths)
            test_overload(tap, portal)
            test_down(tap, portal, table)
        finally:
            portal.stop()
        test_rate(tap, build, site)
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
