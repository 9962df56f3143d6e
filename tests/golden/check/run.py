#!/usr/bin/env python3
"""Runs `headwater check` over each case beside this file and compares what it says. README.md here tells the format."""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
NOW = "2026-11-23"

WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="worksheet"/></Relationships>"""
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>"""


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data)


def write_workbook(path, sheet_name, body):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", WORKBOOK % sheet_name)
        book.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        book.writestr("xl/worksheets/sheet1.xml", SHEET % body)


def edit(path, lines):
    old = "\n".join(line[1:] for line in lines if line.startswith("-"))
    new = "\n".join(line[1:] for line in lines if line.startswith("+"))
    with open(path, encoding="utf-8") as source:
        text = source.read()
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in {path}")
    write(path, text.replace(old, new).encode())


def change(root, words, lines):
    """Applies one change of a case to the copy at `root`."""
    what, path = words[0], os.path.join(root, words[1])
    content = "".join(line[1:] + "\n" for line in lines if line.startswith("|"))
    if what == "@edit":
        edit(path, lines)
    elif what == "@write":
        write(path, content.encode())
    elif what == "@append":
        with open(path, "a", encoding="utf-8") as out:
            out.write(content)
    elif what == "@repeat":
        with open(path, "a", encoding="utf-8") as out:
            out.writelines(content.replace("{n}", str(n + 1)) for n in range(int(words[2])))
    elif what == "@bytes":
        write(path, bytes.fromhex("".join(words[2:])))
    elif what == "@fill":
        write(path, b"x" * int(words[2]))
    elif what == "@xlsx":
        write_workbook(path, words[2] if len(words) > 2 else "Sheet1", content)
    elif what == "@delete":
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    elif what == "@folder":
        os.makedirs(path)
    elif what == "@link":
        os.symlink(words[2], path)
    else:
        raise ValueError(f"unknown change {what}")


def apply_case(root, case_file):
    """Returns the codes that may speak besides, and the command that is to speak."""
    also, command, words, lines = set(), ["check"], None, []
    with open(case_file, encoding="utf-8") as source:
        rows = source.read().split("\n") + ["@end"]
    for row in rows:
        if not row.startswith("@"):
            if words and row and not row.startswith("#"):
                lines.append(row)
            continue
        if words:
            change(root, words, lines)
        words, lines = row.split(), []
        if words[0] in ("@also", "@strict", "@changes", "@end"):
            also.update(words[1:])
            command = {"@strict": ["check", "--strict"], "@changes": ["changes"]}.get(words[0], command)
            words = None
    return also, command


def check(program, root, lang, command):
    ran = subprocess.run([program] + command + ["-C", root, "--now", NOW, "--lang", lang], capture_output=True, text=True, encoding="utf-8", timeout=60)
    if ran.stderr:
        return ran.stdout + ran.stderr
    return ran.stdout + f"exit {ran.returncode}\n"


def compare(name, lang, got):
    path = os.path.join(HERE, name, "out." + lang)
    want = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
    if got == want:
        return True
    diff = difflib.unified_diff(want.splitlines(True), got.splitlines(True), f"{name}/out.{lang}", "now")
    print("".join("# " + line.rstrip("\n") + "\n" for line in diff), end="")
    if os.environ.get("ACCEPT") == "1":
        write(path, got.encode())
        return True
    return False


def run_case(program, name):
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(folder, "content")
        shutil.copytree(os.path.join(HERE, "base"), root)
        also, command = apply_case(root, os.path.join(HERE, name, "case"))
        said = {lang: check(program, root, lang, command) for lang in ("zh", "en")}
    codes = set(re.findall(r": (?:error|warning) ([EW]\d{3}): ", said["en"]))
    want = set() if name == "none" else {name}
    if not (want <= codes <= want | also):
        print(f"# {name}: spoke {sorted(codes)}, may speak {sorted(want | also)}\n# " + said["en"].replace("\n", "\n# "))
        return False
    return all([compare(name, lang, said[lang]) for lang in said])


def main():
    build = os.path.join(ROOT, sys.argv[1])
    program = os.environ.get("HEADWATER", os.path.join(build, "headwater"))
    with open(os.path.join(ROOT, "generator", "rules.def"), encoding="utf-8") as source:
        rules = re.findall(r"^RULE\((\w+),", source.read(), re.M)
    cases = sorted(n for n in os.listdir(HERE) if os.path.isdir(os.path.join(HERE, n)) and n != "base" and not n.startswith("__"))
    only = os.environ.get("ONLY", "").split()
    cases = [n for n in cases if not only or n in only]
    results = [("every rule has a case of its own, and every case a rule", only or sorted(rules + ["none"]) == cases)]
    if not results[0][1]:
        print("# without a case:", sorted(set(rules) - set(cases)), "without a rule:", sorted(set(cases) - set(rules)))
    results += [(name, run_case(program, name)) for name in cases]
    print(f"1..{len(results)}")
    for number, (name, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
    sys.exit(0 if all(good for _, good in results) else 1)


if __name__ == "__main__":
    main()
