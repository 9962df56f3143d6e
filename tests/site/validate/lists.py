"""python3 lists.py RELEASE: catalog.csv, catalog.json, data.json, the feed and SHA256SUMS agree about what there is."""
import csv
import json
import sys

from tree import Tree

tree = Tree(sys.argv[1])
catalogue = json.loads(tree.read("/catalog.json"))
text = tree.read("/catalog.csv")
rows = list(csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True))
head, rows = rows[0], [dict(zip(rows[0], row)) for row in rows[1:] if len(row) == len(rows[0])]
datasets = {d["id"]: d for d in catalogue["datasets"]}
sums = dict(reversed(line.split("  ", 1)) for line in tree.read("/SHA256SUMS").splitlines())
faults = []


def expect(what, got, want):
    if got != want:
        faults.append(f"{what}: {str(got)[:200]}, not {str(want)[:200]}")


expect("catalog.csv begins with a byte order mark", text[:1], "\ufeff")
expect("columns of catalog.csv are named once", len(head), len(set(head)))
expect("ids of catalog.csv", [r["id"] for r in rows], sorted(datasets))
expect("dataset_count", catalogue["dataset_count"], len(datasets))
for row in rows:
    entry = datasets[row["id"]]
    for column, value in (("title", entry["title"]["zh"]), ("code", entry["code"]), ("open_type", entry["open"]["code"]),
                          ("open_type_label", entry["open"]["label"]["zh"]), ("modified", entry["modified"]),
                          ("row_count", str(entry["row_count"])), ("field_count", str(entry["field_count"])),
                          ("capacity", str(entry["capacity"])), ("region_code", entry["region"]["code"]),
                          ("theme_codes", ";".join(t["code"] for t in entry["themes"])),
                          ("themes", ";".join(t["label"]["zh"] for t in entry["themes"])),
                          ("related", ";".join(entry["related"])), ("licence", entry["licence"]["code"]),
                          ("abstract", (entry["abstract"] or {}).get("zh", "")), ("provider_code", entry["provider"]["code"] or ""),
                          ("share_type", entry["share"]["code"] or ""),
                          ("share_type_label", (entry["share"]["label"] or {}).get("zh", ""))):
        expect(f"catalog.csv, {row['id']}, {column}", row[column], value)
    for core in ("id", "title", "code", "class_code", "class", "provider", "open_type", "update_cycle", "update_cycle_label"):
        if not row[core]:
            faults.append(f"catalog.csv, {row['id']}: {core} is blank")

files = [f for d in datasets.values() for r in d["resources"] for f in r["downloads"]]
files += [d["archive"] for d in datasets.values() if "archive" in d] + catalogue["archives"]
for file in files:
    expect(f"SHA256SUMS, {file['path']}", sums.get(file["path"]), file["sha256"])
for path in tree.files:
    if not path.endswith(".gz") and path != "/SHA256SUMS" and path[1:] not in sums:
        faults.append(f"SHA256SUMS: {path} is not listed")

exported = [d["landingPage"].rstrip("/").rsplit("/", 1)[1] for d in json.loads(tree.read("/data.json"))["dataset"]]
expect("datasets of data.json", exported, [i for i, d in sorted(datasets.items()) if d["open"]["code"] != "3"])
closed = [i for i, d in datasets.items() if d["open"]["code"] == "3" and (d["resources"] or "archive" in d)]
expect("closed datasets with files", closed, [])
for id in (i for i, d in datasets.items() if d["open"]["code"] == "3"):
    expect(f"files of the closed {id}", [f for f in tree.files if f.startswith(f"/datasets/{id}/files/")], [])
for id in (i for i, d in datasets.items() if d["open"]["code"] == "2"):
    for resource in datasets[id]["resources"]:
        expect(f"{id}, {resource['name']} is a sample", resource["sample"], True)

for fault in faults[:50]:
    print(fault)
print(f"{len(datasets)} datasets, {len(files)} files, {len(faults)} faults")
sys.exit(1 if faults or not datasets else 0)
