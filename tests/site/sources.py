#!/usr/bin/python3
"""Catalogues of other systems: sources.py BUILD RELEASE_BUILD DCAT_US_DATA. Prints TAP."""
import csv
import glob
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time

import rdflib

from fake_ckan import FakeCkan
from server import Portal, Tap

BASE = "tests/import/mappings/base"
NOW = "2026-11-23"
OWN_THEMES = "columns: {dcat:theme: ~, dcat:theme/skos:prefLabel: themes, dct:spatial/dct:identifier: region}\n"
CKAN = "base: ckan.yaml\nconstants: {open_type: '1'}\ncolumns: {extras.update_frequency: update_cycle}\n"
LISTS = ("keywords", "formats", "related", "themes")
csv.field_size_limit(1 << 24)


class Work:
    """A content folder to import into, and mappings beside the base mappings."""

    def __init__(self, headwater):
        self.headwater, self.path = headwater, tempfile.mkdtemp()
        self.content = os.path.join(self.path, "content")
        os.mkdir(self.content)
        shutil.copytree("content/vocabularies", os.path.join(self.content, "vocabularies"))
        shutil.copy("content/portal.yaml", self.content)
        for mapping in glob.glob(f"{BASE}/*.yaml"):
            shutil.copy(mapping, self.path)

    def words(self, source_id, mapping, source, *more):
        path = os.path.join(self.path, "mapping.yaml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(f"source: {source_id}\n{mapping}")
        return [self.headwater, "import", path, source, "-C", self.content, "--lang", "en", "--now", NOW, *more]

    def run(self, *words):
        return subprocess.run(self.words(*words), capture_output=True, text=True, timeout=300)

    def table(self, source_id, kind="csv"):
        path = f"{self.content}/ledgers/{source_id}.{kind}"
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8-sig", newline="") as source:
            return list(csv.DictReader(source))


def sums(done):
    found = re.search(r"(\d+) rows read = (\d+) taken \+ (\d+) returned\.", done.stdout)
    return tuple(map(int, found.groups())) if found else None


def plain(rows, key="code"):
    """Rows by key without id; what has no order in RDF, sorted."""
    return {row[key]: {name: ";".join(sorted(value.split(";"))) if name in LISTS else value
                       for name, value in row.items() if name != "id"} for row in rows or []}


def expected_row(dataset):
    """What a ledger says of a dataset of our own catalog.json."""
    return {"title": dataset["title"]["zh"], "abstract": dataset["abstract"]["zh"], "code": dataset["code"],
            "provider": dataset["provider"]["name"]["zh"], "open_type": dataset["open"]["code"],
            "update_cycle": dataset["update_cycle"]["code"], "issued": dataset["issued"],
            "modified": dataset.get("modified", dataset["issued"]), "url": dataset["url"],
            "region": dataset["region"]["code"], "keywords": ";".join(sorted(dataset["keywords"])),
            "themes": ";".join(sorted(theme["code"] for theme in dataset["themes"])),
            "email": dataset["contact"].get("email", "")}


def test_round_trip(tap, work, site):
    with open(f"{site}/catalog.json", encoding="utf-8") as source:
        datasets = json.load(source)["datasets"]
    for kind, format_name in (("rdf", "dcat-rdf"), ("jsonld", "dcat-jsonld")):
        done = work.run(f"own-{kind}", f"base: dcat-ap.yaml\nformat: {format_name}\n{OWN_THEMES}", f"{site}/dcat/catalog.{kind}")
        rows = plain(work.table(f"own-{kind}"))
        tap.check(sums(done) == (len(datasets), len(datasets), 0), f"our {kind}: every dataset, none returned", done.stdout)
        wrong = [(d["id"], name, rows.get(d["code"], {}).get(name), value) for d in datasets
                 for name, value in expected_row(d).items() if rows.get(d["code"], {}).get(name) != value]
        tap.check(not wrong, f"our {kind}: with its items", wrong[:3])
    done = work.run("own-us", "base: dcat-us.yaml\ncolumns: {theme: themes}\n", f"{site}/data.json")
    with open(f"{site}/data.json", encoding="utf-8") as source:
        count = len(json.load(source)["dataset"])
    read = sums(done)
    tap.check(read and read[0] == count == read[1] + read[2], "our data.json: every dataset", done.stdout)


def test_shapes(tap, work, site):
    """The same triples as rdflib writes them: nested, flat, expanded, compacted."""
    graph = rdflib.Graph()
    graph.parse(f"{site}/dcat/catalog.rdf", format="xml")
    context = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "id": "@id", "type": "@type",
               "title": {"@id": "dct:title", "@container": "@language"},
               "publisher": {"@id": "dct:publisher", "@type": "@id"}, "keyword": {"@id": "dcat:keyword", "@language": "zh"}}
    wanted = plain(work.table("own-rdf"))
    for name, form, more in (("nested.rdf", "pretty-xml", {}), ("flat.rdf", "xml", {}), ("expanded.jsonld", "json-ld", {}),
                             ("compacted.jsonld", "json-ld", {"context": context})):
        path = os.path.join(work.path, name)
        graph.serialize(path, format=form, **more)
        done = work.run("shape", f"base: dcat-ap.yaml\n{OWN_THEMES}", path)
        tap.check(wanted and plain(work.table("shape")) == wanted, f"the same in another shape: {name}", done.stdout)


