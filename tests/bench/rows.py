#!/usr/bin/python3
"""Questions to one large table: rows.py BUILD ROWS. See rows.sh.

The table is made here, from a seed. Each kind of question is asked with values of its own each time, so that no answer is
found in a cache. Times are those of a client on the same machine, HTTP included; those of SQLite are its own.
"""
import http.client
import importlib.util
import json
import os
import random
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, "tests/site")
from server import Portal  # noqa: E402 -- found by the line above

ASKED = 200
COLUMNS = (("code", "string", "true"), ("dept", "string", "false"), ("region", "string", "false"), ("year", "integer", "false"),
           ("day", "date", "false"), ("amount", "number", "false"), ("count", "integer", "false"), ("name", "string", "false"),
           ("note", "string", "false"), ("flag", "boolean", "false"))
HAN = "青海西宁东交通运输医院学校环境水质空气公共数据开放目录统计年鉴人口土地资源"


def table(rows):
    chance = random.Random(6)
    yield ",".join(name for name, _, _ in COLUMNS)
    for number in range(rows):
        name = "".join(chance.choices(HAN, k=8))
        yield (f"{number:09d},D{chance.randrange(120):03d},63{chance.randrange(60):04d},{chance.randrange(2000, 2027)},"
               f"{chance.randrange(2000, 2027)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d},"
               f"{chance.random() * 1e5:.2f},{chance.randrange(100000)},{name},{chance.choice(HAN)}{number % 977},"
               f"{'true' if number % 3 else 'false'}")


def content(folder, rows):
    """The sample with one dataset more."""
    shutil.copytree("content", folder, dirs_exist_ok=True)
    shutil.copytree(f"{folder}/datasets/work-plan-goals", f"{folder}/datasets/large")
    with open(f"{folder}/datasets/large/dataset.md", encoding="utf-8") as file:
        head = [line for line in file.read().split("resources:")[0].splitlines() if not line.startswith(("related:", "code:"))]
        head.insert(1, 'code: "307001/9999"')
    fields = "".join(f"      - name: {name}\n        title: 字段{at}\n        title_en: Field {at}\n        type: {kind}\n"
                     f"        required: true\n        unique: {unique}\n        description: 说明。\n"
                     f"        description_en: About it.\n" for at, (name, kind, unique) in enumerate(COLUMNS))
    with open(f"{folder}/datasets/large/dataset.md", "w", encoding="utf-8") as file:
        file.write("\n".join(head) + "\nresources:\n  - file: large.csv\n    title: 大表\n    title_en: Large table\n"
                   f"    primary_key: [code]\n    fields:\n{fields}---\n\n说明。\n")
    for other in os.listdir(f"{folder}/datasets/large"):
        if other != "dataset.md":
            os.unlink(f"{folder}/datasets/large/{other}")
    with open(f"{folder}/datasets/large/large.csv", "w", encoding="utf-8") as file:
        for line in table(rows):
            file.write(line + "\n")


def questions(rows, chance):
    """(name, parameters, the same in SQL) of each kind, as a function of chance."""
    dept, year = lambda: f"D{chance.randrange(120):03d}", lambda: chance.randrange(2000, 2027)
    yield "point", lambda: (c := f"{chance.randrange(rows):09d}", ([("filter[code]", c), ("total", "no")],
                            "SELECT * FROM t WHERE code = ? LIMIT 100", (c,)))[1]
    yield "indexed filter, sort", lambda: (d := dept(), y := year(), (
        [("filter[dept]", d), ("filter[day][gte]", f"{y}-01-01"), ("sort", "-day"), ("limit", "20"), ("total", "no")],
        "SELECT * FROM t WHERE dept = ? AND day >= ? ORDER BY day DESC LIMIT 20", (d, f"{y}-01-01")))[2]
    yield "the same with its total", lambda: (d := dept(), y := year(), (
        [("filter[dept]", d), ("filter[day][gte]", f"{y}-01-01"), ("sort", "-day"), ("limit", "20")],
        "SELECT *, (SELECT count(*) FROM t WHERE dept = ?1 AND day >= ?2) FROM t WHERE dept = ?1 AND day >= ?2 "
        "ORDER BY day DESC LIMIT 20", (d, f"{y}-01-01")))[2]
    yield "unindexed filter, indexed sort", lambda: (n := chance.randrange(977), (
        [("filter[note][contains]", f"{n}"), ("sort", "-amount"), ("limit", "20"), ("total", "no")],
        "SELECT * FROM t WHERE instr(note, ?) ORDER BY amount DESC LIMIT 20", (str(n),)))[1]
    yield "two characters in any column", lambda: (w := "".join(chance.choices(HAN, k=2)), (
        [("q", w), ("limit", "20"), ("total", "no")],
        "SELECT * FROM t WHERE instr(name, ?1) OR instr(note, ?1) LIMIT 20", (w,)))[1]
    yield "group by department", lambda: (y := year(), (
        [("group", "dept"), ("measure", "count,avg:amount"), ("filter[year]", str(y)), ("limit", "200")],
        "SELECT dept, count(*), avg(amount) FROM t WHERE year = ? GROUP BY dept ORDER BY 2 DESC", (y,)))[1]
    yield "group the whole table", lambda: (y := year(), (
        [("group", "dept"), ("measure", "count,avg:amount"), ("filter[count][gte]", str(y)), ("limit", "200")],
        "SELECT dept, count(*), avg(amount) FROM t WHERE count >= ? GROUP BY dept ORDER BY 2 DESC", (y,)))[1]
    yield "offset, 90 % deep", lambda: (o := rows * 9 // 10 + chance.randrange(1000), (
        [("offset", str(o)), ("limit", "100")], "SELECT * FROM t LIMIT 100 OFFSET ?", (o,)))[1]


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path):
        start = time.perf_counter()
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        return (time.perf_counter() - start) * 1000, response.status, body


