#!/usr/bin/env python3
"""Pages of a small portal. Prints TAP.

usage: run.py [BUILD]        ACCEPT=1 takes new output after showing what changed

Builds content/ (with filler datasets beside, so that lists have pages), validates every document against its contract,
compares the documents and the HTML of some pages with expected/, and holds rules over all pages. Checksums, sizes,
structured data and charts are left out of the comparison: they have tests of their own.
"""
import copy
import difflib
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[2]
BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else "build")
HEADWATER = (BUILD if BUILD.is_absolute() else TOP / BUILD) / "headwater"
ACCEPT = os.environ.get("ACCEPT") == "1"
EXPECTED = HERE / "expected"
FILLERS = 20
PAGES = ["/", "/changes/", "/en/changes/", "/gone/old-list/", "/en/gone/old-list/", "/datasets/letters/", "/quality/", "/datasets/years/2026/",
         "/datasets/", "/datasets/page/2/", "/datasets/by-title/", "/datasets/open/", "/datasets/conditional/",
         "/datasets/closed/", "/themes/", "/themes/health/", "/orgs/", "/orgs/minzheng/", "/regions/", "/regions/630100/",
         "/policies/", "/policies/plan/", "/help/definitions/", "/archives/", "/site-map/", "/404.html", "/429.html", "/50x.html",
         "/en/", "/en/datasets/conditional/", "/en/datasets/open/", "/en/404.html"]
SERVICE = re.compile(r"(/en)?/(search|datasets/[^/]+/explore/[^/]+/)$")
SAID_NO = {  # one way to break a document of each kind that its contract must refuse
    "home": (".//figure", "href"), "list": (".//item", "modified"), "terms": (".//term", "count"),
    "orgs": (".//org", "href"), "org": ("./page/org", "id"), "regions": (".//region", "below"),
    "region": ("./page/region", "own"), "dataset": (".//core", "n"), "section": ("./page/section", "id"),
    "article": ("./page/article", "date"), "archives": (".//group", "id"), "site-map": (".//group", "text"),
    "error": ("./page/error", "id"), "definitions": ("./page", "path"), "search": (".//search", "total"),
    "message": (".//message", "status"), "gone": (".//gone", "date"), "changes": (".//entry", "kind"),
    "quality": (".//metric", "points"), "explore": (".//column", "href"), "returns": (".//fault", "kind"),
    "returns-index": (".//list", "overdue"),
}
CHROME_OF_SERVICE = '<chrome prefix="" base="https://data.example.cn" theme="lake" home="/" search="/search">' \
    '<name>门户</name><short-name>门户</short-name><language lang="zh-CN" prefix="" current="yes"/>' \
    '<nav text="datasets" href="/datasets/"/><footer/></chrome>'