def test_dcat_us(tap, work, folder):
    files = sorted(glob.glob(f"{folder}/*.json"))
    if not files:
        print(f"# no reference data in {folder}: real DCAT-US catalogues skipped")
    for path in files:
        name = os.path.basename(path)[:-5]
        with open(path, encoding="utf-8") as source:
            datasets = json.load(source)["dataset"]
        done = work.run(f"us-{name}", "base: dcat-us.yaml\n", path)
        read, ledger, returns = sums(done), work.table(f"us-{name}"), work.table(f"us-{name}", "returns.csv")
        back = {row["record"] for row in returns if row["outcome"] == "returned"}
        tap.check(read == (len(datasets), len(datasets) - len(back), len(back)) and len(ledger) == len(datasets),
                  f"DCAT-US {name}: {read}", done.stdout)
        given = {(d["title"].strip(), d["publisher"]["name"].strip()) for d in datasets}
        tap.check(all((row["title"], row["provider"]) in {(" ".join(t.split()), " ".join(p.split())) for t, p in given}
                      for row in ledger), f"DCAT-US {name}: titles and publishers are theirs")


def ckan(work, fake, *more, source_id="ckan"):
    return work.run(source_id, CKAN, fake.address, *more)


def test_ckan(tap, headwater):
    work, fake = Work(headwater), FakeCkan()
    begun = time.monotonic()
    done = ckan(work, fake, "--pause", "0.3")
    tap.check(sums(done) == (250, 250, 0) and done.returncode == 0, "a CKAN site: all its datasets", done.stdout + done.stderr)
    tap.check(fake.starts() == [0, 100, 200], "page by page", fake.starts())
    tap.check("sort=metadata_created+asc" in fake.requests[0][1], "oldest first")
    agent = fake.requests[0][2]
    tap.check("Headwater" in agent and "opendata@data.qinghai.example" in agent, "who asks says so", agent)
    gaps = [b[0] - a[0] for a, b in zip(fake.requests, fake.requests[1:])]
    tap.check(min(gaps) >= 0.3 and time.monotonic() - begun < 60, "with a pause between", gaps)
    tap.check(sorted(os.listdir(work.path)) == sorted([*map(os.path.basename, glob.glob(f"{BASE}/*.yaml")), "content", "mapping.yaml"]),
              "and nothing is left beside the content", os.listdir(work.path))
    row = work.table("ckan")[0]
    tap.check((row["provider"], row["keywords"], row["formats"], row["update_cycle"]) ==
              ("省统计局", "统计;年鉴", "csv;pdf", "7"), "with their items", row)
    dump = os.path.join(work.path, "dump.jsonl")
    with open(dump, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(p) + "\n" for p in reversed(fake.packages))
    done = work.run("ckan", CKAN, dump)
    tap.check(sums(done) == (250, 250, 0) and "ids: 250 known, 0 new" in done.stdout, "a dump of it is the same catalogue", done.stdout)


