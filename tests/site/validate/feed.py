"""python3 feed.py RELEASE: a feed reader takes feed.atom without complaint, and it holds the newest datasets in order."""
import json
import os
import sys

import feedparser

release = sys.argv[1]
with open(os.path.join(release, "feed.atom"), "rb") as file:
    feed = feedparser.parse(file.read())
with open(os.path.join(release, "catalog.json"), encoding="utf-8") as file:
    datasets = json.load(file)["datasets"]
newest = sorted(sorted(datasets, key=lambda d: d["id"]), key=lambda d: d["modified"], reverse=True)[:100]
faults = []
if feed.bozo:
    faults.append(f"bozo: {feed.bozo_exception}")
if feed.version != "atom10":
    faults.append(f"version {feed.version}")
if [e.id for e in feed.entries] != [d["url"] for d in newest]:
    faults.append("entries are not the newest datasets, newest first")
if [e.updated[:10] for e in feed.entries] != [d["modified"] for d in newest]:
    faults.append("entries are not dated as their datasets")
feeds = 0
for folder, _, names in sorted(os.walk(release)):
    for name in sorted(n for n in names if n.endswith(".atom")):
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            other = feedparser.parse(file.read())
        feeds += 1
        if other.bozo or other.version != "atom10" or not other.feed.get("id", "").endswith(os.path.relpath(path, release)):
            faults.append(f"{path}: {other.get('bozo_exception', other.feed.get('id'))}")
        if len({e.id for e in other.entries}) != len(other.entries):
            faults.append(f"{path}: two entries of one id")
        if [e.updated for e in other.entries] != sorted((e.updated for e in other.entries), reverse=True):
            faults.append(f"{path}: not newest first")
for fault in faults:
    print(fault)
print(f"{feeds} feeds, {len(feed.entries)} entries, {len(faults)} faults")
sys.exit(1 if faults or not feed.entries else 0)