SERVICE_DOCUMENTS = {
    "search": f'<pages kind="search"><page lang="zh-CN" path="/search" title="x">{CHROME_OF_SERVICE}'
    '<search q="&lt;x&gt;" total="1" took-ms="0" page="1" pages="1" sort="relevance" action="/search" canonical="/search?q=%3Cx%3E" partial="no">'
    '<state><input name="theme" value="02"/></state><sort value="relevance" href="/search?q=x" current="yes"/>'
    '<facet name="theme" href="/themes/"><value value="02" label="医疗卫生" count="1" selected="yes" href="/search?q=x"/>'
    '</facet><chosen label="医疗卫生" href="/search?q=x"/>'
    '<hit id="open" href="/datasets/open/" modified="2026-03-01" open-type="1" open-label="无条件开放" org="民政厅">'
    '<title>行政<m>区划</m></title><abstract>…<m>区划</m></abstract><field><m>代码</m></field><format>csv</format></hit>'
    '</search></page></pages>',
    "explore": f'<pages kind="explore"><page lang="zh-CN" path="/datasets/open/explore/codes/" title="x">{CHROME_OF_SERVICE}'
    '<crumbs><crumb href="/datasets/" text="datasets"/></crumbs><explore action="/datasets/open/explore/codes/" query="" q="" '
    'sort="" group="" measure="" stopped="no" size="3" file="/datasets/open/files/codes.csv" api="/api/v1/resources/x/rows">'
    '<rows><row n="1"><cell>630000</cell><cell blank="yes"/></row></rows><title>代码表</title><dataset href="/datasets/open/">'
    '开放</dataset><column name="code" shown="yes" href="/datasets/open/explore/codes/?sort=code"><title>代码</title>'
    '<input name="code" test="eq" value=""/></column><place first="1" last="1" total="3"/>'
    '<export format="csv" href="/api/v1/resources/x/rows?format=csv"/><example>curl x</example></explore></page></pages>',
    "returns": '<pages kind="returns"><page lang="zh-CN" path="/minzheng.html" title="民政厅"><returns id="minzheng" '
    'today="2026-11-23" days="20" rows="1" faults="1" overdue="1" shown="1" told="1"><fault rule="R101" kind="return" '
    'since="2026-10-01" due="2026-11-02" overdue="yes" ledger="xining.csv" row="2" id="xining-1"><title>名录</title>'
    '<item>名称</item><value/><sentence>缺少。</sentence><expected>补填。</expected></fault></returns></page></pages>',
    "returns-index": '<pages kind="returns-index"><page lang="zh-CN" path="/index.html" title="x"><returns-index '
    'today="2026-11-23" days="20"><ledgers rows="2" published="1" returned="1" others="0"><ledger rows="2" published="1" '
    'returned="1" others="0">xining.csv</ledger></ledgers><lists rows="1" faults="1" overdue="1"><list id="minzheng" rows="1" '
    'faults="1" overdue="1" due="2026-11-02">民政厅</list></lists></returns-index></page></pages>',
    "message": f'<pages kind="message"><page lang="zh-CN" path="/search" title="x">{CHROME_OF_SERVICE}'
    '<message status="400" code="bad"><sentence>请求有误</sentence></message></page></pages>',
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

count = 0
failed = 0


def say(ok, name, notes=()):
    global count, failed
    count += 1
    failed += not ok
    for note in notes:
        print(f"# {note}")
    print(f"{'ok' if ok else 'not ok'} {count} - {name}", flush=True)


def fixture(folder):
    """content/ and enough small datasets for a second page of the list."""
    shutil.copytree(HERE / "content", folder)
    closed = (folder / "datasets/closed/dataset.md").read_text()
    for n in range(FILLERS):
        text = closed.replace("101001/0003", f"101001/1{n:03}").replace("不予开放的条目", f"条目{n:02}")
        text = text.replace("An entry that is not open", f"Entry {n:02}")
        path = folder / f"datasets/filler-{n:02}"
        path.mkdir()
        (path / "dataset.md").write_text(text)


def build(work):
    fixture(work / "content")
    (work / "documents").mkdir()
    run = subprocess.run([HEADWATER, "build", "-C", work / "content", "-o", work / "out", "--now", "2026-11-23",
                          "--templates", TOP / "templates", "--check-documents", "--save-documents",
                          work / "documents", "-j", "2", "--quiet"], capture_output=True, text=True)
    say(run.returncode == 0, "the portal is built and every document keeps its contract",
        [] if run.returncode == 0 else run.stderr.splitlines()[-20:])
    return run.returncode == 0


# ---- goldens ----

def still(text):
    """Takes out what other parts of the program own."""
    text = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", text)
    text = re.sub(r"(/assets/[a-z]+)\.[0-9a-f]{12}\.", r"\1.HASH.", text)
    text = re.sub(r' size="\d+"', ' size="SIZE"', text)
    text = re.sub(r' splice="\d+"', ' splice="N"', text)
    text = re.sub(r'<data value="\d+">[^<]*</data>', "<data>SIZE</data>", text)
    text = re.sub(r'(<script type="application/ld\+json">).*?(</script>)', r"\1…\2", text, flags=re.S)
    return re.sub(r'<svg[^>]* class="chart".*?</svg>', "<svg/>", text, flags=re.S)


def readable(text):
    return re.sub(r"(</(?:p|li|tr|h\d|ul|ol|dl|div|section|nav|header|footer|main|table|thead|tbody|form|details|svg|"
                  r"title|script|a|dd|dt|summary|aside|article|head|html|body)>|<(?:link|meta|ul|ol|dl|div|section|nav|tr|"
                  r"tbody|thead|table|main|header|footer|form|details|aside|article)\b[^>]*>)", r"\1\n", text)


def documents(work):
    pages = {}
    for file in sorted((work / "documents").glob("*.xml")):
        for page in ET.parse(file).getroot().findall("page"):
            chrome = page.find("chrome")
            if chrome is not None and page.get("path") != "/":
                page.remove(chrome)
            ET.indent(page)
            pages[page.get("path")] = ET.tostring(page, encoding="unicode") + "\n"
    return pages


def compare(name, got):
    file = EXPECTED / name
    want = file.read_text() if file.exists() else ""
    if got == want:
        return say(True, name)
    diff = list(difflib.unified_diff(want.splitlines(), got.splitlines(), "expected", "got", lineterm="", n=1))
    if ACCEPT:
        EXPECTED.mkdir(exist_ok=True)
        file.write_text(got)
    say(ACCEPT, name, diff[:60])


def goldens(work):
    found = documents(work)
    for path in PAGES:
        name = path.strip("/").replace("/", "_").replace(".html", "") or "index"
        compare(f"{name}.xml", still(found.get(path, "")))
        file = work / "out/current" / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        compare(f"{name}.html", readable(still(file.read_text() if file.exists() else "")))


# ---- contracts ----

def valid(root, kind, work):
    file = work / f"document-{kind}.xml"
    ET.ElementTree(root).write(file, encoding="utf-8")
    contract = TOP / "templates/contract" / f"{kind}.rng"
    return subprocess.run(["xmllint", "--noout", "--relaxng", contract, file], capture_output=True).returncode == 0


def contracts(work):
    roots = {kind: ET.fromstring(text) for kind, text in SERVICE_DOCUMENTS.items()}
    for file in sorted((work / "documents").glob("*.xml")):
        root = ET.parse(file).getroot()
        roots.setdefault(root.get("kind"), root)
    kinds = {file.stem for file in (TOP / "templates/page").glob("*.xsl")}
    say(kinds == set(roots) == set(SAID_NO), "every stylesheet has a document and a contract", [str(kinds ^ set(roots))]
        if kinds != set(roots) else [])
    for kind, root in sorted(roots.items()):
        say(valid(root, kind, work), f"contract {kind} takes its document")
        path, attribute = SAID_NO[kind]
        broken = copy.deepcopy(root)
        node = broken.find(path)
        node.attrib.pop(attribute, None)
        say(not valid(broken, kind, work), f"contract {kind} refuses <{node.tag}> without {attribute}")
        broken = copy.deepcopy(root)
        ET.SubElement(broken.find("page"), "script").text = "alert(1)"
        say(not valid(broken, kind, work), f"contract {kind} refuses a stranger")


# ---- rules over all pages ----

class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.ids, self.headings, self.stack, self.faults, self.lang = [], [], [], [], [], None
        self.scripts = 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.stack.append(tag)
        if tag == "html":
            self.lang = attrs.get("lang")
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for name in ("href", "src", "action"):
            if name in attrs:
                self.links.append(attrs[name])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "style" in attrs or any(name.startswith("on") for name in attrs):
            self.faults.append(f"inline style or handler in <{tag}>")
        if tag == "style" or (tag == "script" and "src" not in attrs and attrs.get("type") != "application/ld+json"):
            self.faults.append(f"inline <{tag}>")

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"</{tag}> does not close what is open")


