#!/usr/bin/env python3
"""Imports every real catalogue twice and then shuffled, and counts what came of it by other means than ours. TAP."""
import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HEADWATER, CATALOGUES = sys.argv[1:3]
MAPPINGS = "tests/import/mappings"
NOW = "2026-11-23"
RECORDS = 54623
csv.field_size_limit(1 << 24)


def records_of(path):
    """All records of arrays run together."""
    with open(path, encoding="utf-8") as source:
        text = source.read()
    at, records, decoder = 0, [], json.JSONDecoder()
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return records
        part, at = decoder.raw_decode(text, at)
        records += part


def run(portal, source, content):
    words = [HEADWATER, "import", f"{MAPPINGS}/{portal}.yaml", source, "-C", content, "--lang", "en", "--now", NOW]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{portal}: ended with {done.returncode}: {done.stdout[:500]}{done.stderr[:500]}")
    source_id, read, taken, returned = re.match(
        r"(\S+): (\d+) rows read = (\d+) taken \+ (\d+) returned\.", done.stdout).groups()
    return source_id, int(read), int(taken), int(returned), done.stdout


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def look(portal, content, totals):
    """The first import of one portal against a count of its own."""
    path = f"{CATALOGUES}/{portal}.json"
    source_id, read, taken, returned, said = run(portal, path, content)
    records = records_of(path)
    ledger = table(f"{content}/ledgers/{source_id}.csv")
    ids = table(f"{content}/ledgers/{source_id}.ids.csv")
    returns = table(f"{content}/ledgers/{source_id}.returns.csv")
    sent_back = {row["record"] for row in returns if row["outcome"] == "returned"}
    reasons = [row for row in returns if row["rule"].startswith("R")]
    first = sum(int(n) for n in re.findall(r"\(first reason of (\d+)\)", said))
    assert read == len(records), f"{read} read of {len(records)}"
    assert read == taken + returned, f"{read} is not {taken} + {returned}"
    assert read == len(ledger), f"{read} read, {len(ledger)} in the ledger"
    assert returned == len(sent_back), f"{returned} returned, {len(sent_back)} in the return list"
    assert returned == first, f"{returned} returned, first reasons of {first}"
    assert sent_back == {row["record"] for row in reasons}, "a record is returned without a reason"
    assert len({row["id"] for row in ids}) == len(ids), "an id twice"
    known = {row["id"] for row in ids}
    assert all(row["id"] in known for row in ledger), "a record without id"
    assert len({row["id"] for row in ledger}) == len(ledger), "two records of one id"
    wrong = {row["id"] for row in reasons}
    assert len(ledger) - len(wrong) == taken, f"{taken} taken, {len(ledger)} in the ledger, {len(wrong)} wrong"
    assert all(row[item] for row in ledger if row["id"] not in wrong
               for item in ("title", "provider", "open_type", "update_cycle"))
    totals[0] += read
    totals[1] += taken
    totals[2] += returned
    print(f"# {source_id}: {read} = {taken} + {returned}")


def again(portal, content, work):
    """The same once more, then in another order as JSON lines: ledger and ids stay byte by byte."""
    before = {}
    source_id = run(portal, f"{CATALOGUES}/{portal}.json", content)[0]
    for name in ("csv", "ids.csv", "returns.csv"):
        with open(f"{content}/ledgers/{source_id}.{name}", "rb") as source:
            before[name] = source.read()
    said = run(portal, f"{CATALOGUES}/{portal}.json", content)[4]
    assert "  0 files changed" in said, "a second import changed something"
    records = records_of(f"{CATALOGUES}/{portal}.json")
    random.Random(portal).shuffle(records)
    lines = os.path.join(work, f"{portal}.json")
    with open(lines, "w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    run(portal, lines, content)
    for name in ("csv", "ids.csv"):
        with open(f"{content}/ledgers/{source_id}.{name}", "rb") as source:
            assert source.read() == before[name], f"another order changed {name}"


def main():
    work = tempfile.mkdtemp()
    content = os.path.join(work, "content")
    shutil.copytree("content/vocabularies", os.path.join(content, "vocabularies"))
    portals = sorted(name[:-5] for name in os.listdir(CATALOGUES) if name.endswith(".json"))
    totals, count, bad = [0, 0, 0], 0, 0
    for portal in portals:
        for name, test in (("sums", lambda: look(portal, content, totals)), ("again", lambda: again(portal, content, work))):
            count += 1
            try:
                test()
                print(f"ok {count} - {portal}: {name}")
            except (AssertionError, AttributeError, OSError) as fault:
                print(f"# {fault}\nnot ok {count} - {portal}: {name}")
                bad = 1
    count += 1
    right = totals[0] == RECORDS == totals[1] + totals[2] and len(portals) == 43
    print(f"# {totals[0]} rows read = {totals[1]} taken + {totals[2]} returned, {len(portals)} portals")
    print(f"{'ok' if right else 'not ok'} {count} - all records of all portals")
    print(f"1..{count}")
    shutil.rmtree(work)
    return 1 if bad or not right else 0


sys.exit(main())
