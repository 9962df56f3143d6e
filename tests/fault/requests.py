#!/usr/bin/python3
"""Requests that make no sense, through real nginx: requests.py BUILD RELEASE_BUILD [--count N] [--seed N]. Prints TAP.

Each request is made from the seed: broken escapes, bytes that are no text, keys given twice or two hundred times, numbers
beyond all paging, nests of brackets, methods, headers and bodies that are wrong, too large or cut short. What comes back
must be a declared status in the form its address has for errors, the workers must be those that were there before, and
sensible questions in between must get the answer they got at the start.
"""
import argparse
import collections
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../site"))
from server import Portal, Tap  # noqa: E402 -- found by the line above

OF_SERVICE = {200, 301, 304, 400, 404, 405, 409, 410, 413, 414, 503}
OF_WEB_SERVER = OF_SERVICE | {403, 408, 411, 415, 501, 505}  # 501, 505: codings and versions of HTTP that there are not
SENSIBLE_EVERY = 25

SENSIBLE = ("/search?q=%E7%BB%9F%E8%AE%A1&rows=3&format=json", "/api/3/action/package_search?q=%E7%BB%9F%E8%AE%A1&rows=2",
            "/api/3/action/package_list", "/search/suggest?q=%E7%BB%9F", "/api/v1/openapi.json", "/datasets/")
PAGES = ("/search", "/en/search", "/search/suggest", "/en/search/suggest")
NAMES = ("q", "theme", "org", "region", "format", "filetype", "year", "year_from", "year_to", "like", "sort", "page", "rows", "fields",
         "limit", "offset", "after", "group", "measure", "total", "all", "filter[a]", "filter[a][gt]", "filter[", "fq", "fl", "start",
         "facet.field", "facet.limit", "facet.mincount", "id", "resource_id", "filters", "query", "modified_since", "records_format",
         "callback", "x", "", "[]", "q[]", "\0", "%", "__proto__")
ACTIONS = ("package_search", "package_show", "package_list", "current_package_list_with_resources", "resource_show", "resource_search",
           "organization_list", "organization_show", "group_list", "group_package_show", "tag_list", "tag_show", "license_list",
           "help_show", "datastore_search", "datastore_info", "package_autocomplete", "status_show", "package_create", "nope", "")
VALUES = ("", "0", "-1", "1", "100", "1e99", "9" * 25, "-" + "9" * 19, "2147483648", "1000", "10000000", "NaN", "0x10", " 7", "json", "csv",
          "html", "atom", "*:*", "*", "a:b:c", "{!lucene}x", "title:[a TO", "(" * 900, ")" * 50, "NOT " * 200, "a OR " * 300, '"', "\\", "a\\",
          "'; DROP TABLE t; --", "' OR '1'='1", "${7*7}", "../../etc/passwd", "<script>alert(1)</script>", "青海", "青" * 67, "青" * 1200, "\U0001F600",
          "a" * 200, "a" * 3000, "\x01", "\t\r\n", "\x7f", "score desc, ", "id asc", "title_string desc,name asc,x", "[" * 3000, "[1,[2,[3]]]",
          '{"a":' * 500, '{"a":1}', '["tags","tags"]', "null", "true", "," * 500, "2026-13-45", "[NOW TO *]", "metadata_modified:[* TO *]",
          "res_format:(CSV OR JSON", "tags:*", "\ufeff", "\ufffe", "\u202e", "rowid", "sum:", "count,count", "630000", "d" * 65)
BROKEN = (b"%", b"%z", b"%zz", b"%e9", b"%e9%9d", b"%ff%fe", b"%c0%af", b"%ed%a0%80", b"%f4%90%80%80", b"%00", b"a%00b", b"%u9752", b"\xff",
          b"\xe9\x9d", b"\xc0\x80", b"%0d%0aX:1", b"%25%25", b"+%2", b"&&&&", b"=", b"a=b=c", b";", b"?", b"#a", b"%2526")
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "OPTIONS", "HEAD", "get", "G", "POST", "POST", "X" * 40, "GE T", "\0")


