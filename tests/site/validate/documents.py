"""python3 documents.py SCHEMA FILE…: each JSON file against the schema (draft 7); every fault is printed."""
import json
import sys

from jsonschema import Draft7Validator


def pairs_once(pairs):
    """A key that stands twice would be lost without a word."""
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice: " + ", ".join(sorted({k for k in keys if keys.count(k) > 1})))
    return dict(pairs)


def load(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=pairs_once)


def unique_names(document):
    """Names of a package's resources, and of a schema's fields, are unique; a key names fields that exist."""
    if not isinstance(document, dict) or "resources" not in document:
        return
    names = [r.get("name") for r in document["resources"]]
    if len(names) != len(set(names)):
        yield f"resources: names repeat: {names}"
    for resource in document["resources"]:
        schema = resource.get("schema", {})
        fields = [f.get("name") for f in schema.get("fields", [])]
        if len(fields) != len(set(fields)):
            yield f"{resource.get('name')}: field names repeat"
        if not set(schema.get("primaryKey", [])) <= set(fields):
            yield f"{resource.get('name')}: primaryKey names no field"


schema = load(sys.argv[1])
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)
faults = 0
for name in sys.argv[2:]:
    document = load(name)
    found = ["/".join(map(str, e.absolute_path)) + ": " + e.message[:200] for e in validator.iter_errors(document)]
    for fault in found + list(unique_names(document)):
        print(f"{name}: {fault}")
        faults += 1
print(f"{len(sys.argv) - 2} files, {faults} faults")
sys.exit(1 if faults else 0)
