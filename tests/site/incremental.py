#!/usr/bin/python3
"""A build over the releases before gives what a build from nothing gives, whatever was edited in between.

    incremental.py HEADWATER [--edits N] [--seed N] [--step K]

The portal is cut down to a dozen datasets, which edits then add to, change, rename, withdraw and move; templates, texts, code
lists, organisations, articles and the day change too. One output folder lives through all of it. After every K edits a
build from nothing into an empty folder is compared with it, file by file and byte by byte. Prints TAP.
"""
import argparse
import csv
import filecmp
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
KEPT = 12
SHM = "/dev/shm"
WORDS = "草原 湖泊 公路 学校 医院 气象 水文 名录 统计 监测 人口 价格 许可 工程 设施 培训".split()


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


class Portal:
    def __init__(self, work, chance):
        self.chance, self.day, self.serial = chance, 1, 0
        self.content, self.templates = os.path.join(work, "content"), os.path.join(work, "templates")
        shutil.copytree(os.path.join(ROOT, "content"), self.content)
        shutil.copytree(os.path.join(ROOT, "templates"), self.templates)
        self.datasets = os.path.join(self.content, "datasets")
        for name in self.ids()[KEPT:]:
            shutil.rmtree(os.path.join(self.datasets, name))
        for name in ("withdrawn.csv", "renamed.csv", "changes.csv"):
            if os.path.exists(os.path.join(self.content, name)):
                os.remove(os.path.join(self.content, name))
        for name in self.ids():
            self.edit_front(name, lambda text: re.sub(r"^related:.*\n", "", text, flags=re.M))
        for base, _, names in os.walk(self.content):
            for name in (name for name in names if name.endswith(".md")):
                path = os.path.join(base, name) # links to what is not there any more become plain words
                write(path, re.sub(r"\]\(/[^)]*\)", "]", read(path)))

    def ids(self):
        return sorted(os.listdir(self.datasets))

    def text(self):
        return "".join(self.chance.sample(WORDS, 3))

    def front(self, name):
        return os.path.join(self.datasets, name, "dataset.md")

    def edit_front(self, name, change):
        head, body = read(self.front(name)).split("\n---\n", 1)
        write(self.front(name), change(head) + "\n---\n" + body)

    def set_item(self, name, key, value):
        line = f"{key}: {value}"
        self.edit_front(name, lambda text: re.sub(rf"^{key}:.*$", line, text, count=1, flags=re.M)
                        if re.search(rf"^{key}:", text, re.M) else text + "\n" + line)

    def any(self):
        return self.chance.choice(self.ids())

    def column(self, file, key):
        with open(os.path.join(self.content, file), encoding="utf-8-sig", newline="") as rows:
            return [row[key] for row in csv.DictReader(rows)]

    # ---- edits; each leaves the content without faults ----

    def title(self):
        self.set_item(self.any(), "title", self.text() + str(self.chance.randint(1, 99)))

    def abstract(self):
        self.set_item(self.any(), "abstract", "，".join(self.text() for _ in range(6)) + "。")

    def modified(self):
        self.set_item(self.any(), "modified", f"2026-11-{self.chance.randint(1, 20):02d}")

    def keywords(self):
        self.set_item(self.any(), "keywords", "[" + ", ".join(self.chance.sample(WORDS, 3)) + "]")

    def theme(self):
        self.set_item(self.any(), "themes", f'["{self.chance.choice(self.column("vocabularies/themes.csv", "code"))}"]')

    def organisation(self):
        self.set_item(self.any(), "provider", self.chance.choice(self.column("orgs.csv", "id")))

    def region(self):
        self.set_item(self.any(), "region", f'"{self.chance.choice(self.column("regions.csv", "code"))}"')

    def body(self):
        with open(self.front(self.any()), "a", encoding="utf-8") as file:
            file.write(f"\n{self.text()}。\n")

    def add(self):
        self.serial += 1
        source, name = self.any(), f"added-{self.serial}"
        shutil.copytree(os.path.join(self.datasets, source), os.path.join(self.datasets, name))
        klass = re.search(r'^class: "?(\d+)', read(self.front(name)), re.M)[1]
        self.set_item(name, "code", f'"{klass}999/{self.serial:04d}"')
        self.set_item(name, "title", self.text() + f"副本{self.serial}")

    def remove(self):
        if len(self.ids()) > 6:
            self.drop(self.any())

    def rename(self):
        self.serial += 1
        name = self.any()
        self.unrelate(name)
        os.rename(os.path.join(self.datasets, name), os.path.join(self.datasets, f"renamed-{self.serial}"))

    def drop(self, name):
        self.unrelate(name)
        shutil.rmtree(os.path.join(self.datasets, name))

    def relate(self):
        one, two = self.chance.sample(self.ids(), 2)
        self.set_item(one, "related", f"[{two}]")

    def unrelate(self, gone):
        for name in self.ids():
            self.edit_front(name, lambda text: re.sub(rf"^related: \[{gone}\]\n?", "", text, flags=re.M))
        log = os.path.join(self.content, "changes.csv")
        if os.path.exists(log):
            write(log, "".join(line for line in read(log).splitlines(keepends=True) if f",{gone}," not in line))

    def rows(self):
        """Doubles nothing and breaks no key: rows of one table change places."""
        for name in self.chance.sample(self.ids(), len(self.ids())):
            files = [f for f in os.listdir(os.path.join(self.datasets, name)) if f.endswith(".csv")]
            for file in files:
                path = os.path.join(self.datasets, name, file)
                with open(path, "rb") as data:
                    lines = data.read().splitlines(keepends=True)
                if len(lines) > 3 and b'"' not in b"".join(lines) and all(line.endswith(b"\n") for line in lines):
                    one, two = self.chance.sample(range(1, len(lines)), 2)
                    lines[one], lines[two] = lines[two], lines[one]
                    with open(path, "wb") as data:
                        data.writelines(lines)
                    return

    def change_ledger(self, change):
        path = os.path.join(self.content, "ledgers/qinghai-demo.csv")
        with open(path, encoding="utf-8-sig", newline="") as file:
            head, *rows = list(csv.reader(file))
        change(head, rows)
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *rows])

    def row_value(self):
        """Rows may become faulty by it, and well again."""
        column, values = self.chance.choice([("title", [self.text()]), ("abstract", [self.text() * 4]), ("open_type", ["1", "2", "无"]),
                                             ("keywords", [";".join(self.chance.sample(WORDS, 2))]), ("issued", ["2026-03-01", "2026-02-31"]),
                                             ("provider", self.column("orgs.csv", "id") + ["nobody"])])
        def change(head, rows):
            self.chance.choice(rows)[head.index(column)] = self.chance.choice(values)
        self.change_ledger(change)

    def row_moves(self):
        def change(_, rows):
            rows.insert(self.chance.randrange(len(rows)), rows.pop(self.chance.randrange(len(rows))))
        self.change_ledger(change)

    def row_goes(self):
        self.change_ledger(lambda _, rows: rows.pop(self.chance.randrange(len(rows))) if len(rows) > 10 else None)

    def row_future(self):
        """Is a fault until the day has come."""
        def change(head, rows):
            self.chance.choice(rows)[head.index("issued")] = f"2026-11-{self.chance.randint(23, 29)}"
        self.change_ledger(change)

    def mapping(self):
        path = os.path.join(self.content, "ledgers/qinghai-demo.yaml")
        open_type = self.chance.choice(["无: 1", "无: 3", "没有: 1"])
        write(path, re.sub(r"(  open_type:\n    take: \{)([无没有]+: \d, )?", rf"\g<1>{open_type}, ", read(path)))

    def template(self):
        path = os.path.join(self.templates, "page/dataset.xsl")
        write(path, read(path).replace("<article>", f'<article data-edit="{self.chance.randint(1, 999)}">', 1)
              if "<article>" in read(path) else re.sub(r'data-edit="\d+"', f'data-edit="{self.chance.randint(1, 999)}"', read(path)))

    def style(self):
        with open(os.path.join(self.templates, "static/site.css"), "a", encoding="utf-8") as file:
            file.write(f"\n.edit-{self.chance.randint(1, 999)} {{ margin: 0; }}\n")

    def word(self):
        path = os.path.join(self.templates, "text/zh.xml")
        write(path, re.sub(r'(<t id="updated">)[^<]*', rf"\g<1>更新{self.chance.randint(1, 99)}", read(path)))

    def vocabulary(self):
        path = os.path.join(self.content, "vocabularies/themes.csv")
        lines = read(path).split("\n")
        at = self.chance.randrange(1, len([line for line in lines if line]))
        cells = lines[at].split(",")
        cells[1] = self.text()
        write(path, "\n".join(lines[:at] + [",".join(cells)] + lines[at + 1:]))

    def contact(self):
        path = os.path.join(self.content, "orgs.csv")
        write(path, re.sub(r"0971-\d{7}", lambda _: f"0971-{self.chance.randint(1000000, 9999999)}", read(path), count=1))

    def article(self):
        folder = os.path.join(self.content, "articles/news")
        path = os.path.join(folder, self.chance.choice(sorted(os.listdir(folder))))
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"\n{self.text()}。\n")

    def log(self):
        path = os.path.join(self.content, "changes.csv")
        if not os.path.exists(path):
            write(path, "date,id,change,items\n")
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"2026-11-{self.chance.randint(1, 20):02d},{self.any()},changed,title\n")

    def withdraw(self):
        if len(self.ids()) <= 6:
            return
        name, path = self.any(), os.path.join(self.content, "withdrawn.csv")
        self.drop(name)
        if not os.path.exists(path):
            write(path, "id,title,title_en,date,reason,successor\n")
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{name},{self.text()},Withdrawn {name},2026-11-{self.chance.randint(1, 20):02d},停止发布。,\n")

    def tomorrow(self):
        self.day = self.day % 5 + 1