def faults_of(path, page, out, ids):
    faults = list(page.faults)
    if page.headings.count(1) != 1:
        faults.append(f"{page.headings.count(1)} <h1>")
    faults += [f"h{b} after h{a}" for a, b in zip(page.headings, page.headings[1:]) if b > a + 1]
    faults += [f"id {name} twice" for name in set(page.ids) if page.ids.count(name) > 1]
    if page.lang != ("en" if path.startswith("/en/") else "zh-CN"):
        faults.append(f"lang={page.lang}")
    for link in page.links:
        parts = urlsplit(urljoin(path, link))
        if parts.scheme or parts.netloc or SERVICE.match(parts.path):
            continue
        file = out / unquote(parts.path).lstrip("/")
        if not (file / "index.html" if parts.path.endswith("/") else file).is_file():
            faults.append(f"link to nothing: {link}")
        elif parts.fragment and parts.path.endswith("/") and unquote(parts.fragment) not in ids.get(parts.path, ()):
            faults.append(f"no such place: {link}")
    return faults


def rules(work):
    out = work / "out/current"
    pages = {}
    for file in sorted(out.rglob("*.html")):
        path = "/" + str(file.relative_to(out)).removesuffix("index.html")
        page = Page()
        page.feed(file.read_text())
        pages[path] = page
    ids = {path: set(page.ids) for path, page in pages.items()}
    notes = [f"{path}: {fault}" for path, page in pages.items() for fault in faults_of(path, page, out, ids)]
    say(not notes and len(pages) > 100, f"{len(pages)} pages: links lead somewhere, headings in order, nothing inline",
        notes[:20])
    raw = [path for path in pages if re.search(r'<script>alert|<b>', (out / (path.lstrip("/") + (
        "index.html" if path.endswith("/") else ""))).read_text())]
    say(not raw, "text of content never becomes markup", raw[:10])
    other = {path for path in pages if path.startswith("/en/")}
    lone = [path for path in other if path[3:] not in pages] + [path for path in pages if path not in other and
                                                               "/en" + path not in pages]
    say(not lone, "every page stands in both languages", lone[:10])


def budgets(work):
    static = TOP / "templates/static"
    for name, most in (("site.css", 36 * 1024), ("site.js", 6 * 1024)):
        size = (static / name).stat().st_size
        say(size <= most, f"{name} is at most {most} bytes", [] if size <= most else [f"{size}"])
    zh, en = (ET.parse(TOP / f"templates/text/{lang}.xml").getroot() for lang in ("zh", "en"))
    keys = [[t.get("id") for t in root.findall("t")] for root in (zh, en)]
    say(keys[0] == keys[1] and len(set(keys[0])) == len(keys[0]), "both languages have the same words",
        sorted(set(keys[0]) ^ set(keys[1])))


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if build(work):
            goldens(work)
            contracts(work)
            rules(work)
        budgets(work)
    print(f"1..{count}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
