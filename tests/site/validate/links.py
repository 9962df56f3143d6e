"""python3 links.py RELEASE: everything a page, catalogue, sitemap or feed of the release points to within the portal
is there, and every page is in the sitemap (but for further pages of lists, pages of what is gone, and
error pages)."""
import csv
import json
import re
import sys
from xml.etree import ElementTree

from tree import Tree

tree = Tree(sys.argv[1])
base = json.loads(tree.read("/catalog.json"))["portal"]["base_url"]
faults = []
checked = 0


def check(where, address, path="/"):
    global checked
    checked += 1
    why = tree.fault(address, path, base)
    if why:
        faults.append(f"{where}: {address}: {why}")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def without_fragment(address):
    return address.split("#")[0]


def check_json(path):
    for text in strings(json.loads(tree.read(path))):
        # things are named by a fragment of their page; what must be there is the page
        if text.startswith(base + "/") and "{" not in text:
            check(path, without_fragment(text))


def check_xml(path):
    addresses = []
    for element in ElementTree.fromstring(tree.read(path)).iter():
        addresses += [v for v in element.attrib.values() if v.startswith(base)]
        if element.text and element.text.startswith(base):
            addresses.append(element.text)
    for address in addresses:
        check(path, without_fragment(address))
    return addresses


def check_page(path):
    page = tree.page(path)
    folder = re.sub(r"index\.html$", "", path)
    for address in page.links:
        if not re.match(r"(mailto|tel|data|javascript):", address):
            check(path, address, folder)
        elif address.startswith(("javascript:", "data:")):
            faults.append(f"{path}: {address[:40]}: a scheme that pages do without")
    for block in page.blocks:
        for text in strings(json.loads(block)):
            if text.startswith(base + "/") and "{" not in text:
                check(path, without_fragment(text))


for path in tree.pages():
    check_page(path)
for path in sorted(tree.files):
    if path.endswith(".css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", tree.read(path)):
            if not address.startswith("data:"):
                check(path, address, path)
    elif path.endswith("/datapackage.json"):
        package = json.loads(tree.read(path))
        for resource in package["resources"]:
            check(path, resource["path"], path)
        check_json(path)
for path in ("/catalog.json", "/data.json", "/dcat/catalog.jsonld"):
    check_json(path)
for path in ("/feed.atom", "/dcat/catalog.rdf"):
    check_xml(path)
for row in csv.DictReader(tree.read("/catalog.csv").lstrip("\ufeff").splitlines()):
    for name, value in row.items():
        if value and name in ("url", "archive_url", "licence_url"):
            check("/catalog.csv", value)

mapped = {address[len(base):] for address in check_xml("/sitemap.xml")}
parts = [p for p in mapped if re.fullmatch(r"/sitemap-\d+\.xml", p)]
for part in parts:
    mapped |= {address[len(base):] for address in check_xml(part)}
for path in tree.pages():
    address = re.sub(r"index\.html$", "", path)
    if not re.search(r"/page/\d+/|/(404|429|50x)\.html$|^(/en)?/gone/", address) and address not in mapped:
        faults.append(f"/sitemap.xml: {address} is a page but is not listed")

for fault in sorted(set(faults))[:50]:
    print(fault)
print(f"{len(tree.pages())} pages, {checked} links, {len(set(faults))} faults")
sys.exit(1 if faults else 0)
