#!/usr/bin/python3
"""CKAN's action API behind real nginx and FastCGI: ckan.py BUILD RELEASE_BUILD. Prints TAP.

A harvester written after the contract, and the requests that ckanapi 4.11 was seen to send (ckanapi.jsonl).
"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import uuid

from server import Portal, Tap

PACKAGE_KEYS = {
    "id", "name", "title", "author", "author_email", "maintainer", "maintainer_email", "license_id", "license_title",
    "isopen", "notes", "url", "version", "state", "private", "type", "owner_org", "creator_user_id", "metadata_created",
    "metadata_modified", "num_resources", "num_tags", "organization", "groups", "tags", "extras", "resources",
    "relationships_as_subject", "relationships_as_object"}
RESOURCE_KEYS = {
    "id", "package_id", "name", "description", "format", "url", "url_type", "mimetype", "mimetype_inner", "size", "hash",
    "created", "last_modified", "metadata_modified", "cache_url", "cache_last_updated", "position", "resource_type",
    "state", "datastore_active"}


class Client:
    def __init__(self, portal):
        self.portal = portal

    def get(self, action, prefix="/api/3/action/", **parameters):
        return self.portal.get(prefix + action + "?" + urllib.parse.urlencode(parameters, doseq=True))

    def post(self, action, value, kind="application/json", prefix="/api/action/"):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.portal.get(prefix + action, "POST", body, Content_Type=kind)

    def result(self, action, **parameters):
        return json.loads(self.get(action, **parameters).body)["result"]


def harvest(client, rows, **more):
    """Pages until an empty one, as CKANHarvester does: two pages with the same bytes end it with an error."""
    found, before, start = [], None, 0
    while True:
        answer = client.get("package_search", rows=rows, start=start, **more)
        result = json.loads(answer.body)["result"]
        if not result["results"]:
            return found, result["count"]
        if answer.body == before:
            raise AssertionError("two pages are the same")
        found += result["results"]
        before, start = answer.body, start + rows


def test_harvest(tap, client, names):
    for sort in ("id asc", "metadata_modified desc", "name desc", "organization asc, title_string asc", None):
        more = {"sort": sort} if sort else {}
        for rows in (1, 7, 1000):
            found, count = harvest(client, rows, **more)
            seen = [package["name"] for package in found]
            tap.check(sorted(seen) == names and count == len(names),
                      f"a harvest loses and repeats nothing: {rows} a page, sort {sort}", seen)
    found, _ = harvest(client, 10, sort="id asc")
    ids = [package["id"] for package in found]
    tap.check(ids == sorted(ids), "sort=id asc is an order")
    since = sorted(package["metadata_modified"] for package in found)[len(found) // 2]
    newer, _ = harvest(client, 9, sort="id asc", fq=f"metadata_modified:[{since}Z TO *]")
    tap.check({p["name"] for p in newer} == {p["name"] for p in found if p["metadata_modified"] >= since},
              "metadata_modified:[… TO *] gives what has changed since, and that instant")
    older, _ = harvest(client, 9, fq=f"metadata_modified:{{* TO {since}Z}}")
    tap.check(len(older) + len(newer) == len(found), "with {* TO …} it leaves nothing out")
    orgs = sorted({package["organization"]["name"] for package in found})
    wanted = " OR ".join(f"organization:{name}" for name in orgs[:3])
    some, _ = harvest(client, 5, fq=wanted)
    rest, _ = harvest(client, 5, fq=f"-({wanted})")
    tap.check({p["organization"]["name"] for p in some} == set(orgs[:3]) and len(some) + len(rest) == len(found),
              "organizations can be chosen and left out")
    return found


def test_dicts(tap, client, found, namespace):
    tap.check(all(PACKAGE_KEYS <= package.keys() for package in found), "every package has every key")
    resources = [resource for package in found for resource in package["resources"]]
    tap.check(all(RESOURCE_KEYS == resource.keys() for resource in resources), "every resource has every key")
    tap.check(all(p["id"] == str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:headwater:{namespace}:package:{p['name']}"))
                  for p in found), "ids are UUIDs of version 5 of the permanent name")
    ids = [resource["id"] for resource in resources]
    tap.check(len(set(ids)) == len(ids) > 0, f"{len(ids)} resources have an id each")
    tap.check(all(p["num_resources"] == len(p["resources"]) and p["num_tags"] == len(p["tags"]) and
                  [r["position"] for r in p["resources"]] == list(range(len(p["resources"]))) for p in found),
              "resources and tags are counted and in order")
    for package in found:
        same = (client.get("package_show", id=package["id"]).body == client.get("package_show", id=package["name"]).body
                and client.result("package_show", id=package["name"]) == package)
        if not same:
            break
    tap.check(same, "package_show by id and by name give the dict of the search")
    tap.check(all(client.result("resource_show", id=r["id"]) == r for r in resources[:20]), "resource_show too")
    for kind, of in (("organization", lambda p: [p["organization"]["name"]]), ("group", lambda p: [g["name"] for g in p["groups"]])):
        listed = client.result(f"{kind}_list", all_fields="true", sort="name")
        shown = [client.result(f"{kind}_show", id=entry["id"]) for entry in listed]
        tap.check(all(entry.items() <= show.items() for entry, show in zip(listed, shown)) and
                  all(entry["package_count"] == sum(entry["name"] in of(p) for p in found) for entry in listed),
                  f"{kind}_list and {kind}_show agree, and count their packages")
    facets = client.result("package_search", rows=0, **{"facet.field": '["tags","organization"]', "facet.limit": -1})
    counts = {}
    for package in found:
        for tag in package["tags"]:
            counts[tag["name"]] = counts.get(tag["name"], 0) + 1
    tap.check(facets["facets"]["tags"] == counts, "facets count every tag")
    names = [item["display_name"] for item in facets["search_facets"]["organization"]["items"]]
    tap.check(names == sorted(names, key=lambda n: n.encode(), reverse=True), "items go down by display_name")


def test_files(tap, portal, found):
    """What a resource says of its file is true."""
    wrong = []
    for package in found[:12]:
        for resource in package["resources"]:
            answer = portal.get(urllib.parse.urlsplit(resource["url"]).path)
            if answer.status != 200 or len(answer.body) != resource["size"]:
                wrong.append(resource["url"])
    tap.check(not wrong, "resources lead to files of the size they state", wrong)


def test_graphs(tap, portal, names):
    """DCAT by dataset and by page, the same in every syntax, and the datasets those of the whole catalogue."""
    try:
        import rdflib
    except ImportError:
        return tap.check(True, "graphs # SKIP python3-rdflib is not installed")
    dcat, forms = rdflib.Namespace("http://www.w3.org/ns/dcat#"), {"ttl": "turtle", "jsonld": "json-ld", "xml": "xml", "rdf": "xml"}

    def read(path):
        answer = portal.get(path)
        return rdflib.Graph().parse(data=answer.body, format=forms[path.split("?")[0].rsplit(".")[-1]])
    for name in names[:3]:
        graphs = [set(read(f"/dataset/{name}.{form}")) for form in forms]
        one = {str(s) for s in read(f"/dataset/{name}.ttl").subjects(rdflib.RDF.type, dcat.Dataset)}
        tap.check(all(graph == graphs[0] for graph in graphs) and len(one) == 1 and f"/datasets/{name}/" in one.pop(),
                  f"{name} is one graph in every syntax")
    graphs = [set(read(f"/catalog.{form}")) for form in ("ttl", "jsonld", "xml")]
    page, whole = read("/catalog.ttl?page=1"), read("/dcat/catalog.ttl")
    paging = [{t for t in graph if "catalog." not in str(t[0])} for graph in graphs]
    tap.check(paging[0] == paging[1] == paging[2], "a page of the catalogue is one graph too", list(map(len, paging)))
    tap.check(set(page.subjects(rdflib.RDF.type, dcat.Dataset)) == set(whole.subjects(rdflib.RDF.type, dcat.Dataset)) ==
              set(page.objects(None, dcat.dataset)), "its datasets are those of the published catalogue")
    ask = "fq=metadata_modified:[2026-10-01T00:00:00Z%20TO%20*]&q=%E6%95%B0%E6%8D%AE"
    found = json.loads(portal.get(f"/api/3/action/package_search?rows=100&{ask}").body)["result"]["results"]
    wanted = {package["name"] for package in found}
    for form in forms:
        graph = read(f"/catalog.{form}?modified_since=2026-10-01&q=%E6%95%B0%E6%8D%AE")
        got = {str(s).split("/datasets/")[1].split("/")[0] for s in graph.subjects(rdflib.RDF.type, dcat.Dataset)}
        tap.check(0 < len(wanted) < len(names) and got == wanted, f"catalog.{form} of a search has what it finds", (got, wanted))
        tap.check(not list(read(f"/catalog.{form}?q=zzzqqq").subjects(rdflib.RDF.type, dcat.Dataset)), "and nothing where nothing is found")


def test_addresses(tap, portal, found):
    """What clients of CKAN try beside the API."""
    package = found[0]
    for key in (package["name"], package["id"]):
        answer = portal.get("/dataset/" + key)
        tap.check((answer.status, answer.headers.get("location")) == (301, f"/datasets/{package['name']}/"),
                  f"/dataset/{key} leads to the page", (answer.status, answer.headers))
    missing = portal.get("/dataset/nope")
    tap.check(missing.status == 404 and b"<html" in missing.body, "one that there is not is a page that says so", missing.status)
    for path in (f"/dataset/{package['name']}", "/catalog"):
        turtle, n3 = portal.get(path + ".ttl"), portal.get(path + ".n3")
        tap.check(n3.status == 200 and n3.body.replace(b".n3", b".ttl") == turtle.body and
                  n3.headers["content-type"] == "text/n3; charset=utf-8" and n3.headers.get("access-control-allow-origin") == "*",
                  f"{path}.n3 is the Turtle under its other name", n3.headers)
    status = json.loads(portal.get("/api/util/status").body)
    tap.check(status == json.loads(portal.get("/api/3/action/status_show").body)["result"], "/api/util/status is status_show without an envelope")


def test_feeds(tap, portal, names):
    try:
        import feedparser
    except ImportError:
        return tap.check(True, "feeds # SKIP python3-feedparser is not installed")
    seen, path = [], "/feeds/dataset.atom"
    while path:
        feed = feedparser.parse(portal.get(path).body)
        if feed.bozo or not feed.entries or len(seen) > len(names):
            break
        seen += [entry.id.rstrip("/").rsplit("/", 1)[-1] for entry in feed.entries]
        links = {link.rel: link.href for link in feed.feed.links}
        path = "next" in links and links["next"].split("/feeds", 1)[-1]
        path = path and "/feeds" + path
    tap.check(sorted(seen) == names, "the feed's pages hold every dataset once", len(seen))
    for path in ("/feeds/organization/sifa.atom", "/feeds/group/health.atom", "/feeds/custom.atom?fq=res_format:CSV&q=医院"):
        feed = feedparser.parse(portal.get(urllib.parse.quote(path, safe="/?&=:")).body)
        tap.check(not feed.bozo and feed.entries and "self" in {link.rel for link in feed.feed.links}, f"{path} is a feed")
    statuses = [portal.get(path).status for path in ("/feeds/tag/nope.atom", "/feeds/nope.atom", "/dataset/nope.ttl",
                                                     "/catalog.ttl?page=99", "/feeds/custom.atom?fq=%28")]
    tap.check(statuses == [404, 404, 404, 400, 400], "what is not there or makes no sense is said so", statuses)


def test_transport(tap, portal, client):
    answer = portal.get("/api/3/action/package_list", "OPTIONS", Origin="https://example.org",
                        Access_Control_Request_Method="POST")
    tap.check(answer.status == 200 and answer.headers.get("access-control-allow-origin") == "*" and
              "POST" in answer.headers.get("access-control-allow-methods", ""), "a preflight is answered")
    plain = client.get("package_list")
    tap.check(plain.headers.get("access-control-allow-origin") == "*" and
              plain.headers["content-type"] == "application/json;charset=utf-8", "any origin may read", plain.headers)
    again = portal.get("/api/3/action/package_list?", If_None_Match=plain.headers["etag"])
    tap.check(again.status == 304 and again.body == b"", "what has not changed is not sent again", again.status)
    tap.check(client.get("package_list", prefix="/api/action/").body == plain.body, "both prefixes give the same")
    for path in ("/api", "/api/", "/api/3", "/api/3/", "/api/action/package_list/", "/api/nothing"):
        status = portal.get(path).status
        tap.check(status not in (301, 302, 307, 308), f"{path} is no redirect: {status}")
    full = client.post("package_list", {"a": "x" * 15000})
    tap.check(full.status == 200, "a body of 15,000 bytes is read", full.status)
    tap.check(client.post("package_list", {"a": "x" * 20000}).status == 413, "one of 20,000 bytes is refused with 413")
    tap.check(client.post("package_list", b"x" * 300000).status == 413, "one of 300,000 bytes too")
    tap.check(client.post("package_list", {}).status == 200, "and the next request is answered")
    tap.check(json.loads(client.post("package_search", b"q=%E5%8C%BB%E9%99%A2&rows=1", "application/x-www-form-urlencoded")
                         .body)["result"]["count"] ==
              json.loads(client.post("package_search", {"q": "医院", "rows": "1"}).body)["result"]["count"] > 0,
              "a form and JSON ask the same")
    tap.check(portal.get("/search?q=x", "POST", b"{}").status == 405, "search takes no POST")
    tap.check("datasets" not in portal.get("/api/3/action/package_show?id=nobody", Accept="text/html")
              .headers["content-type"], "errors are JSON whatever Accept says")


def test_ckanapi(tap, portal):
    with open("tests/site/ckanapi.jsonl", encoding="utf-8") as lines:
        for request in map(json.loads, lines):
            answer = portal.get(request["path"], request["method"], request["body"].encode() or None,
                                Content_Type=request["type"])
            value = json.loads(answer.body)
            wrong = "nobody" in request["body"] or '"x"' in request["body"]
            good = (isinstance(value, str) or not value["success"]) if wrong else value["success"]
            tap.check(good and (answer.status == 200) != wrong,
                      f"ckanapi: {request['path'].split('?')[0]} {request['body'][:60]}", answer.body[:200])


def main():
    build, release_build = sys.argv[1], sys.argv[2]
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="headwater-ckan-") as site:
        subprocess.run([f"{release_build}/headwater", "build", "-C", "content", "-o", site, "--now", "2026-11-23"],
                       check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(site, "current", "catalog.json"), encoding="utf-8") as file:
            catalog = json.load(file)
        names = sorted(dataset["id"] for dataset in catalog["datasets"])
        with sqlite3.connect(f"file:{site}/current/.headwater/catalogue.db?mode=ro", uri=True) as catalogue:
            tap.check(catalogue.execute("SELECT count(*) FROM ckan_package").fetchone()[0] == len(names),
                      "every dataset is a package")
        portal = Portal(build, site)
        try:
            client = Client(portal)
            found = test_harvest(tap, client, names)
            test_dicts(tap, client, found, catalog["portal"]["region"])
            test_files(tap, portal, found)
            test_graphs(tap, portal, names)
            test_addresses(tap, portal, found)
            test_feeds(tap, portal, names)
            test_transport(tap, portal, client)
            test_ckanapi(tap, portal)
        finally:
            portal.stop()
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
