#!/usr/bin/env python3
"""Real catalogues as ledgers: sums, corrections, identity, workbooks, return lists. TAP."""
import csv
import glob
import json
import os
import random
import shutil
import sys
import tempfile
import xml.sax.saxutils
import zipfile

import ledger_content as content

HEADWATER, SHARED = sys.argv[1:3]
RECORDS = 54623
count = bad = 0


def ok(good, name, why=""):
    global count, bad
    count += 1
    if not good:
        bad = 1
        for line in str(why).split("\n")[:20]:
            print(f"# {line}")
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)


def read(path):
    with open(path, "rb") as source:
        return source.read()


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    return rows[0], rows[1:]


def write_rows(path, header, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, lineterminator="\r\n").writerows([header] + rows)


def write_workbook(path, header, rows):
    """A workbook of inline strings, as simple as they come."""
    def cell(text):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{xml.sax.saxutils.escape(text)}</t></is></c>'
    body = "".join(f"<row>{''.join(cell(text) for text in row)}</row>" for row in [header] + rows)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{space}" xmlns:r="http://schemas.openxmlformats.org/'
                      'officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                      'relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="worksheet"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>')


def check(folder, *words):
    return content.run(HEADWATER, "check", "-C", folder, *words)


def source(portal):
    return f"{SHARED}/data/cn-open-catalogs/{portal}.json"


def whole(folder):
    for portal in content.portals(SHARED):
        content.import_portal(HEADWATER, folder, portal, source(portal), "--add-orgs")
    code, said, complaint = check(folder)
    sums = content.sums(said)
    for name, row in sorted(sums.items()):
        print(f"# {name or 'all'}: {row['rows']} = {row['published']} + {row['returned']}")
    total = sums.get("", {})
    ok(code == 0 and total.get("rows") == RECORDS == total["published"] + total["returned"], "every row of all portals",
       said[-2000:] + complaint)
    ok(len(sums) == 44 and all(row["rows"] == row["published"] + row["returned"] for row in sums.values()),
       "every ledger adds up")
    ids = [row["id"] for path in glob.glob(f"{folder}/ledgers/*.csv") if path.count(".") == 1
           for row in content.table(path)]
    ok(len(ids) == RECORDS == len(set(ids)), "every row has an id of its own", len(ids))


def build_small(folder, work):
    small = f"{work}/small"
    shutil.copytree(folder, small)
    for path in glob.glob(f"{small}/ledgers/*"):
        if not os.path.basename(path).startswith(("guangxi-guilin", "jiangsu-jiangsu")):
            os.remove(path)
    regions = content.table(f"{small}/regions.csv")
    with open(f"{small}/regions.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, regions[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in regions if row["code"][:2] in ("45", "32", "63"))
    header, orgs = rows_of(f"{small}/orgs.csv")
    at = header.index("region")
    write_rows(f"{small}/orgs.csv", header, [row for row in orgs if row[at][:2] in ("45", "32", "63")])
    checked = content.sums(check(small)[1])
    code, said, complaint = content.run(HEADWATER, "build", "-C", small, "-o", f"{work}/site")
    built = content.sums(said)
    pages = len(glob.glob(f"{work}/site/current/datasets/*/index.html"))
    ok(code == 0 and built == checked and built[""]["published"] > 100, "build counts as check does", said[-500:] + complaint)
    published = {row["id"] for name in ("guangxi-guilin",) for row in content.table(f"{small}/ledgers/{name}.csv")}
    ok(pages >= built[""]["published"] and all(os.path.exists(f"{work}/site/current/datasets/{one}/index.html")
                                               for one in published), "each published row has its page", pages)
    return small


def corrections(folder, work):
    """Jiangsu: wrong cycles put right, in a shuffled ledger, then in a workbook."""
    path = f"{folder}/ledgers/jiangsu-jiangsu.csv"
    header, rows = rows_of(path)
    cycle = header.index("update_cycle")
    before = content.sums(check(folder)[1])["jiangsu-jiangsu"]
    report = f"{work}/report"
    code, said, complaint = check(folder, "--report", report, "--check-documents")
    first = read(f"{folder}/ledgers/returns.csv")
    lists = content.table(f"{report}/index.csv")
    ok(code == 0 and sum(int(row["rows"]) for row in lists) == content.sums(said)[""]["returned"],
       "return lists hold every returned row", said[-500:] + complaint)
    ok(all(os.path.getsize(f"{report}/{row['id']}.{end}") > 0 for row in lists for end in ("csv", "xlsx", "html", "en.html")),
       "each list is a table, a workbook and two pages")
    random.Random(3).shuffle(rows)
    write_rows(path, header, rows)
    ok(content.sums(check(folder)[1])["jiangsu-jiangsu"] == before and
       check(folder, "--report", report)[0] == 0 and read(f"{folder}/ledgers/returns.csv") == first,
       "another order changes nothing")
    workbook = path.replace(".csv", ".xlsx")
    write_workbook(workbook, header, rows)
    os.remove(path)
    ok(content.sums(check(folder)[1])["jiangsu-jiangsu"] == before, "neither does a workbook")
    os.remove(workbook)
    fixed = 0
    for row in rows:
        if row[cycle] and not row[cycle].isdigit():
            row[cycle] = "每年"
            fixed += 1
    write_rows(path, header, rows)
    after = content.sums(check(folder, "--report", report)[1])["jiangsu-jiangsu"]
    gone = b"jiangsu-jiangsu" in b"".join(line for line in read(f"{folder}/ledgers/returns.csv").split(b"\n")
                                          if b",R201,update_cycle," in line)
    ok(fixed > 100 and after["published"] > before["published"] and after["rows"] == before["rows"] and not gone,
       "rows put right are published, and off the list", f"{fixed} fixed, {before} -> {after}")


def imports(folder, work):
    """The next import keeps what editors made of cells the source has not changed, and every id."""
    path = f"{folder}/ledgers/jiangsu-jiangsu.csv"
    before = content.sums(check(folder)[1])["jiangsu-jiangsu"]
    ids = {row["id"]: row["code"] for row in content.table(path)}
    content.import_portal(HEADWATER, folder, "jiangsu_jiangsu", source("jiangsu_jiangsu"))
    ok(content.sums(check(folder)[1])["jiangsu-jiangsu"] == before, "importing again keeps the editors' fixes")
    with open(source("jiangsu_jiangsu"), encoding="utf-8") as text:
        records = json.load(text)
    random.Random(5).shuffle(records)
    shuffled = f"{work}/shuffled.json"
    with open(shuffled, "w", encoding="utf-8") as out:
        json.dump(records, out, ensure_ascii=False)
    bytes_before = read(path)
    content.import_portal(HEADWATER, folder, "jiangsu_jiangsu", shuffled)
    ok(read(path) == bytes_before, "another order of the source changes no byte of the ledger")
    ok({row["id"]: row["code"] for row in content.table(path)} == ids, "ids and resource codes stay")
    header, rows = rows_of(path)
    gone = rows.pop(0)
    write_rows(path, header, rows)
    said = content.import_portal(HEADWATER, folder, "jiangsu_jiangsu", shuffled)[1]
    ok("N402" in said and gone[0] in {row["id"] for row in content.table(path)}, "a deleted row is put back and told", said)


def main():
    work = tempfile.mkdtemp()
    folder = os.path.join(work, "content")
    try:
        content.make(folder, SHARED)
        whole(folder)
        small = build_small(folder, work)
        corrections(small, work)
        imports(small, work)
    finally:
        shutil.rmtree(work)
    print(f"1..{count}")
    return bad


sys.exit(main())
