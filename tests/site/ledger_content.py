"""A scratch content folder of real catalogues: the divisions of the whole country, and every portal imported."""
import csv
import os
import re
import shutil
import subprocess

MAPPINGS = "tests/import/mappings"
NOW = "2026-11-23"
csv.field_size_limit(1 << 24)


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def write_regions(divisions, path, provinces=()):
    """Provinces, cities and counties of the reference data (of these provinces alone), with what regions.csv asks of each."""
    def rows(name):
        return [row for row in table(f"{divisions}/{name}.csv") if not provinces or row["code"][:2] in provinces]
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "name", "name_en", "short_name", "level", "parent"])
        for row in rows("provinces"):
            writer.writerow([row["code"] + "0000", row["name"], row["name"], "", "province", ""])
        for row in rows("cities"):
            writer.writerow([row["code"] + "00", row["name"], row["name"], "", "prefecture", row["provinceCode"] + "0000"])
        cities = {row["code"] + "00" for row in rows("cities")}
        for row in rows("areas"):
            if row["code"] in cities:
                continue  # cities without counties stand in both files
            writer.writerow([row["code"], row["name"], row["name"], "", "county", row["cityCode"] + "00"])


def make(content, shared, provinces=()):
    """The frame of the sample portal without its datasets."""
    os.makedirs(f"{content}/datasets")
    os.makedirs(f"{content}/articles")
    shutil.copytree("content/vocabularies", f"{content}/vocabularies")
    for name in ("portal.yaml", "orgs.csv"):
        shutil.copy(f"content/{name}", content)
    write_regions(f"{shared}/data/admin-divisions", f"{content}/regions.csv", provinces)


def run(headwater, *words):
    """Exit code, what was said, what was complained of."""
    done = subprocess.run([headwater, *words, "--lang", "en", "--now", NOW], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def import_portal(headwater, content, portal, source, *words):
    code, said, bad = run(headwater, "import", f"{MAPPINGS}/{portal}.yaml", source, "-C", content, *words)
    if code not in (0, 1):
        raise AssertionError(f"{portal}: ended with {code}: {said[:500]}{bad[:500]}")
    return re.match(r"(\S+): (\d+) rows read", said).groups(), said


def portals(shared):
    folder = f"{shared}/data/cn-open-catalogs"
    return sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".json"))


def sums(said):
    """What check or build says of each ledger: name -> {"rows": n, "published": n, ...}, "" for all."""
    found = {}
    for name, rows, parts in re.findall(r"^(ledgers/\S+|all ledgers): (\d+) rows = (.*)$", said, re.M):
        outcome = {word: int(n) for n, word in re.findall(r"(\d+) ([a-z ]+?)(?: \+|$)", parts)}
        outcome["rows"] = int(rows)
        found["" if name == "all ledgers" else name.split("/")[1].rsplit(".", 1)[0]] = outcome
    return found
