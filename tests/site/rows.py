#!/usr/bin/python3
"""Rows of tables behind real nginx and FastCGI: rows.py BUILD RELEASE_BUILD. Prints TAP.

Random questions to every table of the sample are compared with a reading of the published CSV (rows_oracle.py). The
random numbers are seeded: a failure is there again the next time.
"""
import csv
import http.client
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

from rows_oracle import TESTS, Table, as_text
from server import Portal, Tap

QUESTIONS = 1200
MALFORMED = 10000
API = "/api/v1/resources/"


class Client:
    """One kept connection."""

    def __init__(self, portal):
        self.connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=20)

    def get(self, path, pairs=()):
        query = urllib.parse.urlencode(list(pairs))
        self.connection.request("GET", path + ("?" + query if query else ""))
        response = self.connection.getresponse()
        body = response.read()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, body

    def json(self, path, pairs=()):
        status, _, body = self.get(path, pairs)
        return status, json.loads(body)


def read_tables(client, site):
    with sqlite3.connect(f"file:{site}/current/.headwater/catalogue.db?mode=ro", uri=True) as catalogue:
        ids = [row[0] for row in catalogue.execute("SELECT id FROM row_table ORDER BY id")]
    tables = []
    for resource in ids:
        _, schema = client.json(API + resource)
        _, _, data = client.get(schema["links"]["file"])
        tables.append(Table(schema, data))
    return tables


# ---- questions -----------------------------------------------------------------------------------------------------

def some_value(chance, table, name):
    at = table.columns.index(name)
    values = [row[at] for row in table.rows if row[at] is not None]
    return chance.choice(values) if values else None


def some_part(chance, value):
    text = as_text(value)
    length = chance.choice((1, 2, 2, 3, len(text)))
    start = chance.randrange(max(1, len(text) - length + 1))
    return text[start:start + length].strip()


def some_filters(chance, table):
    filters = {}
    for name in chance.sample(table.columns, min(len(table.columns), chance.choice((0, 1, 1, 2, 3)))):
        kind, test = table.kinds[name], chance.choice(list(TESTS))
        value = some_value(chance, table, name)
        if value is None and test != "blank" or test == "starts" and kind in ("integer", "number", "boolean"):
            continue
        if test == "contains" and kind not in ("string", "any", "date", "year"):
            continue
        if test in ("", "ne"):
            values = [some_value(chance, table, name) for _ in range(chance.choice((1, 1, 2, 4)))]
        elif test == "contains":
            values = [some_part(chance, value)]
        elif test == "starts":
            values = [as_text(value)[:chance.choice((1, 2, 4))].strip()]
        else:
            values = [chance.random() < .5] if test == "blank" else [value]
        if all(as_text(v).strip() == as_text(v) != "" for v in values):
            filters[name, test] = values
    return filters


def pairs_of(filters):
    return [(f"filter[{name}]" + (f"[{test}]" if test else ""), as_text(value))
            for (name, test), values in filters.items() for value in values]


def some_question(chance, tables):
    table = chance.choice(tables)
    filters = some_filters(chance, table)
    words = []
    if chance.random() < .3 and table.rows:
        cell = some_value(chance, table, chance.choice([n for n, k in table.kinds.items() if k != "boolean"]))
        words = [word for word in some_part(chance, cell).split() if cell is not None and word]
    names = chance.sample(table.columns, min(len(table.columns), chance.choice((0, 0, 1, 2, 3))))
    keys = [(name, chance.random() < .5) for name in names]
    columns = chance.sample(table.columns, chance.randint(1, len(table.columns))) if chance.random() < .4 else table.columns
    pairs = pairs_of(filters)
    if words:
        pairs.append(("q", " ".join(words)))
    if keys:
        pairs.append(("sort", ",".join(("-" if down else "") + name for name, down in keys)))
    if columns is not table.columns:
        pairs.append(("fields", ",".join(columns)))
    return table, filters, words, keys, columns, pairs


def same_rows(got, wanted):
    return len(got) == len(wanted) and all(
        list(a) == list(b) and all(x == y or isinstance(y, float) and abs(x - y) <= 1e-9 * abs(y)
                                   for x, y in zip(a.values(), b.values())) for a, b in zip(got, wanted))


def test_questions(tap, client, tables, chance):
    wrong, total_rows = [], 0
    for _ in range(QUESTIONS):
        table, filters, words, keys, columns, pairs = some_question(chance, tables)
        rows = table.order(table.select(filters, words), keys)
        limit, offset = chance.choice((1, 7, 100, 1000)), chance.choice((0, 0, 3, 50))
        status, answer = client.json(API + table.id + "/rows", pairs + [("limit", limit), ("offset", offset)])
        wanted = table.objects(rows[offset:offset + limit], columns)
        good = (status == 200 and answer["total"] == len(rows) and same_rows(answer["rows"], wanted) and
                (answer["next"] is None) == (offset + limit >= len(rows) or not wanted))
        total_rows += len(wanted)
        if not good:
            wrong.append((table.dataset, table.name, pairs, limit, offset, status, len(rows), answer.get("total"),
                          answer.get("error")))
    tap.check(not wrong, f"{QUESTIONS} questions about {len(tables)} tables are answered as the CSV says ({total_rows} rows)",
              wrong[:2])


