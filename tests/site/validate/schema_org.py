"""python3 schema_org.py RELEASE: the JSON-LD blocks of all pages: they parse, and each dataset's page describes its
dataset with what search engines require and most of what they recommend."""
import json
import re
import sys

from tree import Tree

REQUIRED = {"name": str, "description": str}
RECOMMENDED = ("creator", "identifier", "isAccessibleForFree", "keywords", "license", "url", "includedInDataCatalog",
               "spatialCoverage", "publisher", "dateModified", "version")
DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

tree = Tree(sys.argv[1])
catalogue = json.loads(tree.read("/catalog.json"))
sums = dict(reversed(line.split("  ", 1)) for line in tree.read("/SHA256SUMS").splitlines())
faults, blocks, pages = [], 0, 0


def nodes(path):
    global blocks
    for block in tree.page(path).blocks:
        blocks += 1
        if "<" in block:
            faults.append(f"{path}: a '<' stands in a script block")
        document = json.loads(block)
        if document.get("@context") not in ("https://schema.org/", "https://schema.org"):
            faults.append(f"{path}: @context is not schema.org")
        yield from document.get("@graph", [document])


def check_downloads(path, dataset, files):
    downloads = dataset.get("distribution", [])
    if bool(downloads) != bool(files):
        faults.append(f"{path}: {len(downloads)} downloads described, {len(files)} offered")
    if len(downloads) > 30:
        faults.append(f"{path}: more than 30 downloads described")
    for download in downloads:
        name = download["contentUrl"][len(catalogue["portal"]["base_url"]) + 1:]
        if download.get("@type") != "DataDownload" or "/" not in download.get("encodingFormat", ""):
            faults.append(f"{path}: {name}: not a DataDownload with a media type")
        if name in files and (download.get("sha256") != files[name]["sha256"] or sums.get(name) != files[name]["sha256"]):
            faults.append(f"{path}: {name}: checksums differ between page, catalogue and SHA256SUMS")


def check_dataset(path, dataset, files):
    for key, kind in REQUIRED.items():
        if not isinstance(dataset.get(key), kind):
            faults.append(f"{path}: {key} is required")
    if not 50 <= len(dataset.get("description", "")) <= 5000:
        faults.append(f"{path}: description has {len(dataset.get('description', ''))} characters, not 50 to 5000")
    for key in RECOMMENDED:
        if dataset.get(key) in (None, "", []):
            faults.append(f"{path}: {key} is recommended")
    period = dataset.get("temporalCoverage")
    if period and not re.fullmatch(rf"({DAY}|\.\.)/({DAY}|\.\.)", period):
        faults.append(f"{path}: temporalCoverage {period!r} is no interval")
    check_downloads(path, dataset, files)


for entry in catalogue["datasets"]:
    files = {f["path"]: f for r in entry["resources"] for f in r["downloads"]}
    if "archive" in entry:
        files[entry["archive"]["path"]] = entry["archive"]
    for language in catalogue["portal"]["languages"]:
        prefix = "" if language == catalogue["portal"]["languages"][0] else "/" + language
        path = f"{prefix}/datasets/{entry['id']}/index.html"
        found = list(nodes(path))
        pages += 1
        if sorted(n["@type"] for n in found).count("Dataset") != 1:
            faults.append(f"{path}: not exactly one Dataset")
        for node in found:
            if node["@type"] == "Dataset":
                check_dataset(path, node, files)
            if node["@type"] == "BreadcrumbList" and [i["position"] for i in node["itemListElement"]] != [1, 2, 3]:
                faults.append(f"{path}: breadcrumbs are not numbered from 1")

for fault in sorted(set(faults))[:50]:
    print(fault)
print(f"{pages} dataset pages, {blocks} blocks, {len(set(faults))} faults")
sys.exit(1 if faults or not pages else 0)
