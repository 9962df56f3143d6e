"""What a release holds, seen as a visitor would: which addresses answer, and what the pages say. For the other checks."""
import html.parser
import os
import re
from urllib.parse import unquote, urljoin, urlsplit

# Addresses that the service answers, not a file.
SERVICE = ("/search", "/en/search", "/healthz", "/readyz")
EXPLORER = re.compile(r"(?:/en)?/datasets/([^/]+)/explore/([^/]+)/") # of the service too, for tables that are there


class Page(html.parser.HTMLParser):
    """Links, ids and JSON-LD blocks of one page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.ids, self.blocks, self.inside = [], set(), [], None

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        for name in ("href", "src", "action", "poster", "data", "cite"):
            if values.get(name) is not None and not (name == "data" and tag != "object"):
                self.links.append(values[name])
        for part in (values.get("srcset") or "").split(","):
            if part.strip():
                self.links.append(part.split()[0])
        if values.get("id"):
            self.ids.add(values["id"])
        if tag == "script" and values.get("type") == "application/ld+json":
            self.inside = ""

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.inside is not None:
            self.inside += data

    def handle_endtag(self, tag):
        if tag == "script" and self.inside is not None:
            self.blocks.append(self.inside)
            self.inside = None


class Tree:
    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.files = set()
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f != ".headwater"]
            for name in names:
                self.files.add("/" + os.path.relpath(os.path.join(folder, name), self.root))
        self.ids = {}

    def pages(self):
        return sorted(f for f in self.files if f.endswith(".html"))

    def read(self, path):
        with open(self.root + path, encoding="utf-8") as file:
            return file.read()

    def page(self, path):
        page = Page()
        page.feed(self.read(path))
        page.close()
        self.ids[path] = page.ids
        return page

    def file_of(self, path):
        """The file that answers for a path; None when nothing does."""
        path = unquote(path)
        if path.startswith("/latest/"):
            path = path[len("/latest"):]
        if path in self.files:
            return path
        if path.endswith("/") and path + "index.html" in self.files:
            return path + "index.html"
        return None

    def fault(self, address, base_path, base_url):
        """Why an address met on the page at `base_path` leads nowhere; None when it is well, or not ours."""
        whole = urljoin(base_url + base_path, address)
        parts = urlsplit(whole)
        if not (whole + "/").startswith(base_url + "/"):
            return None
        if parts.path in SERVICE:
            return None
        explored = EXPLORER.fullmatch(parts.path)
        if explored:
            return None if self.file_of(f"/datasets/{explored[1]}/files/{explored[2]}.csv") else "no such table"
        file = self.file_of(parts.path or "/")
        if file is None:
            return "nothing there"
        if parts.fragment and file.endswith(".html"):
            if file not in self.ids:
                self.page(file)
            if unquote(parts.fragment) not in self.ids[file]:
                return "no such id on that page"
        return None
