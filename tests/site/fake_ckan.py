"""A CKAN on 127.0.0.1 that can misbehave: package_search over made-up datasets."""
import http.server
import json
import threading
import time
import urllib.parse


def package(number):
    return {"id": f"id-{number:04d}", "name": f"dataset-{number:04d}", "title": f"数据集 {number}", "notes": "说明",
            "metadata_created": f"2026-01-01T00:{number // 60:02d}:{number % 60:02d}.000000",
            "metadata_modified": "2026-02-01T00:00:00.000000", "url": "", "organization": {"name": "o", "title": "省统计局"},
            "tags": [{"name": "统计"}, {"name": "年鉴"}], "groups": [], "license_id": "cc-by",
            "extras": [{"key": "update_frequency", "value": "每年"}],
            "resources": [{"format": "CSV", "url": "http://a.example/1"}, {"format": "PDF", "url": "http://a.example/2"}]}


class FakeCkan(http.server.ThreadingHTTPServer):
    """`faults` holds what happens to the request of that number (from 0): a status, or a word of Handler.misbehave."""
    daemon_threads = True

    def __init__(self, count=250, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.packages = [package(n) for n in range(count)]
        self.faults, self.requests = {}, []  # requests: (time, path, user agent)
        self.always = None
        self.address = f"http{'s' if tls else ''}://127.0.0.1:{self.server_address[1]}/portal"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def starts(self):
        return [int(urllib.parse.parse_qs(path.partition("?")[2])["start"][0]) for _, path, _ in self.requests]

    def handle_error(self, request, client_address):
        """A client that was killed is no fault of the server."""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        fake = self.server
        number = len(fake.requests)
        fake.requests.append((time.monotonic(), self.path, self.headers.get("User-Agent", "")))
        fault = fake.faults.get(number, fake.always)
        if fault is None or not self.misbehave(fault):
            self.page()

    def page(self):
        fake = self.server
        path, _, query = self.path.partition("?")
        asked = {name: values[0] for name, values in urllib.parse.parse_qs(query).items()}
        if path != "/portal/api/3/action/package_search" or set(asked) != {"rows", "start", "sort"}:
            self.answer(404, b"{}")
            return
        found = sorted(fake.packages, key=lambda p: (p["metadata_created"], p["name"]))
        start = int(asked["start"])
        results = found[start:start + int(asked["rows"])]
        body = {"help": "", "success": True, "result": {"count": len(found), "sort": asked["sort"], "results": results}}
        self.answer(200, json.dumps(body).encode())

    def misbehave(self, fault):
        """True when the request is answered so; False when a page comes all the same."""
        fake = self.server
        if isinstance(fault, int):
            self.answer(fault, b"not now")
        elif fault.startswith("wait "):
            self.answer(503, b"not now", {"Retry-After": fault[5:]})
        elif fault.startswith("go "):
            self.answer(302, b"", {"Location": fault[3:]})
        elif fault == "truncate":
            self.answer(200, b'{"success": true, "result"', {"Content-Length": "10000"})
        elif fault == "garbage":
            self.answer(200, b"<html>sorry</html>")
        elif fault == "grow":
            older = package(len(fake.packages))
            older["metadata_created"] = "2025-01-01T00:00:00.000000"
            fake.packages.append(older)
            return False
        elif fault == "swap":
            gone = fake.packages.pop()  # one goes and one comes in front: the count stays, an id comes twice
            fake.packages.append(dict(gone, id="new-" + gone["id"], metadata_created="2025-01-01T00:00:00.000000"))
            return False
        return True

    def answer(self, status, body, more=None):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_):
        """Nothing: the requests are kept."""