EDITS = [name for name in vars(Portal) if not name.startswith("_") and name not in (
    "ids", "text", "front", "edit_front", "set_item", "any", "column", "unrelate", "drop", "change_ledger")]


def build(headwater, portal, out):
    done = subprocess.run([headwater, "build", "-C", portal.content, "-o", out, "--templates", portal.templates, "--now",
                           f"2026-11-2{portal.day + 3}", "--lang", "en", "-j", "2"], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def differences(left, right, at=""):
    compared = filecmp.dircmp(left, right, ignore=[], hide=[])
    found = [f"only in one: {at}{name}" for name in compared.left_only + compared.right_only]
    _, different, odd = filecmp.cmpfiles(left, right, compared.common_files, shallow=False)
    found += [f"differs: {at}{name}" for name in different + odd]
    for name in compared.common_dirs:
        found += differences(os.path.join(left, name), os.path.join(right, name), f"{at}{name}/")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("headwater")
    parser.add_argument("--edits", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--step", type=int, default=2, help="edits between two comparisons")
    options = parser.parse_args()
    headwater, chance = os.path.abspath(options.headwater), random.Random(options.seed)
    print(f"# seed {options.seed}")
    count = bad = kept = total = 0
    seen = {}
    memory = SHM if os.access(SHM, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="headwater-incremental-", dir=memory) as work:
        portal = Portal(work, chance)
        lasting, anew = os.path.join(work, "lasting"), os.path.join(work, "anew")
        order = [name for _ in range(options.edits // len(EDITS) + 1) for name in chance.sample(EDITS, len(EDITS))]
        for start in range(0, options.edits, options.step):
            edits = order[start:start + options.step]
            for name in edits:
                getattr(portal, name)()
                seen[name] = seen.get(name, 0) + 1
            code, said = build(headwater, portal, lasting)
            counted = re.search(r"(\d+) files \((\d+) unchanged\)", said)
            if counted:
                total, kept = total + int(counted[1]), kept + int(counted[2])
            shutil.rmtree(anew, ignore_errors=True)
            code_anew, said_anew = build(headwater, portal, anew)
            found = ["the build failed: " + (said + said_anew)[-600:]] if code or code_anew else differences(
                os.path.join(lasting, "current/"), os.path.join(anew, "current/"))
            count += 1
            for line in found[:8]:
                print("# " + line.replace("\n", "\n# "))
            print(f"{'not ok' if found else 'ok'} {count} - {', '.join(edits)}", flush=True)
            bad += bool(found)
            if code or code_anew:
                break
        releases = len(os.listdir(os.path.join(lasting, "releases")))
    count += 1
    good = releases <= 3 and kept > total // 3
    print(f"# {sum(seen.values())} edits of {len(seen)} kinds; {kept} of {total} files kept; {releases} releases left")
    print(f"{'ok' if good else 'not ok'} {count} - much is kept, and old releases go")
    print(f"1..{count}")
    return bad > 0 or not good


sys.exit(main())