def show(name, who, times, note=""):
    times.sort()
    print(f"{name:32} {who:10} p50 {statistics.median(times):8.2f} ms  p99 {times[int(len(times) * .99)]:8.2f} ms {note}")


def walk(client, path, pages):
    """Pages by cursor from the middle of an order."""
    times, path = [], path + "?sort=-amount&limit=100"
    for _ in range(pages):
        took, _, body = client.get(path)
        times.append(took)
        path = json.loads(body)["next"]
    show("pages by cursor, sorted", "headwater", times)


def ask_service(client, path, ask, name):
    client.connection.close()  # the peer before may have taken longer than nginx keeps a connection that rests
    times, statuses = [], {}
    for _ in range(ASKED):
        pairs, _, _ = ask()
        took, status, _ = client.get(path + "?" + urllib.parse.urlencode(pairs))
        times.append(took)
        statuses[status] = statuses.get(status, 0) + 1
    show(name, "headwater", times, "" if set(statuses) == {200} else f"{statuses}: stopped by the budget")


def ask_sqlite(db, ask, name):
    times = []
    for _ in range(20):
        _, sql, values = ask()
        start = time.perf_counter()
        json.dumps(db.execute(sql, values).fetchall())
        times.append((time.perf_counter() - start) * 1000)
    show(name, "sqlite", times, "(no HTTP, no indexes)")


def ask_datasette(client, ask, name):
    times, statuses = [], {}
    for _ in range(30):
        _, sql, values = ask()
        for at, value in enumerate(values, 1):
            text = str(value) if isinstance(value, int) else "'" + value + "'"
            sql = sql.replace(f"?{at}", text) if f"?{at}" in sql else sql.replace("?", text, 1)
        took, status, _ = client.get("/t.json?" + urllib.parse.urlencode({"sql": sql}))
        times.append(took)
        statuses[status] = statuses.get(status, 0) + 1
    show(name, "datasette", times, "" if set(statuses) == {200} else f"{statuses}")


def load_sqlite(path, csv_file):
    start = time.perf_counter()
    subprocess.run(["sqlite3", path, ".mode csv", f".import {csv_file} t"], check=True)
    print(f"sqlite3 .import: {time.perf_counter() - start:.1f} s")
    return sqlite3.connect(path)


def start_datasette(path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = subprocess.Popen([sys.executable, "-m", "datasette", "serve", path, "--port", str(port), "--setting", "sql_time_limit_ms",
                                "20000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            Client(port).get("/")
            return program, port
        except OSError:
            time.sleep(.2)
    program.kill()
    return None, None


def main():
    build, rows = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="headwater-rows-") as work:
        content(f"{work}/content", rows)
        subprocess.run([f"{build}/headwater", "build", "-C", f"{work}/content", "-o", f"{work}/site", "--now", "2026-11-23", "--timings"],
                       check=True)
        file = f"{work}/site/current/.headwater/rows/large/large.db"
        print(f"{rows} rows: CSV {os.path.getsize(f'{work}/content/datasets/large/large.csv') / 1e6:.0f} MB, file of rows "
              f"{os.path.getsize(file) / 1e6:.0f} MB")
        db = load_sqlite(f"{work}/t.db", f"{work}/content/datasets/large/large.csv")
        datasette, port = start_datasette(f"{work}/t.db") if importlib.util.find_spec("datasette") else (None, None)
        portal = Portal(build, f"{work}/site")
        try:
            client, path = Client(portal.port), "/api/v1/resources/large/large/rows"
            for name, ask in questions(rows, random.Random(1)):
                ask_service(client, path, ask, name)
                ask_sqlite(db, ask, name)
                if datasette:
                    ask_datasette(Client(port), ask, name)
            walk(client, path, ASKED)
        finally:
            portal.stop()
            if datasette:
                datasette.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
