#!/usr/bin/env python3
"""Prints, as Markdown, what became of every row of the real catalogues: per portal read, published, returned, and the five
reasons that return most. Usage: ledger_report.py HEADWATER SHARED"""
import os
import re
import shutil
import sys
import tempfile

import ledger_content as content


def reasons(said):
    """name -> the lines below the sum of its ledger: rule, item, rows."""
    found, name = {}, None
    for line in said.split("\n"):
        start = re.match(r"ledgers/(\S+)\.\w+: \d+ rows =", line)
        reason = re.match(r"  (R\d+) (\S+) +(\d+)  ", line)
        if start:
            name = start.group(1)
        elif reason and name:
            found.setdefault(name, []).append("{} {} {}".format(*reason.groups()))
    return found


def main():
    headwater, shared = sys.argv[1:3]
    work = tempfile.mkdtemp()
    folder = os.path.join(work, "content")
    content.make(folder, shared)
    for portal in content.portals(shared):
        content.import_portal(headwater, folder, portal, f"{shared}/data/cn-open-catalogs/{portal}.json", "--add-orgs")
    said = content.run(headwater, "check", "-C", folder)[1]
    sums, why = content.sums(said), reasons(said)
    print("| ledger | rows | published | returned | first reasons (rule item rows) |\n|---|---|---|---|---|")
    for name in sorted(sums, key=lambda name: (name == "", name)):
        row = sums[name]
        print(f"| {name or '**all**'} | {row['rows']} | {row['published']} | {row['returned']} | "
              f"{'; '.join(why.get(name, []))} |")
    shutil.rmtree(work)


main()
