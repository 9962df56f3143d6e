#!/usr/bin/python3
"""Turns real CSV tables that nobody here wrote into a content folder: tables_to_content.py DATA CONTENT OUT

DATA is the reference data folder (nbs-annual-tables, admin-divisions), CONTENT the sample portal, whose portal.yaml,
regions, organisations and code lists are used as they are. One dataset for each table; the cells go through untouched, only
the empty first heading of the annual tables is filled in (年份). Prints how many tables were taken.
"""
import csv
import os
import re
import shutil
import sys

THEMES = {"人口": "17", "公共管理、社会保障及其他": "03", "农业": "11", "卫生": "02", "就业人员和工资": "03", "教育": "07",
          "综合": "13", "资源和环境": "09", "运输和邮电": "06", "金融业": "13"}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?$")
LEVELS = {"provinces": "省级", "cities": "地级", "areas": "县级", "streets": "乡级"}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def headings(row):
    seen, result = {}, []
    for number, cell in enumerate(row):
        title = cell.strip() or ("年份" if number == 0 else f"第{number + 1}列")
        seen[title] = seen.get(title, 0) + 1
        result.append(title if seen[title] == 1 else f"{title}（{seen[title]}）")
    return result


def field_type(cells):
    filled = [c for c in cells if c != ""]
    return "number" if filled and all(NUMBER.match(c) for c in filled) else "string"


def write_dataset(out, ident, title, theme, rows, source, code):
    folder = os.path.join(out, "datasets", ident)
    os.makedirs(folder)
    heads = headings(rows[0])
    with open(os.path.join(folder, "table.csv"), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heads] + rows[1:])
    fields = "".join(
        f"      - {{name: c{n}, title: {quoted(h)}, type: {'string' if n == 0 else field_type([r[n] for r in rows[1:]])}}}\n"
        for n, h in enumerate(heads))
    with open(os.path.join(folder, "dataset.md"), "w", encoding="utf-8") as file:
        file.write(f"""---
title: {quoted(title)}
code: "{code}"
class: "{code[:3]}"
provider: {PROVIDER}
abstract: {quoted("真实数据表，用于检验生成器：" + title + "。")}
share: {{type: 1}}
open: {{type: 1}}
update_cycle: 7
issued: 2026-11-01
region: "630000"
themes: ["{theme}"]
keywords: [{quoted(title)}]
grade: 1
source: {{title: {quoted(source)}}}
resources:
  - file: table.csv
    title: {quoted(title)}
    fields:
{fields}---

{title}
""")


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    return rows if len(rows) > 1 and all(len(r) == len(rows[0]) for r in rows) else None


data, content, out = sys.argv[1:4]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
for name in ("portal.yaml", "regions.csv", "orgs.csv"):
    shutil.copy(os.path.join(content, name), out)
shutil.copytree(os.path.join(content, "vocabularies"), os.path.join(out, "vocabularies"))
with open(os.path.join(content, "orgs.csv"), encoding="utf-8-sig", newline="") as orgs:
    PROVIDER = next(csv.DictReader(orgs))["id"]
with open(os.path.join(content, "vocabularies/classes.csv"), encoding="utf-8-sig", newline="") as classes:
    CLASS = next(row["code"] for row in csv.DictReader(classes) if len(row["code"]) == 3)

taken, left = 0, []
for base, dirs, names in os.walk(os.path.join(data, "nbs-annual-tables")):
    dirs.sort()
    for name in sorted(names):
        if not name.endswith(".csv"):
            continue
        rows = read(os.path.join(base, name))
        path = os.path.relpath(os.path.join(base, name), os.path.join(data, "nbs-annual-tables"))
        if not rows:
            left.append(path)
            continue
        taken += 1
        write_dataset(out, f"table-{taken:04d}", path[:-4].replace("/", " · "), THEMES[path.split("/")[0]], rows,
                      "国家统计局年度数据", f"{CLASS}001/{taken:04d}")
for name, level in LEVELS.items():
    taken += 1
    write_dataset(out, f"divisions-{name}", f"全国{level}行政区划", "20",
                  read(os.path.join(data, "admin-divisions", name + ".csv")), "国家统计局区划代码（2023 年版）",
                  f"{CLASS}002/{taken:04d}")
print(f"{taken} tables; left out (no row, or rows of unequal length): {len(left)}")
for path in left:
    print(f"  {path}")