def test_ckan_faults(tap, headwater):
    for fault, name, seconds in (("wait 1", "503 with Retry-After", 1), ("truncate", "an answer cut off", 0),
                                 ("garbage", "an answer that is none", 0), (429, "429", 0), (500, "500", 0)):
        work, fake = Work(headwater), FakeCkan()
        fake.faults = {1: fault}
        done = ckan(work, fake, "--pause", "0")
        waited = fake.requests[2][0] - fake.requests[1][0] if len(fake.requests) > 2 else 0
        tap.check(sums(done) == (250, 250, 0) and fake.starts() == [0, 100, 100, 200] and waited >= seconds,
                  f"tried again after {name}", done.stdout)
    for fault, name, requests in ((404, "HTTP 404", 1), ("wait 3600", "Retry-After: 3600", 1), (503, "HTTP 503", 5),
                                  ("go file:///etc/passwd", "rotocol", 1), ("go /loop", "redirects", None)):
        work, fake = Work(headwater), FakeCkan()
        fake.always = fault
        done = ckan(work, fake, "--pause", "0")
        tap.check(done.returncode == 2 and "error S111" in done.stdout and name in done.stdout and work.table("ckan") is None
                  and (requests is None or len(fake.requests) == requests), f"given up: {fault}", done.stdout)
    work, fake = Work(headwater), FakeCkan()
    fake.faults = {n: 503 for n in range(2, 7)}
    done = ckan(work, fake, "--pause", "0")
    tap.check(done.returncode == 2 and "The 2 pages" in done.stdout, "what was fetched is kept", done.stdout)
    del fake.requests[:]
    fake.faults = {}
    done = ckan(work, fake, "--pause", "0")
    tap.check(sums(done) == (250, 250, 0) and fake.starts() == [200], "and the next run goes on from there", fake.starts())


def test_ckan_killed(tap, headwater):
    work, fake = Work(headwater), FakeCkan(650)
    with subprocess.Popen(work.words("ckan", CKAN, fake.address, "--pause", "2"), stdout=subprocess.PIPE) as killed:
        while len(fake.requests) < 3 and killed.poll() is None:
            time.sleep(0.02)
        busy = ckan(work, fake, "--pause", "0")
        killed.kill()
    tap.check(busy.returncode == 2 and "error S113" in busy.stdout, "one run at a time", busy.stdout)
    tap.check(work.table("ckan") is None, "killed half way: nothing is imported")
    done = ckan(work, fake, "--pause", "0")
    starts = fake.starts()
    tap.check(sums(done) == (650, 650, 0) and sorted(set(starts)) == [*range(0, 700, 100)] and starts.count(0) == 1 and
              starts.count(100) == 1, "and then the rest is fetched", starts)


def test_ckan_changes(tap, headwater):
    for fault, name, count in (("grow", "its count", 251), ("swap", "an id that comes twice", 250)):
        work, fake = Work(headwater), FakeCkan()
        fake.faults = {1: fault}
        done = ckan(work, fake, "--pause", "0")
        read = sums(done)
        tap.check(read == (count, count, 0) and "warning S191" in done.stdout, f"a catalogue that changes: {name}", done.stdout)
        tap.check({row["title"] for row in work.table("ckan") or []} == {p["title"] for p in fake.packages},
                  f"and is read again: {name}")
    work, fake = Work(headwater), FakeCkan()
    fake.always = "grow"
    done = ckan(work, fake, "--pause", "0")
    tap.check(done.returncode == 2 and "error S112" in done.stdout and work.table("ckan") is None, "one that never stands still",
              done.stdout)
    work, fake = Work(headwater), FakeCkan()
    done = ckan(work, fake, "--pause", "0", "--dry-run")
    tap.check(sums(done) == (250, 250, 0) and work.table("ckan") is None, "a dry run", done.stdout)
    done = ckan(work, fake, "--pause", "0")
    tap.check(sums(done) == (250, 250, 0) and len(fake.requests) == 3, "after which nothing is fetched again", len(fake.requests))
    done = work.run("ckan", "columns: {title: title}\n", fake.address)
    tap.check(done.returncode == 2 and "error S110" in done.stdout, "an address needs format: ckan", done.stdout)


