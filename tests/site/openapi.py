#!/usr/bin/python3
"""openapi.json, and requests made after it: openapi.py BUILD RELEASE_BUILD. Prints TAP.

A client that knows nothing but the description sends random requests, right and wrong, through plain CGI. Every answer must
have a status and a media type that the description names, and its JSON must fit the schema. The random numbers are seeded.
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse

import jsonschema

from server import Tap

REQUESTS = int(os.environ.get("OPENAPI_REQUESTS", "150"))
PATH_TEXTS = ["nope", "a b", "西", "%", "x" * 300, "-", ".", "working-day-calendar", "calendar"]


class Service:
    def __init__(self, build, site):
        self.program, self.release = f"{build}/headwater-fcgi", f"{site}/current"

    def get(self, path, query="", method="GET", body=None):
        variables = {"GATEWAY_INTERFACE": "CGI/1.1", "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query,
                     "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
        if body is not None:
            variables |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
        run = subprocess.run([self.program, "--release", self.release, "--cgi"], env=variables, input=body or b"",
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)
        head, _, content = run.stdout.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
        headers = {name.lower(): value for name, value in lines}
        return int(headers.get("status", "0").split()[0]), headers, content


# ---- the document --------------------------------------------------------------------------------------------------

def references(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_document(tap, document):
    tap.check(document["openapi"] == "3.1.0" and {"title", "version"} <= document["info"].keys() and document["servers"],
              "it says what it is")
    schemas = document["components"]["schemas"]
    wrong = []
    for name, schema in schemas.items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            wrong.append((name, error.message))
    tap.check(not wrong, f"{len(schemas)} schemas are schemas", wrong)
    lost = [ref for ref in references(document) if ref.split("/")[-1] not in schemas]
    used = {ref.split("/")[-1] for ref in references(document)}
    tap.check(not lost and used == set(schemas), "every reference leads somewhere, and every schema is used", (lost, set(schemas) - used))
    ids, wrong = [], []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            ids.append(operation["operationId"])
            parameters = operation.get("parameters", [])
            names = [(parameter["in"], parameter["name"]) for parameter in parameters]
            parts = {name for place, name in names if place == "path"}
            good = (method in ("get", "post") and operation["summary"] and len(names) == len(set(names)) and
                    parts == set(re.findall(r"{(\w+)}", path)) and operation["responses"].keys() & {"200", "301"} and
                    all(answer["description"] for answer in operation["responses"].values()) and
                    all(p["required"] for p in parameters if p["in"] == "path"))
            if not good:
                wrong.append((path, method))
    tap.check(not wrong and len(ids) == len(set(ids)), f"{len(ids)} operations are whole", wrong)


# ---- requests ------------------------------------------------------------------------------------------------------

def some_value(chance, schema, columns):
    """A value, and whether it fits its schema."""
    kind = schema.get("type")
    if chance.random() < .15:
        return chance.choice(["", "x" * 5000, "\x01", "-1", "1e9", "nope", "9" * 30, "西", "%zz", "a,b"]), False
    if "enum" in schema:
        return chance.choice(schema["enum"]), True
    if kind == "integer":
        return str(chance.choice([schema["minimum"], schema["minimum"] + 1, schema["default"], min(schema["maximum"], 50)])), True
    if "pattern" in schema:
        return chance.choice(["a", "307", "csv", "630000"]), True
    return chance.choice([columns[0], "-" + columns[-1], ",".join(columns[:2]), "工作日", "count", ""]), True


def some_query(chance, operation, columns):
    pairs, clean = [], True
    for parameter in operation.get("parameters", []):
        if parameter["in"] != "query" or chance.random() < .7:
            continue
        schema = parameter["schema"]
        if parameter.get("style") == "deepObject":
            name = chance.choice(columns + ["nope"])
            test = chance.choice(["", "[gte]", "[contains]", "[blank]", "[nope]"])
            pairs.append((f"filter[{name}]{test}", chance.choice(["1", "true", "2026-01-01", "放假", ""])))
            clean = False
            continue
        many = schema.get("type") == "array"
        for _ in range(chance.choice((1, 1, 3)) if many or chance.random() < .1 else 1):
            value, fits = some_value(chance, schema["items"] if many else schema, columns)
            pairs.append((parameter["name"], value))
            clean = clean and fits
    if len({name for name, _ in pairs}) < len(pairs):
        clean = False
    return urllib.parse.urlencode(pairs), clean


def fault_of(document, operation, status, headers, content):
    """What is wrong with an answer, or None."""
    described = operation["responses"].get(str(status))
    if not described:
        return f"status {status} is not described"
    if status == 301:
        return None if headers.get("location", "").startswith("/") and "content" not in described else "it leads nowhere"
    kind = headers.get("content-type", "").split(";")[0]
    if kind not in described["content"] and "x-accel-redirect" not in headers:
        return f"media type {kind} is not described"
    if kind != "application/json":
        return None
    value = json.loads(content)
    schema = described["content"].get(kind, {}).get("schema")
    if schema:
        whole = {"components": document["components"], **schema}
        for error in jsonschema.Draft202012Validator(whole).iter_errors(value):
            return error.message[:200]
    return None


def test_requests(tap, service, document, tables, chance):
    operations = [(path, operation) for path, methods in document["paths"].items() for method, operation in methods.items()
                  if method == "get"]
    wrong, statuses, refused = [], {}, []
    for number in range(REQUESTS):
        path, operation = operations[number % len(operations)] if number < len(operations) else chance.choice(operations)
        resource, dataset, name, columns = chance.choice(tables)
        known = chance.random() < .85
        texts = {"id": dataset if "datasets/{id}" in path or path.startswith("/dataset/") else resource, "dataset": dataset,
                 "resource": name}
        asked = re.sub(r"{(\w+)}", lambda part: texts.get(part.group(1), "x") if known else chance.choice(PATH_TEXTS), path)
        query, clean = some_query(chance, operation, columns)
        if "/action/" in path:
            query = urllib.parse.urlencode(chance.sample(
                [("id", dataset), ("resource_id", resource), ("q", "工作"), ("limit", chance.choice(["2", "x"])), ("name", "tag_list"),
                 ("query", "name:a"), ("sort", "name"), ("fields", columns[0])], chance.randrange(4)))
        status, headers, content = service.get(asked, query)
        statuses[status] = statuses.get(status, 0) + 1
        fault = fault_of(document, operation, status, headers, content)
        if fault:
            wrong.append((asked, query, fault))
        if clean and known and status not in (200, 301, 400) and "{" in path and "/feeds/" not in path:
            refused.append((status, asked, query))
    tap.check(not wrong, f"{REQUESTS} random requests are answered as described: {statuses}", wrong[:3])
    tap.check(not refused, "what is there is never refused as missing", refused[:3])


def main():
    build, release_build = sys.argv[1], sys.argv[2]
    tap, chance = Tap(), random.Random(31)
    with tempfile.TemporaryDirectory(prefix="headwater-openapi-") as site:
        command = [f"{release_build}/headwater", "build", "-C", "content", "-o", site, "--now", "2026-11-23"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        service = Service(build, site)
        status, headers, content = service.get("/api/v1/openapi.json")
        tap.check(status == 200 and headers["content-type"].startswith("application/json"), "there is a description")
        document = json.loads(content)
        test_document(tap, document)
        tables = []
        for dataset in ("working-day-calendar", "legal-clocks", "population-national"):
            for link in json.loads(service.get("/api/v1/datasets/" + dataset)[2])["resources"]:
                schema = json.loads(service.get("/api/v1/resources/" + link["id"])[2])
                tables.append((link["id"], dataset, link["name"], [column["name"] for column in schema["columns"]]))
        test_requests(tap, service, document, tables, chance)
    print(f"1..{tap.count}")
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