class Requests:
    """Wrong requests without end, as (family, bytes)."""

    def __init__(self, seed, tables, names):
        self.chance, self.tables, self.names = random.Random(seed), tables, names

    def value(self):
        chance = self.chance
        if chance.random() < .3:
            return chance.choice(BROKEN)
        if chance.random() < .15:
            return chance.randbytes(chance.randrange(40)).replace(b" ", b"+").translate(None, b"\0\r\n")
        return escape(chance.choice(VALUES))

    def query(self):
        chance = self.chance
        pairs = [(escape(chance.choice(NAMES)), self.value()) for _ in range(chance.choice((0, 1, 1, 2, 3, 8)))]
        if pairs and chance.random() < .3:
            pairs += [chance.choice(pairs)] * chance.choice((1, 1, 2, 20, 200))
        return b"&".join(name + b"=" + value for name, value in pairs)

    def path(self):
        """(what an error looks like there, the path)"""
        chance = self.chance
        table, name = chance.choice(self.tables), chance.choice(self.names)
        wild = self.value().replace(b"?", b"").replace(b"#", b"") if chance.random() < .2 else name.encode()
        rows = chance.choice((b"/api/v1/resources/" + table.encode() + b"/rows", b"/api/v1/resources/" + wild, b"/api/v1/datasets/" + wild,
                              b"/api/v1/resources/" + wild + b"/rows", b"/api/v1/" + wild, b"/api/v1/openapi.json"))
        prefix = chance.choice((b"/api/3/action/", b"/api/action/", b"/api/", b"/api/9/action/", b"/api/3/"))
        graphs = chance.choice((b"/catalog.ttl", b"/catalog.jsonld", b"/dataset/" + wild + b".ttl", b"/feeds/custom.atom",
                                b"/feeds/organization/" + wild + b".atom", b"/datastore/dump/" + table.encode()))
        family, path = chance.choice((("page", chance.choice(PAGES).encode()), ("v1", rows), ("ckan", prefix + chance.choice(ACTIONS).encode()),
                                      ("ckan", b"/api/3/action/" + chance.choice(ACTIONS).encode()), ("graph", graphs),
                                      ("file", b"/datasets/" + wild + b"/"), ("file", b"/" + wild)))
        # A path that leads elsewhere, or that is too long for any address, has no form of its own.
        return ("any" if b".." in path or len(path) > 900 else family), path

    def body(self):
        """(headers, body)"""
        chance = self.chance
        text = chance.choice((b"", b"{}", b"[]", b"null", b'"x"', b"{", b'{"q":', b'{"q":"\\ud800"}', b'{"rows":1e999}', b'{"rows":{"a":1}}',
                              b'{"q":"a","q":"b"}', b"[" * 5000, b'{"a":' * 3000, b"\xff\xfe{", b"\xef\xbb\xbf{}", b"x" * 17000, b"x" * 300000,
                              b"a=1&a=2&" * 200, self.query(), b'{"filters":{"$or":[{}]}}', b'{"id":null}', b"{}{}", b'{"q":"' + b"a" * 9000 + b'"}'))
        kind = chance.choice((b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=", b"text/plain", b"",
                              b"application/json; charset=gb18030", b"\xff\xff"))
        size = chance.choice((b"%d" % len(text),) * 6 + (b"-1", b"99999999999999999999", b"x", b"%d" % (len(text) + 5), b"0"))
        return b"Content-Type: " + kind + b"\r\nContent-Length: " + size + b"\r\n", text

    def headers(self):
        chance = self.chance
        return chance.choice((b"Accept: " + b"application/json;q=0.1," * 50, b"Accept: \xff;q=nan", b"If-None-Match: " + b'W/"x",' * 400,
                              b"If-None-Match: *", b"Cookie: " + b"a" * 9000, b"Cookie: " + b"a" * 70000, b"X-A: 1\r\n" * 150 + b"X-A: 1",
                              b"Host: b", b"X Y: 1", b": 1", b"X-\0: 1", b"Range: bytes=0-,-1," + b"1-2," * 200, b"Content-Length: 5\r\nContent-Length: 6",
                              b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b"Expect: 200-maybe", b"Upgrade: h2c", b"Accept-Encoding: " + b"gzip," * 300))

    def request(self):
        chance, (family, path) = self.chance, self.path()
        method, version, headers, body = b"GET", b"HTTP/1.1", b"", b""
        kind = chance.choice(("query",) * 6 + ("method", "headers", "body", "body", "transport"))
        if kind == "method":
            method = chance.choice(METHODS).encode()
        elif kind == "headers":
            headers = self.headers() + b"\r\n"
        elif kind == "body":
            method = b"POST"
            headers, body = self.body()
        elif kind == "transport":
            version = chance.choice((b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9.9", b"", b"FTP/1.1", b"HTTP/1.1 x"))
        if kind != "query":
            family = "web server" if kind != "body" else family + ", body"
        line = method + b" " + path + b"?" + self.query() + b" " + version + b"\r\n"
        whole = line + b"Host: a\r\nConnection: close\r\n" + headers + b"\r\n" + body
        if kind == "transport" and chance.random() < .5:
            whole = whole[:chance.randrange(len(whole))]
        return family, whole


def escape(text):
    return b"".join(b"%%%02X" % byte if byte in b"%&#+ =?\0\r\n\x7f" or byte < 32 or byte > 126 and byte % 3 else bytes([byte])
                    for byte in text.encode())


def whole_head(whole):
    """The web server takes a client that closes its half for one that has gone: only one that was cut short does."""
    head, end, body = whole.partition(b"\r\n\r\n")
    return end and (b"Content-Length: " not in head or head.split(b"Content-Length: ")[1].split(b"\r")[0] == b"%d" % len(body))


def all_there(got):
    """Of an answer that says how long it is: the web server may wait a while for more of a wrong request before it closes."""
    head, end, body = got.partition(b"\r\n\r\n")
    stated = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
    return end and stated and len(body) >= int(stated[1])


def send(port, whole):
    """The whole answer; b"" where the web server closed without one."""
    with socket.create_connection(("127.0.0.1", port), 20) as peer:
        got = b""
        try:
            peer.sendall(whole)
            if not whole_head(whole):
                peer.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before it was all sent: the answer is there
        try:
            while not all_there(got) and (more := peer.recv(65536)):
                got += more
        except ConnectionResetError:
            pass
    return got


def says_error(family, status, head, body):
    """The form that errors have at such an address."""
    if status == 503 and b"\r\nretry-after:" not in head.lower():
        return False
    if family.startswith("any"):
        return True
    if family.startswith("ckan") and status in (400, 403, 404, 409):
        value = json.loads(body)
        return isinstance(value, str) or value["error"].get("status") == status or value["success"] is False and "__type" in value["error"]
    if family.startswith(("v1", "ckan", "graph")) and b"application/json" in head:
        error = json.loads(body)["error"]
        return error["status"] == status and bool(error["message"] and error["message_en"])
    return not family.startswith("v1") and (b"<html" in body or b"<!DOCTYPE html>" in body or b'"error"' in body or head.startswith(b"HTTP/1.1 30") or
                                            b"text/plain" in head)


def judge(family, got):
    """(status, what is wrong with the answer)"""
    if not got:
        return 0, "" if family == "web server" or "body" in family else "no answer"
    if family == "web server" and not got.startswith(b"HTTP/"):
        return 9, ""  # HTTP/0.9 has no head
    head, _, body = got.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    if status not in (OF_WEB_SERVER if family == "web server" or "body" in family else OF_SERVICE):
        return status, "no such status"
    by_service = b"x-content-type-options" in head.lower() and b"<center>nginx</center>" not in body
    if status < 400 or family == "web server" or not by_service:
        return status, ""
    try:
        return status, "" if says_error(family, status, head, body) else "not the form of an error"
    except (ValueError, KeyError, TypeError) as fault:
        return status, repr(fault)


def workers(portal):
    return {pool: sorted(portal.workers(pool)) for pool in "ab"}


def steady(body):
    """Without the time it took."""
    if body[:1] == b"{":
        body = json.loads(body)
        if isinstance(body, dict):
            body.pop("took_ms", None)
    return body


def wrong_requests(tap, portal, asked, tables, names):
    requests = Requests(asked.seed, tables, names)
    before, answers = workers(portal), {path: steady(portal.get(path).body) for path in SENSIBLE}
    counts, wrong, changed = collections.Counter(), [], []
    for number in range(asked.count):
        family, whole = requests.request()
        status, fault = judge(family, send(portal.port, whole))
        counts[status] += 1
        if fault:
            wrong.append((number, fault, status, family, whole[:300]))
        if number % SENSIBLE_EVERY == 0:
            path = SENSIBLE[number // SENSIBLE_EVERY % len(SENSIBLE)]
            answer = portal.get(path)
            if answer.status != 200 or steady(answer.body) != answers[path]:
                changed.append((number, path, answer.status))
    print("#", dict(sorted(counts.items())))
    tap.check(not wrong, f"{asked.count} requests that make no sense get answers that do (seed {asked.seed})",
              (len(wrong), wrong[:2]))
    tap.check(not changed, "sensible questions in between get the answer they got before", changed[:3])
    tap.check(workers(portal) == before, "no worker has died", (before, workers(portal)))
    tap.check(counts[400] > asked.count // 10 and counts[404] > 0 and counts[409] > 0, "the requests are of all kinds", counts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("release_build")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    asked, tap = parser.parse_args(), Tap()
    with tempfile.TemporaryDirectory(prefix="headwater-requests-") as site:
        subprocess.run([f"{asked.release_build}/headwater", "build", "-C", "content", "-o", site, "--now", "2026-11-23"], check=True,
                       stdout=subprocess.DEVNULL)
        portal = Portal(asked.build, site)
        try:
            packages = json.loads(portal.get("/api/3/action/package_search?rows=1000").body)["result"]["results"]
            tables = [resource["id"] for package in packages for resource in package["resources"] if resource["datastore_active"]]
            wrong_requests(tap, portal, asked, tables, [package["name"] for package in packages])
        finally:
            portal.stop()
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
