"""python3 scopes.py RELEASE: every catalogue of the release, in every form, holds the datasets it should, and the same ones;
so do the pages of DCAT. Withdrawn and renamed datasets are in none. Each dataset has its papers."""
import csv
import io
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

from tree import Tree

tree = Tree(sys.argv[1])
whole = json.loads(tree.read("/catalog.json"))
datasets = {d["id"]: d for d in whole["datasets"]}
base = whole["portal"]["base_url"]
faults, checked, records = [], 0, {}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parents():
    """Each region with those above it."""
    found = {}
    for path in tree.files:
        if match := re.fullmatch(r"/regions/(\d{6})/index\.html", path):
            crumbs = re.search(r'<nav class="crumbs".*?</nav>', tree.read(path), re.S)[0]
            found[match[1]] = re.findall(r"/regions/(\d{6})/", crumbs)
    return found


def forms(folder):
    """The ids in each form of the catalogue of a folder."""
    text = tree.read(folder + "catalog.csv").lstrip("\ufeff")
    yield "csv", [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    found = json.loads(tree.read(folder + "catalog.json"))
    yield "json", [d["id"] for d in found["datasets"]]
    if found["dataset_count"] != len(found["datasets"]) or [datasets[d["id"]] for d in found["datasets"]] != found["datasets"]:
        faults.append(f"{folder}catalog.json: not the datasets of the whole one")
    lines = [json.loads(line) for line in tree.read(folder + "catalog.jsonl").splitlines()]
    yield "jsonl", [d["id"] for d in lines]
    if lines != found["datasets"]:
        faults.append(f"{folder}catalog.jsonl: not the datasets of catalog.json")
    root = ElementTree.parse(tree.root + folder + "catalog.xml").getroot()
    for record in root.iterfind("datasets/metadata"):
        text_of = ElementTree.tostring(record).rstrip()
        if records.setdefault(record.findtext("id"), text_of) != text_of:
            faults.append(f"{folder}catalog.xml: another record of {record.findtext('id')} than the whole one")
    yield "xml", [m.findtext("id") for m in root.iterfind("datasets/metadata")]
    if root.findtext("dataset_count") != str(found["dataset_count"]):
        faults.append(f"{folder}catalog.xml: dataset_count")
    with zipfile.ZipFile(tree.root + folder + "catalog.xlsx") as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = [["".join(c.itertext()) for c in row] for row in sheet.iter(SHEET + "row")]
    yield "xlsx", [row[0] for row in rows[1:]]
    table = list(csv.reader(io.StringIO(text, newline="")))
    if rows[0] != table[0]:
        faults.append(f"{folder}catalog.xlsx: other columns than the CSV")
    if [[cell for cell in row if cell] for row in rows] != [[cell for cell in row if cell] for row in table]:
        faults.append(f"{folder}catalog.xlsx: other cells than the CSV")


def expected():
    up = parents()
    scopes = {"/": set(datasets)}
    for id, entry in datasets.items():
        scopes.setdefault(f"/orgs/{entry['provider']['id']}/", set()).add(id)
        for code in {entry["region"]["code"], *up[entry["region"]["code"]]}:
            scopes.setdefault(f"/regions/{code}/", set()).add(id)
        for theme in entry["themes"]:
            scopes.setdefault(("theme", theme["code"]), set()).add(id)
    return scopes


wanted = expected()
slugs = {}
for path in sorted(tree.files):
    if re.fullmatch(r"/themes/[^/]+/catalog\.json", path):
        slugs[json.loads(tree.read(path))["scope"]["code"]] = path[:-len("catalog.json")]
for key, ids in sorted(wanted.items(), key=str):
    folder = slugs.get(key[1]) if isinstance(key, tuple) else key
    if ids == set(datasets) and folder != "/":
        if f"{folder}catalog.csv" in tree.files:
            faults.append(f"{folder}: a second catalogue of everything")
        continue
    if folder is None:
        faults.append(f"{key}: no catalogue")
        continue
    for form, got in forms(folder):
        checked += 1
        if got != sorted(ids):
            faults.append(f"{folder}catalog.{form}: {len(got)} datasets, not {len(ids)}")
    feed = ElementTree.parse(tree.root + folder + "feed.atom").getroot()
    if len(feed.findall("{http://www.w3.org/2005/Atom}entry")) != min(100, len(ids)):
        faults.append(f"{folder}feed.atom: entries")
found = {re.sub(r"catalog\.csv$", "", p) for p in tree.files if p.endswith("/catalog.csv")}
extra = found - {k for k in wanted if isinstance(k, str)} - set(slugs.values())
if extra:
    faults.append(f"catalogues of nothing: {extra}")

paged = []
for number in range(1, 1 + sum(1 for p in tree.files if re.fullmatch(r"/dcat/pages/\d+\.ttl", p))):
    paged += re.findall(r"^<" + re.escape(base) + r"/datasets/([^/]+)/#dataset>\n  a dcat:Dataset",
                        tree.read(f"/dcat/pages/{number}.ttl"), re.M)
if paged != sorted(datasets):
    faults.append(f"dcat/pages: {len(paged)} datasets, not {len(datasets)}")

for id, entry in datasets.items():
    has_files = any(resource["downloads"] for resource in entry["resources"])
    papers = ["metadata.json", "feed.atom"] + (["metadata.xml", "datapackage.json"] if has_files else [])
    faults += [f"{id}: no {name}" for name in papers if f"/datasets/{id}/{name}" not in tree.files]

gone = {w["id"] for w in whole["withdrawn"]} | {r["old_id"] for r in whole["renamed"]}
if gone & set(datasets):
    faults.append(f"gone, but listed: {gone & set(datasets)}")
for id in gone:
    if any(p.startswith(f"/datasets/{id}/") for p in tree.files):
        faults.append(f"gone, but there: {id}")
for fault in faults[:50]:
    print(fault)
print(f"{checked} catalogues, {len(faults)} faults")
sys.exit(1 if faults or checked < 5 else 0)