def test_cursors(tap, client, tables, chance):
    wrong = []
    for _ in range(QUESTIONS // 8):
        table, filters, words, keys, columns, pairs = some_question(chance, tables)
        wanted = table.objects(table.order(table.select(filters, words), keys), columns)
        limit = max(1, len(wanted) // chance.choice((2, 3, 9)))
        got, path = [], API + table.id + "/rows?" + urllib.parse.urlencode(pairs + [("limit", limit)])
        while path and len(got) <= len(wanted):
            _, _, body = client.get(path)
            answer = json.loads(body)
            got, path = got + answer.get("rows", []), answer.get("next")
        if not same_rows(got, wanted):
            wrong.append((table.dataset, pairs, limit, len(got), len(wanted)))
    tap.check(not wrong, f"{QUESTIONS // 8} walks by cursor lose and repeat nothing", wrong[:2])


def test_groups(tap, client, tables, chance):
    wrong = []
    for _ in range(QUESTIONS // 4):
        table, filters, words, *_ = some_question(chance, tables)
        by = chance.sample(table.columns, min(len(table.columns), chance.choice((0, 1, 1, 2, 3))))
        numeric = [name for name, kind in table.kinds.items() if kind in ("integer", "number")]
        measure = chance.choice(["count"] + [f"{kind}:{name}" for name in numeric for kind in ("sum", "avg")] +
                                [f"{kind}:{name}" for name in table.columns for kind in ("count", "min", "max")])
        groups = table.groups(table.select(filters, words), by, measure)
        pairs = pairs_of(filters) + ([("q", " ".join(words))] if words else []) + [("measure", measure), ("limit", 10000)]
        status, answer = client.json(API + table.id + "/rows", pairs + ([("group", ",".join(by))] if by else []))
        wanted = [dict(zip(by, group)) | {measure: figure} for group, figure in groups]
        if not by and not groups:
            wanted = [{measure: 0 if measure.startswith("count") else None}]
        by_group = {tuple(map(str, list(row.values())[:-1])): list(row.values())[-1] for row in answer.get("rows", [])}
        good = status == 200 and answer["total"] == len(wanted) and len(by_group) == len(wanted)
        for row in wanted if good else ():
            figure, got = list(row.values())[-1], by_group.get(tuple(map(str, list(row.values())[:-1])), "none")
            good = good and (got == figure or isinstance(figure, (int, float)) and isinstance(got, (int, float)) and
                             abs(got - figure) <= 1e-9 * max(1, abs(figure)))
        if measure == "count" and good:
            good = [list(row.values()) for row in answer["rows"]] == [list(row.values()) for row in wanted]
        if not good:
            wrong.append((table.dataset, table.name, pairs, by, status, answer.get("error"), answer.get("rows", [])[:2], wanted[:2]))
    tap.check(not wrong, f"{QUESTIONS // 4} groupings are those of the CSV", wrong[:2])


def test_places(tap, client, tables):
    """Pages of the whole table from either end, which are found by number."""
    wrong = []
    for table in tables:
        whole, count = table.objects(range(len(table.rows)), table.columns), len(table.rows)
        for offset in {0, 1, count // 2, count - 1, count, count + 5}:
            _, answer = client.json(API + table.id + "/rows", [("offset", offset), ("limit", 4)])
            _, down = client.json("/api/3/action/datastore_search", [("resource_id", table.id), ("sort", "_id desc"), ("offset", offset),
                                                                     ("limit", 4)])
            back = [record.pop("_id") for record in down["result"]["records"]]
            if not (same_rows(answer["rows"], whole[offset:offset + 4]) and answer["total"] == down["result"]["total"] == count and
                    back == list(range(count, 0, -1))[offset:offset + 4] and
                    same_rows(down["result"]["records"], whole[::-1][offset:offset + 4])):
                wrong.append((table.dataset, table.name, offset, back))
    tap.check(not wrong, "pages from any place of a table, forwards and backwards", wrong[:2])


def test_forms(tap, client, tables):
    wrong = []
    for table in tables:
        path = API + table.id + "/rows"
        _, answer = client.json(path, [("limit", 10000)])
        lines = client.get(path, [("limit", 10000), ("format", "jsonl")])[2].decode().splitlines()
        _, headers, body = client.get(path, [("limit", 10000), ("format", "csv")])
        cells = list(csv.reader(io.StringIO(body.decode(), newline="")))
        named = client.json(f"{API}{table.dataset}/{table.name}/rows", [("limit", 10000)])[1]
        whole = client.get(path, [("format", "csv"), ("all", "yes")])[2]
        texts = [[as_text(value) for value in row] for row in table.rows]
        if not (answer["rows"] == [json.loads(line) for line in lines] == named["rows"] and cells[0] == table.columns and
                cells[1:] == texts and int(headers["x-total-count"]) == len(table.rows) and
                list(csv.reader(io.StringIO(whole.decode(), newline="")))[1:] == table.texts):
            wrong.append((table.dataset, table.name))
    tap.check(not wrong, "JSON, JSON lines, CSV, the whole file, and both addresses say the same", wrong[:3])
    zeros = [(table, name) for table in tables for at, name in enumerate(table.columns)
             if table.kinds[name] == "string" and any(line[at][:1] == "0" for line in table.texts)]
    good = all(all(isinstance(row[name], (str, type(None))) for row in
                   client.json(API + table.id + "/rows", [("fields", name), ("limit", 10000)])[1]["rows"])
               for table, name in zeros)
    tap.check(zeros and good, f"codes keep their zeros ({len(zeros)} columns)")


# ---- CKAN ----------------------------------------------------------------------------------------------------------

def test_datastore(tap, client, tables):
    wrong = []
    for table in tables:
        status, answer = client.json("/api/3/action/datastore_search", [("resource_id", table.id), ("limit", 32001)])
        result = answer.get("result", {})
        wanted = [{"_id": at + 1, **row} for at, row in enumerate(table.objects(range(len(table.rows)), table.columns))]
        _, shown = client.json("/api/3/action/resource_show", [("id", table.id)])
        _, info = client.json("/api/3/action/datastore_info", [("id", table.id)])
        _, _, dump = client.get("/datastore/dump/" + table.id)
        cells = list(csv.reader(io.StringIO(dump.decode(), newline="")))
        texts = [[str(at + 1)] + [as_text(value) for value in row] for at, row in enumerate(table.rows)]
        if not (status == 200 and same_rows(result["records"], wanted) and result["total"] == len(table.rows) and
                result["limit"] == 32000 and shown["result"]["datastore_active"] is True and
                [field["id"] for field in result["fields"]] == ["_id"] + table.columns and
                info["result"]["meta"]["count"] == len(table.rows) and cells == [["_id"] + table.columns] + texts):
            wrong.append((table.dataset, table.name, status))
    tap.check(not wrong, "datastore_search, datastore_info, resource_show and the dump agree about every table", wrong[:3])


def test_active(tap, client, tables):
    """datastore_active is told of exactly what answers."""
    active, start = set(), 0
    while True:
        _, page = client.json("/api/3/action/package_search", [("rows", 50), ("start", start)])
        if not page["result"]["results"]:
            break
        active |= {(r["id"], r["datastore_active"]) for p in page["result"]["results"] for r in p["resources"]}
        start += 50
    marked = {resource for resource, truth in active if truth}
    unmarked = [resource for resource, truth in sorted(active) if not truth]
    tap.check(marked == {table.id for table in tables}, "the tables are those that are marked active")
    statuses = {client.get("/api/3/action/datastore_search", [("resource_id", resource)])[0] for resource in unmarked}
    tap.check(statuses == {404}, "every other resource is not found", statuses)


# ---- requests that make no sense -----------------------------------------------------------------------------------

def mangled(chance, table):
    names = ["fields", "q", "sort", "limit", "offset", "after", "group", "measure", "total", "format", "all", "filter",
             "filter[", "filter[]", "filter[]]", "x"] + \
            [f"filter[{name}]{tail}" for name in table.columns for tail in ("", "[gt]", "[gte]", "[lt]", "[ne]", "[blank]",
                                                                            "[contains]", "[starts]", "[nope]", "x", "[")]
    values = ["", "0", "-1", "1e99", "99999999999999999999", "json", "csv", "\0", "\x7f", "'", "\"", "--", "a;b", "NULL",
              "%", "\ud83d", "西", "," * 50, "x" * 500, "(" * 50, "2026-01-01", "true", "rowid", "c0", "count", "sum:",
              "avg:" + table.columns[0], ",".join(table.columns), "-" + table.columns[-1], table.columns[0] + " desc",
              "0" * 16 + "-00000000-1", "1' OR '1'='1", "*", "\t\n"]
    pairs = [(chance.choice(names), chance.choice(values)) for _ in range(chance.choice((1, 1, 2, 3, 8, 40)))]
    query = "&".join(urllib.parse.quote(name, safe="[]") + "=" + urllib.parse.quote(value.encode("utf-8", "surrogatepass"))
                     for name, value in pairs)
    if chance.random() < .1:
        query = "".join(chance.choice("&=%[]abcfilter;+\"<>0123456789") for _ in range(chance.randrange(200)))
    return query


def test_malformed(tap, client, tables, chance):
    paths = ["{api}{id}/rows", "{api}{id}", "{api}{dataset}/{name}/rows", "{api}nope/rows", "{api}{id}/nope/rows",
             "/datastore/dump/{id}", "/datasets/{dataset}/explore/{name}/", "/en/datasets/{dataset}/explore/{name}/",
             "/api/3/action/datastore_search", "/api/v1/datasets/{dataset}"]
    statuses, wrong = {}, []
    for _ in range(MALFORMED):
        table = chance.choice(tables)
        path = chance.choice(paths).format(api=API, id=table.id, dataset=table.dataset, name=table.name)
        query = mangled(chance, table)
        if "action" in path:
            query = f"resource_id={table.id}&" + query.replace("filter", "filters")
        status, headers, body = client.get(path + "?" + query)
        statuses[status] = statuses.get(status, 0) + 1
        good = status in (200, 400, 404, 409, 410, 413, 414, 503)
        if status == 414:  # the web server's own answer
            continue
        if path.startswith("/api/v1") and status != 200:
            error = json.loads(body)["error"]
            good = good and error["status"] == status and error["message"] and error["message_en"]
        elif headers["content-type"].startswith("application/json"):
            good = good and json.loads(body) is not None
        if not good:
            wrong.append((status, path, query, body[:200]))
    tap.check(not wrong, f"{MALFORMED} requests that make little sense are answered: {statuses}", wrong[:2])


def test_answers(tap, client, tables):
    table = max(tables, key=lambda table: len(table.rows))
    path, first = API + table.id + "/rows", table.columns[0]
    for pairs, status, code, parameter in (
            ([("limit", "10001")], 400, "parameter-range", "limit"),
            ([("limit", "1"), ("limit", "2")], 400, "parameter-repeated", "limit"),
            ([("sort", "nope")], 400, "column-unknown", "sort"),
            ([("nope", "1")], 400, "parameter-unknown", "nope"),
            ([(f"filter[{first}][gte]", "2026"), (f"filter[{first}][gte]", "2027")], 400, "parameter-repeated",
             f"filter[{first}][gte]"),
            ([("filter[nope]", "1")], 400, "column-unknown", "filter[nope]"),
            ([("after", "nonsense")], 400, "cursor", "after"),
            ([("after", "0" * 16 + "-811c9dc5-1")], 410, "cursor-stale", "after"),
            ([("all", "yes")], 400, "whole", "all")):
        got, answer = client.json(path, pairs)
        error = answer.get("error", {})
        tap.check((got, error.get("code"), error.get("parameter")) == (status, code, parameter),
                  f"{urllib.parse.unquote(urllib.parse.urlencode(pairs))}: {status} {code}", answer)
    _, headers, _ = client.get(path)
    client.connection.request("GET", path, headers={"If-None-Match": headers["etag"]})
    response = client.connection.getresponse()
    response.read()
    tap.check(response.status == 304 and headers.get("access-control-allow-origin") == "*",
              "what has not changed is not sent again, and any origin may read")
    status, _, body = client.get(f"/en/datasets/{table.dataset}/explore/{table.name}/")
    tap.check(status == 200 and b"canonical" in body, "the explorer has an address of its own")
    status, _, body = client.get(f"/datasets/{table.dataset}/explore/{table.name}/", [("sort", first)])
    tap.check(status == 200 and b'content="noindex"' in body, "its other orders are not for search engines")


def main():
    build, release_build = sys.argv[1], sys.argv[2]
    tap, chance = Tap(), random.Random(20260307)
    with tempfile.TemporaryDirectory(prefix="headwater-rows-") as site:
        command = [f"{release_build}/headwater", "build", "-C", "content", "-o", site, "--now", "2026-11-23"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        portal = Portal(build, site)
        try:
            client = Client(portal)
            tables = read_tables(client, site)
            files = sum(name.endswith(".db") for _, _, names in os.walk(f"{site}/current/.headwater/rows/") for name in names)
            tap.check(len(tables) == files > 0, f"{files} files of rows, each a table that answers")
            test_questions(tap, client, tables, chance)
            test_cursors(tap, client, tables, chance)
            test_groups(tap, client, tables, chance)
            test_places(tap, client, tables)
            test_forms(tap, client, tables)
            test_datastore(tap, client, tables)
            test_active(tap, client, tables)
            test_answers(tap, client, tables)
            test_malformed(tap, client, tables, chance)
        finally:
            portal.stop()
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
