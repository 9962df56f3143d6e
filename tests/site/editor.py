#!/usr/bin/env python3
"""A department's table through import, check, correction in a workbook, and publication. TAP."""
import csv
import datetime
import glob
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import xml.sax.saxutils
import zipfile

HEADWATER = sys.argv[1]
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAPPING = """source: dept
title: 部门
key: [目录编号]
dates: [YYYY-M-D]
columns: {目录名称: title, 责任部门: provider, 开放方式: open_type, 更新频率: update_cycle, 首次发布: issued, 经过: history,
  电话: phone, 内容: abstract, 数据量: rows, 代码: code, 分级: grade, 数据项: fields, 数据项分级: field_grades}
split: {fields: ["、"]}
values:
  open_type: {take: {无条件开放: 1, 不予开放: 3}}
  update_cycle: {take: {每年: 7}}
  grade: {take: {一级: 1, 二级: 2, 四级: 4, 核心: core}}
"""
TABLE = """目录编号,目录名称,责任部门,开放方式,更新频率,首次发布,经过,电话,内容,数据量,代码,分级,数据项,数据项分级
0001,医院名录,民政厅,无条件开放,每年,2026-01-05,2026-01-01 20;2026-01-05 29,09718230000,全省医院的名称,1200,101001/9001,,名称、地址,
0002,学校名录,民政厅,无条件开放,每年,2026-1-6,,0971-8230000,全省学校的名称,30,101001/9002,一级,名称、地址,地址=一级
0003,桥梁名录,民政厅,看情况,每年,2026-01-07,,,全省桥梁的名称,5,101001/9003,一级,名称,
0004,军用设施,民政厅,无条件开放,每年,2026-01-07,,,不得公开,5,101001/9004,核心,名称,
0005,病历,民政厅,无条件开放,每年,2026-01-07,,,不得公开,5,101001/9005,四级,名称,
0006,病案目录,民政厅,不予开放,每年,2026-01-07,,,目录,5,101001/9006,四级,名称,
0007,住户名册,民政厅,无条件开放,每年,2026-01-07,,,名册,5,101001/9007,一级,姓名、电话,电话=二级
"""
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


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def run(*words, now="2026-11-23"):
    done = subprocess.run([HEADWATER, *words, "--now", now], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def letters(number):
    return letters((number - 1) // 26) + chr(ord("A") + (number - 1) % 26) if number else ""


def day_number(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1899, 12, 30)).days


def cell(text, row, column):
    """As a spreadsheet program keeps what it reads from a CSV: digits as numbers, days as numbers with a format."""
    place = f'r="{letters(column)}{row}"'
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return f'<c {place} s="1"><v>{day_number(text)}</v></c>'
    if re.fullmatch(r"\d{1,15}", text):
        return f'<c {place}><v>{int(text)}</v></c>'
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{xml.sax.saxutils.escape(text)}</t></is></c>' if text else ""


def write_workbook(path, rows):
    body = "".join(f'<row r="{r}">{"".join(cell(text, r, c) for c, text in enumerate(row, 1))}</row>'
                   for r, row in enumerate(rows, 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{SPACE}" xmlns:r="{OFFICE}"><sheets>'
                      '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">'
                      '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="worksheet"/></Relationships>')
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{SPACE}"><cellXfs count="2"><xf numFmtId="0"/>'
                      '<xf numFmtId="14"/></cellXfs></styleSheet>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SPACE}"><sheetData>{body}</sheetData></worksheet>')


def read_workbook(path):
    """Rows of texts, and whether every cell is kept as text."""
    with zipfile.ZipFile(path) as book:
        shared = ["".join(t.text or "" for t in item.iter(f"{{{SPACE}}}t"))
                  for item in tree.fromstring(book.read("xl/sharedStrings.xml"))] if "xl/sharedStrings.xml" in book.namelist() else []
        sheet = tree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows, texts = [], True
    for row in sheet.iter(f"{{{SPACE}}}row"):
        cells = {}
        for one in row.iter(f"{{{SPACE}}}c"):
            column = 0
            for letter in re.match("[A-Z]+", one.get("r")).group():
                column = column * 26 + ord(letter) - ord("A") + 1
            value = one.find(f"{{{SPACE}}}v")
            texts = texts and one.get("t") in ("s", "inlineStr")
            cells[column] = (shared[int(value.text)] if one.get("t") == "s" else value.text if value is not None
                             else "".join(t.text or "" for t in one.iter(f"{{{SPACE}}}t")))
        rows.append([cells.get(c, "") for c in range(1, max(cells) + 1)])
    return rows, texts


def records(rows):
    return {row[0]: dict(zip(rows[0], row + [""] * (len(rows[0]) - len(row)))) for row in rows[1:]}


def of_csv(path):
    return list(csv.reader(io.StringIO(read(path).decode("utf-8-sig"))))


def outcomes(folder):
    code, said = run("check", "-C", folder, "--format", "json", "--lang", "zh")
    told = json.loads(said)
    return code, told


def start(work):
    folder = f"{work}/content"
    shutil.copytree("tests/golden/check/base", folder)
    shutil.copy("content/vocabularies/grades.csv", f"{folder}/vocabularies/grades.csv")
    write(f"{work}/m.yaml", MAPPING)
    write(f"{work}/table.csv", TABLE)
    return folder


def import_again(work, folder, table="table.csv"):
    return run("import", f"{work}/m.yaml", f"{work}/{table}", "-C", folder, "--lang", "zh")[1]


def workbooks(work, folder):
    """The ledger as a workbook, its cells typed as a spreadsheet program types them."""
    ledger = f"{folder}/ledgers/dept"
    import_again(work, folder)
    first = of_csv(f"{ledger}.csv")
    titles = {row["title"]: row["id"] for row in records(first).values()}
    _, before = outcomes(folder)
    write_workbook(f"{ledger}.xlsx", first[:1] + first[:0:-1])  # sorted the other way round too
    os.remove(f"{ledger}.csv")
    _, told = outcomes(folder)
    ok(told["ledgers"][0]["outcomes"] == before["ledgers"][0]["outcomes"] and told["ledgers"][0]["rows"] == 7
       and told["ledgers"][0]["file"] == "ledgers/dept.xlsx", "a workbook says what the CSV said", told["ledgers"])
    place = next(fault for fault in told["returned"] if fault["code"] == "R201")
    header = first[0].index("open_type") + 1
    row = len(first) + 1 - next(i for i, cells in enumerate(first) if cells[0] == place["id"])
    ok((place["line"], place["column"], place["cell"]) == (row, header, f"{letters(header)}{row}") and
       place["value"] == "看情况" and place["file"] == "ledgers/dept.xlsx" and "看情况" in place["message"],
       "JSON names file, row, column and cell of a fault, and says what to do", place)
    import_again(work, folder)
    rows, texts = read_workbook(f"{ledger}.xlsx")
    ok(not os.path.exists(f"{ledger}.csv") and texts and records(rows) == records(first),
       "the next import keeps it a workbook, puts lost zeros back, and types all cells as text", rows[:3])
    os.utime(f"{ledger}.xlsx", (0, 0))
    said = import_again(work, folder)
    ok("改动 0 个文件" in said and os.stat(f"{ledger}.xlsx").st_mtime == 0, "what changes nothing touches nothing", said)
    return titles


def corrections(work, folder, titles):
    """The return list, a correction in the workbook, and the list again."""
    ledger, report = f"{folder}/ledgers/dept.xlsx", f"{work}/report"
    code, said = run("check", "-C", folder, "--report", report, "--check-documents", "--templates", "templates", now="2026-10-09")
    listed = records([row[3:] for row in of_csv(f"{report}/minzheng.csv")])
    ok(code == 0 and sorted(listed) == sorted(titles[name] for name in ("桥梁名录", "军用设施", "病历", "住户名册")),
       "a return list has the returned rows", f"{said}{sorted(listed)}")
    bridge = next(row for row in of_csv(f"{report}/minzheng.csv") if row[3] == titles["桥梁名录"] and row[9] == "R201")
    ok(re.fullmatch(r"[A-Z]+\d+", bridge[2]) and bridge[8] == "看情况" and bridge[15] == "2026-10-09" and bridge[16] > "2026-11-05",
       "with cell, value, day and term", bridge)
    page = read(f"{report}/minzheng.html").decode()
    ok(f"单元格 {bridge[2]}" in page and f"ledgers/dept.xlsx 第 {bridge[1]} 行" in page, "its page names the place in words")
    rows, _ = read_workbook(ledger)
    column = rows[0].index("open_type")
    next(row for row in rows if row[0] == titles["桥梁名录"])[column] = "无条件开放"
    write_workbook(ledger, rows)
    run("check", "-C", folder, "--report", report, "--templates", "templates", now="2026-11-20")
    listed = [row for row in of_csv(f"{report}/minzheng.csv")[1:]]
    ok(titles["桥梁名录"] not in {row[3] for row in listed} and listed, "a corrected row vanishes from it")
    ok({row[15] for row in listed if row[14].startswith("退回")} == {"2026-10-09"}
       and all(row[17].startswith("逾期") for row in listed if row[14].startswith("退回")),
       "the others keep their day, and are overdue", listed)
    import_again(work, folder)
    rows, _ = read_workbook(ledger)
    ok(records(rows)[titles["桥梁名录"]]["open_type"] == "1", "the correction outlives the next import")
    _, told = outcomes(folder)
    ok(told["ledgers"][0]["outcomes"]["published"] == 4 and told["ledgers"][0]["outcomes"]["returned"] == 3,
       "rows are published or returned", told["ledgers"])


def identity(work, folder, titles):
    """Another order, changed titles, a code taken away: ids and codes stay."""
    lines = TABLE.replace("医院名录", "医疗机构名录").replace("101001/9002", "").splitlines()
    write(f"{work}/again.csv", "\n".join(lines[:1] + lines[:0:-1]) + "\n")
    said = import_again(work, folder, "again.csv")
    rows, _ = read_workbook(f"{folder}/ledgers/dept.xlsx")
    now = records(rows)
    ok("新增 0 个" in said and sorted(now) == sorted(titles.values()), "another order and new titles give no new ids", said)
    ok(now[titles["医院名录"]]["title"] == "医疗机构名录", "a new title comes with its old id")
    ok(now[titles["学校名录"]]["code"] == "101001/9002", "a code the source gives up stays the record's",
       now[titles["学校名录"]])


def renaming(work, folder, titles):
    """An editor gives a record another id: imports go on with it, and the old address leads there."""
    ledger, old = f"{folder}/ledgers/dept.xlsx", titles["病案目录"]
    rows, _ = read_workbook(ledger)
    header = rows[0]
    rows = [row + [""] * (len(header) - len(row)) for row in rows]
    row = next(row for row in rows if row[0] == old)
    row[0], row[header.index("aliases")] = "case-files", old
    write_workbook(ledger, rows)
    said = import_again(work, folder, "again.csv")
    now = records(read_workbook(ledger)[0])
    ok("新增 0 个" in said and old not in now and now["case-files"]["aliases"] == old and len(now) == len(titles),
       "a record that was renamed is not put back under its old id", f"{said}{sorted(now)}")
    said = import_again(work, folder, "again.csv")
    ok("改动 0 个文件" in said and "case-files" in read(f"{folder}/ledgers/dept.ids.csv").decode(),
       "the id ledger knows it by the new one", said)
    titles["病案目录"], titles["病案目录（旧）"] = "case-files", old


def publication(work, folder, titles):
    """What is not graded is said to be so in every form; what may not be opened is in none."""
    site = f"{work}/site"
    code, said = run("build", "-C", folder, "-o", site, "--templates", "templates", "--check-documents", "-q")
    ok(code == 0, "the portal is built", said)
    current = f"{site}/current"
    free, graded = titles["医院名录"], titles["学校名录"]
    ok(os.path.exists(f"{current}/moved/{titles['病案目录（旧）']}/case-files"), "the old address of a renamed record leads to it")
    page = read(f"{current}/datasets/{free}/index.html").decode()
    ok("未定级" in page and "未定级" not in read(f"{current}/datasets/{graded}/index.html").decode()
       and "not graded" in read(f"{current}/en/datasets/{free}/index.html").decode(), "pages say what is not graded")
    table = {row["id"]: row for row in csv.DictReader(io.StringIO(read(f"{current}/catalog.csv").decode("utf-8-sig")))}
    ok((table[free]["grade"], table[free]["grade_label"]) == ("", "") and table[graded]["grade"] == "1",
       "the table leaves the cell blank", table[free])
    listed = {item["id"]: item for item in json.loads(read(f"{current}/catalog.json"))["datasets"]}
    metadata = {name: json.loads(read(f"{current}/datasets/{name}/metadata.json")) for name in (free, graded)}
    ok("grade" not in listed[free] and listed[graded]["grade"]["code"] == "1" and "grade" not in metadata[free]
       and metadata[graded]["grade"]["code"] == "1", "JSON has no such member", listed[free].get("grade"))
    ok(all("grade" not in field for field in metadata[free]["resources"][0]["fields"])
       and all(field["grade"] == 1 for field in metadata[graded]["resources"][0]["fields"]), "nor have its fields",
       metadata[free]["resources"])
    fields = metadata[free]["resources"][0]["fields"]
    ok([field["name"] for field in fields] == ["名称", "地址"] and not {"type", "national_type", "required"} & set(fields[0])
       and "字符型" not in page and "没有数据文件" in page, "nothing is made up of fields that a ledger only names", fields)
    package = ckan_package(current, free)
    ok("数据级别" not in package and "数据级别" in ckan_package(current, graded), "nor has the package of CKAN's API")
    ok(titles["病案目录"] in table and titles["病历"] not in table, "grade 4 is in the catalogue only where it is closed")
    secret = titles["军用设施"]
    shown = [path for path in glob.glob(f"{current}/**", recursive=True) if os.path.isfile(path) and
             (secret in path or secret.encode() in read(path) or "军用设施".encode() in read(path))]
    ok(not shown, "core data are in no file", shown[:5])


def ckan_package(current, name):
    with sqlite3.connect(f"file:{current}/.headwater/catalogue.db?mode=ro", uri=True) as base:
        return base.execute("select json from ckan_package where name = ?", [name]).fetchone()[0]


with tempfile.TemporaryDirectory() as work:
    content = start(work)
    ids = workbooks(work, content)
    corrections(work, content, ids)
    identity(work, content, ids)
    renaming(work, content, ids)
    publication(work, content, ids)
print(f"1..{count}")
sys.exit(bad)
