#!/usr/bin/python3
"""Harvests of real catalogues: harvest.py BUILD RELEASE_BUILD SHARED [--portals NAMES --provinces CODES]. Prints TAP.

The portals (all 43, unless some are named, with the provinces they need) are imported as ledgers and published; then every
way in which a machine reads the catalogue by pages is followed to its end, and must bring each published record exactly once.
What is published is known from the files that were published and from the sums of the ledgers, not from the service.
"""
import argparse
import collections
import http.client
import json
import shutil
import sys
import tempfile
import time
import urllib.parse

import ledger_content as content
from server import Portal, Tap


class Client:
    """One kept connection; an answer that is not 200 ends the harvest."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters)
        self.connection.request("GET", path + ("?" + query if query else ""))
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise AssertionError(f"{path}?{query}: {response.status} {body[:200]}")
        return body

    def json(self, path, **parameters):
        return json.loads(self.get(path, **parameters))


def pages(client, action, size, first, step, **more):
    """Results of an action page by page until an empty one; two pages with the same bytes would be an endless harvest."""
    before, start = None, 0
    while True:
        body = client.get("/api/3/action/" + action, **{first: start, step: size}, **more)
        result = json.loads(body)["result"]
        found = result["results"] if isinstance(result, dict) else result
        if not found:
            return
        if body == before:
            raise AssertionError("two pages are the same")
        yield from found
        before, start = body, start + size


def by_search(sort, size):
    return lambda client: [package["name"] for package in pages(client, "package_search", size, "start", "rows", sort=sort)]


def by_facet_of_organizations(client):
    """An organization at a time, as harvesters with a filter do."""
    counts = client.json("/api/3/action/package_search", rows=0, **{"facet.field": '["organization"]', "facet.limit": -1})
    return [package["name"] for name in counts["result"]["facets"]["organization"]
            for package in pages(client, "package_search", 1000, "start", "rows", fq=f"organization:{name}", fl="name")]


def by_current_packages(client):
    return [package["name"] for package in
            pages(client, "current_package_list_with_resources", 500, "offset", "limit")]


def by_names(client):
    return list(pages(client, "package_list", 1000, "offset", "limit"))


def dataset_of(address):
    return address.split("/datasets/")[1].split("/")[0]


def nodes(page):
    """The nodes of a page of DCAT by their types."""
    return {kind: node for part in (page if isinstance(page, list) else [page]) for node in part.get("@graph", [part])
            for kind in ([node["@type"]] if isinstance(node["@type"], str) else node["@type"])}


def path_of(address):
    """Of a literal, or of a node in a list of one."""
    parts = urllib.parse.urlsplit(address if isinstance(address, str) else address[0]["@id"])
    return parts.path + ("?" + parts.query if parts.query else "")


def by_graphs(first):
    """Pages of DCAT from one to the next, those that the service puts together or those that lie ready."""
    def way(client):
        found, path = [], first
        while path:
            page = nodes(client.json(path))
            found += [dataset_of(dataset["@id"]) for dataset in page["dcat:Catalog"]["dcat:dataset"]]
            following = page["hydra:PagedCollection"].get("hydra:nextPage")
            path = following and path_of(following)
        return found
    return way


def by_searches(client):
    """The portal's own search without words."""
    found, page = [], 1
    while more := [hit["id"] for hit in client.json("/search", format="json", rows=100, page=page)["results"]]:
        found, page = found + more, page + 1
    return found


WAYS = (
    ("package_search, 1000 a page, sort=id asc", by_search("id asc", 1000)),
    ("package_search, 100 a page, in its own order", by_search("score desc, metadata_modified desc", 100)),
    ("package_search, an organization at a time", by_facet_of_organizations),
    ("current_package_list_with_resources", by_current_packages),
    ("package_list", by_names),
    ("/catalog.jsonld by its next pages", by_graphs("/catalog.jsonld")),
    ("/dcat/pages by their next pages", by_graphs("/dcat/pages/1.jsonld")),
    ("/search as JSON", by_searches))


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("build", "release_build", "shared"):
        parser.add_argument(name)
    for name in ("--portals", "--provinces"):
        parser.add_argument(name, type=lambda names: names.split(","), default=())
    return parser.parse_args()


def publish(work, asked):
    """Builds the portals' site. What the build counted."""
    folder, headwater = f"{work}/content", f"{asked.release_build}/headwater"
    content.make(folder, asked.shared, asked.provinces)
    for portal in asked.portals or content.portals(asked.shared):
        content.import_portal(headwater, folder, portal, f"{asked.shared}/data/cn-open-catalogs/{portal}.json", "--add-orgs")
    code, said, complaint = content.run(headwater, "build", "-C", folder, "-o", f"{work}/site")
    if code != 0:
        raise AssertionError(complaint[-1000:])
    return content.sums(said)[""]


def published(site):
    with open(f"{site}/current/catalog.jsonl", encoding="utf-8") as lines:
        return [json.loads(line)["id"] for line in lines]


def follow(tap, client, name, way, wanted):
    start = time.monotonic()
    found = way(client)
    seen = collections.Counter(found)
    twice = [one for one, count in seen.items() if count > 1]
    lost, strange = wanted - seen.keys(), seen.keys() - wanted
    tap.check(not twice and not lost and not strange, f"{name}: {len(found)} records, each once",
              f"{len(twice)} twice {twice[:3]}, {len(lost)} lost {sorted(lost)[:3]}, {len(strange)} strange {sorted(strange)[:3]}")
    print(f"# {time.monotonic() - start:.1f} s")


def main():
    asked, tap = arguments(), Tap()
    work = tempfile.mkdtemp(prefix="headwater-harvest-")
    try:
        sums = publish(work, asked)
        names = published(f"{work}/site")
        tap.check(len(names) == len(set(names)) == sums["published"] > 0 and sums["rows"] == sums["published"] + sums["returned"],
                  f"{sums['rows']} records = {sums['published']} published + {sums['returned']} returned", len(names))
        portal = Portal(asked.build, f"{work}/site")
        try:
            for name, way in WAYS:
                follow(tap, Client(portal.port), name, way, set(names))
        finally:
            portal.stop()
    finally:
        shutil.rmtree(work)
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