def certificate(folder, name, signer=None, host="IP:127.0.0.1"):
    """A throw-away certificate, signed by itself or by another of this folder: its key and itself, in one file."""
    key, pem = f"{folder}/{name}.key", f"{folder}/{name}.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", f"/CN={name}", "-keyout", key, "-out", pem]
    words += ["-CA", f"{folder}/{signer}.pem", "-CAkey", f"{folder}/{signer}.key", "-addext", f"subjectAltName={host}",
              "-addext", "basicConstraints=critical,CA:FALSE"] if signer else []
    subprocess.run(words, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem, key)
    return pem, tls


def test_ckan_tls(tap, headwater):
    with tempfile.TemporaryDirectory() as folder:
        root, alone = certificate(folder, "root")
        _, good = certificate(folder, "good", "root")
        _, other = certificate(folder, "other", "root", "DNS:elsewhere.example")
        work, fake = Work(headwater), FakeCkan(tls=good)
        done = ckan(work, fake, "--pause", "0", "--ca-file", root)
        tap.check(sums(done) == (250, 250, 0), "https, with a root certificate of its own", done.stdout + done.stderr)
        for tls, words, name in ((good, [], "signed by whom the system does not know"), (alone, [], "signed by itself"),
                                 (other, ["--ca-file", root], "of another host"),
                                 (good, ["--ca-file", f"{folder}/none.pem"], "with no root certificate there")):
            work, fake = Work(headwater), FakeCkan(tls=tls)
            done = ckan(work, fake, "--pause", "0", *words)
            tap.check(done.returncode == 2 and "error S114" in done.stdout and not fake.requests and work.table("ckan") is None,
                      f"https, a certificate {name}: told, and nothing asked", done.stdout)
        plain_site, work, fake = FakeCkan(), Work(headwater), FakeCkan(tls=good)
        fake.always = f"go {plain_site.address}/api/3/action/package_search"
        done = ckan(work, fake, "--pause", "0", "--ca-file", root)
        tap.check(done.returncode == 2 and "error S111" in done.stdout and not plain_site.requests, "https does not lead to http",
                  done.stdout)


def test_own_ckan(tap, work, build, site_root):
    """Our own service under nginx as a site to import from."""
    if not shutil.which("nginx"):
        print("# nginx is not installed: our own CKAN skipped")
        return
    portal = Portal(build, site_root)
    try:
        mapping = "base: ckan.yaml\ncolumns: {extras.开放类型: open_type, extras.更新周期: update_cycle, extras.行政区划代码: region, " \
                  "extras.信息资源代码: code, extras.主题: themes}\nsplit: {themes: ['；']}\n"
        done = work.run("own-ckan", mapping, f"http://127.0.0.1:{portal.port}", "--pause", "0")
    finally:
        portal.stop()
    with open(f"{site_root}/current/catalog.json", encoding="utf-8") as source:
        datasets = json.load(source)["datasets"]
    rows = plain(work.table("own-ckan"))
    names = ("title", "abstract", "code", "provider", "open_type", "update_cycle", "region", "keywords", "themes")
    wrong = [(d["id"], name, rows.get(d["code"], {}).get(name), value) for d in datasets
             for name, value in expected_row(d).items() if name in names and rows.get(d["code"], {}).get(name) != value]
    tap.check(sums(done) == (len(datasets), len(datasets), 0) and not wrong, "our own CKAN: every dataset with its items",
              done.stdout + str(wrong[:3]))


def main():
    build, release_build, dcat_us = sys.argv[1:4]
    tap, headwater = Tap(), f"{build}/headwater"
    work = Work(headwater)
    site_root = os.path.join(work.path, "site")
    subprocess.run([f"{release_build}/headwater", "build", "-C", "content", "-o", site_root, "--now", NOW, "--quiet"], check=True)
    site = f"{site_root}/current"
    test_round_trip(tap, work, site)
    test_shapes(tap, work, site)
    test_dcat_us(tap, work, dcat_us)
    test_ckan(tap, headwater)
    test_ckan_faults(tap, headwater)
    test_ckan_killed(tap, headwater)
    test_ckan_changes(tap, headwater)
    test_ckan_tls(tap, headwater)
    test_own_ckan(tap, work, build, site_root)
    shutil.rmtree(work.path)
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


sys.exit(main())
