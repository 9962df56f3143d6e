#!/usr/bin/env python3
"""Archives of a small portal, opened with other people's programs. Prints TAP.

usage: archive.py [--accept]

Builds the datasets beside this file (with the regions, organisations and code lists of content/) twice in two
environments and looks into everything that can be downloaded. HEADWATER names the program (build/headwater). With
--accept, a golden listing that differs is shown and then replaced.
"""
import csv
import difflib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[2]
HEADWATER = Path(os.environ.get("HEADWATER", TOP / "build" / "headwater")).resolve()
GOLDEN = HERE / "listing.txt"
OPEN = "archive-open"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
ENVIRONMENTS = [
    {"TZ": "Asia/Shanghai", "LC_ALL": "C", "HOME": "/nonexistent"},
    {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "USER": "somebody"},
]


class Skip(Exception):
    """A test that cannot be run here, and why."""


class World:
    """The content, and releases built from it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.content = self.folder / "content"
        self.content.mkdir()
        for name in ("portal.yaml", "regions.csv", "orgs.csv"):
            shutil.copy(TOP / "content" / name, self.content)
        shutil.copytree(TOP / "content" / "vocabularies", self.content / "vocabularies")
        shutil.copytree(HERE / "datasets", self.content / "datasets")
        self.current = self.build("one", ENVIRONMENTS[0])

    def build(self, out, environment, now="2026-11-20", workers=2):
        """Builds into a folder of that name; the served tree."""
        out = self.folder / out
        run = subprocess.run(
            [HEADWATER, "build", "-C", self.content, "-o", out, "-j", str(workers), "--now", now, "--quiet",
             "--templates", TOP / "templates"],
            env={"PATH": os.environ["PATH"], **environment}, cwd=self.folder, capture_output=True, text=True)
        if run.returncode != 0:
            raise AssertionError(f"build ended with {run.returncode}: {run.stderr[-2000:]}")
        return out / "current"

    def archives(self, pattern):
        found = sorted(self.current.glob(pattern))
        assert found, f"no {pattern}"
        return found


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def need(tool):
    if not shutil.which(tool):
        raise Skip(f"{tool} is not installed")


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}"
    return done.stdout


def tarball(path):
    need("zstd")
    data = subprocess.run(["zstd", "-qdc", path], capture_output=True, check=True).stdout
    return tarfile.open(fileobj=io.BytesIO(data))


# ---- the archives as files -------------------------------------------------------------------------------------------

def test_two_environments(world):
    """two builds in two environments are one"""
    other = world.build("two", ENVIRONMENTS[1], workers=1)
    assert (world.current / "SHA256SUMS").read_bytes() == (other / "SHA256SUMS").read_bytes()
    assert len(list(other.rglob("*"))) == len(list(world.current.rglob("*")))
    for path in sorted(world.current.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (other / path.relative_to(world.current)).read_bytes(), path


def test_warm_equals_cold(world):
    """an archive from the cache equals one packed anew, and does not change with the day"""
    warm = world.build("one", ENVIRONMENTS[1], now="2026-11-21")
    cold = world.build("three", ENVIRONMENTS[0], now="2026-11-22")
    for path in sorted(cold.glob("archives/*")) + sorted(cold.glob("datasets/*/*.zip")):
        assert path.read_bytes() == (warm / path.relative_to(cold)).read_bytes(), path.name


def test_cache_is_bounded(world):
    """the cache keeps nothing that the release does not hold"""
    sums = {line.split()[0] for line in (world.current / "SHA256SUMS").read_text().splitlines()}
    kept = list((world.folder / "one" / "cache" / "members").iterdir())
    assert kept
    for entry in kept:
        assert entry.name.split("-")[0] in sums, entry.name


def test_listing(world):
    """golden listing of names, sizes and checksums"""
    lines = []
    for path in (f"datasets/{OPEN}/{OPEN}.zip", "archives/portal.zip"):
        with zipfile.ZipFile(world.current / path) as archive:
            for info in archive.infolist():
                fixed = "/files/" in info.filename or info.filename.endswith("dictionary.csv")
                if fixed and not info.filename.endswith(".xlsx"):  # its bytes are the library's
                    lines.append(f"{path} {info.filename} {info.file_size} {sha256(archive.read(info))}")
                else:
                    lines.append(f"{path} {info.filename}")
    got = "\n".join(lines) + "\n"
    want = GOLDEN.read_text() if GOLDEN.exists() else ""
    difference = "".join(difflib.unified_diff(want.splitlines(True), got.splitlines(True), "golden", "now"))
    if difference and "--accept" in sys.argv:
        print("# " + difference.replace("\n", "\n# "))
        GOLDEN.write_text(got)
    elif difference:
        raise AssertionError("the listing differs (--accept takes it):\n" + difference)


def test_unzip(world):
    """unzip -t"""
    need("unzip")
    for path in world.archives("archives/*.zip") + world.archives("datasets/*/*.zip"):
        run("unzip", "-tqq", path)


def test_7z(world):
    """7z t"""
    need("7z")
    for path in world.archives("archives/*.zip") + world.archives("datasets/*/*.zip"):
        assert "Everything is Ok" in run("7z", "t", path)


def test_bsdtar(world):
    """bsdtar -t, and the same members in both forms"""
    need("bsdtar")
    for path in world.archives("archives/*.zip"):
        members = run("bsdtar", "-tf", path)
        assert members == run("bsdtar", "-tf", path.with_suffix(".tar.zst"))
        assert members


def test_zip_form(world):
    """ZIP: sorted, UTF-8, 0644, one UTC date, no extra fields"""
    for path in world.archives("archives/*.zip") + world.archives("datasets/*/*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            infos = archive.infolist()
        names = [info.filename.encode() for info in infos]
        assert names == sorted(names)
        for info in infos:
            assert info.flag_bits == 0x800, (path, info)
            assert info.external_attr >> 16 == 0o100644
            assert info.extra == b"" and info.comment == b""
            assert info.date_time[3:] == (0, 0, 0)
        assert len({info.date_time for info in infos}) == 1


def test_tar_form(world):
    """tar.zst: the members of the ZIP, nobody's, 0644, one time"""
    for path in world.archives("archives/*.tar.zst"):
        with tarball(path) as tar, zipfile.ZipFile(str(path).replace(".tar.zst", ".zip")) as archive:
            members = tar.getmembers()
            assert [member.name for member in members] == archive.namelist()
            for member in members:
                assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")
                assert member.mode == 0o644 and member.isreg()
                assert tar.extractfile(member).read() == archive.read(member.name)
            assert len({member.mtime for member in members}) == 1


def test_manifest(world):
    """sha256sum -c manifest-sha256.txt, and it lists everything"""
    need("unzip")
    for path in world.archives("archives/*.zip") + world.archives("datasets/*/*.zip"):
        with tempfile.TemporaryDirectory(dir=world.folder) as folder:
            run("unzip", "-qq", path, "-d", folder)
            tops = list(Path(folder).iterdir())
            assert [top.name for top in tops] == [path.stem]
            run("sha256sum", "--check", "--strict", "--quiet", "manifest-sha256.txt", cwd=tops[0])
            listed = {line.split("  ", 1)[1] for line in (tops[0] / "manifest-sha256.txt").read_text().splitlines()}
            there = {str(file.relative_to(tops[0])) for file in tops[0].rglob("*") if file.is_file()}
            assert there == listed | {"manifest-sha256.txt"}
            assert "README.txt" in there


def test_sums(world):
    """archives/SHA256SUMS"""
    run("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS", cwd=world.current / "archives")
    listed = (world.current / "archives" / "SHA256SUMS").read_text().splitlines()
    assert len(listed) == len(world.archives("archives/*.zip")) + len(world.archives("archives/*.tar.zst"))


def test_scopes(world):
    """a region's archive holds all below it; a theme's, its own"""
    def datasets(name):
        with zipfile.ZipFile(world.current / "archives" / name) as archive:
            return sorted({part.split("/")[1] for part in archive.namelist() if part.count("/") > 1})

    assert datasets("portal.zip") == [OPEN, "archive-sample"]
    assert datasets("region-630000.zip") == [OPEN, "archive-sample"]
    assert datasets("region-632800.zip") == [OPEN]
    assert datasets("region-630100.zip") == ["archive-sample"]
    assert not (world.current / "archives" / "region-630200.zip").exists()
    assert {path.name for path in world.archives("archives/theme-*.zip")} == {
        f"theme-{slug}.zip" for slug in theme_slugs(world, {"06", "20"})}


def theme_slugs(world, codes):
    with open(world.content / "vocabularies" / "themes.csv", encoding="utf-8-sig", newline="") as file:
        return [row["slug"] for row in csv.DictReader(file) if row["code"] in codes]


# ---- what is in the files --------------------------------------------------------------------------------------------

def member(world, name):
    with zipfile.ZipFile(world.current / "datasets" / OPEN / f"{OPEN}.zip") as archive:
        return archive.read(f"{OPEN}/{name}")


def source_rows(world, name):
    with open(world.content / "datasets" / OPEN / name, encoding="utf-8", newline="") as file:
        return [[cell or None for cell in row] for row in csv.reader(file)]


def csv_rows(data):
    text = io.StringIO(data.decode("utf-8"), newline="")
    return [[cell or None for cell in row] for row in csv.reader(text, strict=True)]


def xlsx_rows(data):
    """Rows of the first sheet: numbers as float, text as str, no cell as None."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(SHEET + "row"):
        cells = {}
        for cell in row.iter(SHEET + "c"):
            column = "".join(letter for letter in cell.get("r") if letter.isalpha())
            if cell.get("t") == "inlineStr":
                cells[column] = "".join(text.text or "" for text in cell.iter(SHEET + "t"))
            else:
                cells[column] = float(cell.find(SHEET + "v").text)
        rows.append([cells.get(letter) for letter in "ABCDE"])
    return rows


def test_round_trip(world):
    """every format gives back every cell"""
    want = source_rows(world, "round-trip.csv")
    head, body = want[0], want[1:]
    bom, plain = member(world, "files/round-trip.csv"), member(world, "files/round-trip.no-bom.csv")
    assert bom == b"\xef\xbb\xbf" + plain
    assert csv_rows(plain) == want

    def text(value):
        return value if value is None or isinstance(value, str) else str(value)

    rows = json.loads(member(world, "files/round-trip.json"), parse_int=lambda t: Number(t), parse_float=Number)
    assert [list(row) for row in rows] == [head] * len(body)
    assert [[text(value) for value in row.values()] for row in rows] == body
    assert all(isinstance(row["row"], Number) and not isinstance(row["code"], Number) for row in rows)

    root = ET.fromstring(member(world, "files/round-trip.xml"))
    assert [[cell.tag for cell in row] for row in root] == [head] * len(body)
    assert [[None if cell.get(NIL) == "true" else cell.text for cell in row] for row in root] == body

    sheet = xlsx_rows(member(world, "files/round-trip.xlsx"))
    assert sheet[0] == ["行", "代码", "文字", "数量", "日期"]
    for row, cells in zip(sheet[1:], body, strict=True):
        assert [float(cell) if isinstance(value, float) else cell for value, cell in zip(row, cells)] == row
        assert not isinstance(row[1], float), "codes are text"


class Number(str):
    """The digits of a JSON number as they stand."""


def test_lone_column(world):
    """a blank in the only column keeps its row"""
    want = [["only"], ["001"], [None], ["003"]]
    assert csv_rows(member(world, "files/lone.no-bom.csv")) == want
    assert [row["only"] for row in json.loads(member(world, "files/lone.json"))] == ["001", None, "003"]
    assert len(ET.fromstring(member(world, "files/lone.xml"))) == 3


def test_as_it_is(world):
    """a file without a table is byte for byte the editor's"""
    assert member(world, "files/note.txt") == (world.content / "datasets" / OPEN / "note.txt").read_bytes()


def test_papers_agree(world):
    """metadata.json, metadata.xml and datapackage.json name the very files beside them"""
    document = json.loads(member(world, "metadata.json"))
    files = [file for resource in document["resources"] for file in resource["files"]]
    assert len(files) == 11
    for file in files:
        data = member(world, file["path"])
        assert (len(data), sha256(data)) == (file["size_bytes"], file["sha256"]), file["path"]
    assert {file["rows"] for file in document["resources"][0]["files"]} == {6}
    root = ET.fromstring(member(world, "metadata.xml"))
    assert flatten_json(document) == flatten_xml(root)
    for resource in json.loads(member(world, "datapackage.json"))["resources"]:
        data = member(world, resource["path"])
        assert (len(data), "sha256:" + sha256(data)) == (resource["bytes"], resource["hash"]), resource["path"]


def flatten_json(value):
    if isinstance(value, dict):
        return [item for inner in value.values() for item in flatten_json(inner)]
    if isinstance(value, list):
        return [item for inner in value for item in flatten_json(inner)]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def flatten_xml(element):
    if len(element):
        return [item for inner in element for item in flatten_xml(inner)]
    return [element.text]


def test_dictionary(world):
    """dictionary.csv: one row per field, the closed one among them"""
    data = member(world, "dictionary.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["name"] for row in rows] == ["row", "code", "text", "amount", "day", "secret", "only"]
    assert [row["open"] for row in rows] == ["1", "1", "1", "1", "1", "3", "1"]
    assert rows[1]["national_type"] == "C" and rows[1]["length"] == "6" and rows[0]["required"] == "yes"


def test_closed(world):
    """what is not open has no files, and stands in no archive"""
    closed = world.current / "datasets" / "archive-closed"
    assert (closed / "metadata.json").exists()
    assert not (closed / "files").exists() and not list(closed.glob("*.zip"))
    for path in world.archives("archives/*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert not [name for name in archive.namelist() if "archive-closed" in name]
    assert not [name for name in os.listdir(world.current / "datasets" / OPEN / "files")
                if b"secret" in (world.current / "datasets" / OPEN / "files" / name).read_bytes()]


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    if not HEADWATER.exists():
        for number in range(1, len(tests) + 1):
            print(f"not ok {number} - {HEADWATER} is not built")
        return 1
    failed = 0
    with tempfile.TemporaryDirectory(prefix="headwater-archive-") as folder:
        world = World(folder)
        for number, test in enumerate(tests, 1):
            name, note = f"{number} - {test.__doc__}", ""
            try:
                test(world)
                result = "ok"
            except Skip as reason:
                result, note = "ok", f" # SKIP {reason}"
            except Exception as fault:  # one test's fault must not hide the others'
                print("# " + f"{type(fault).__name__}: {fault}".replace("\n", "\n# "))
                result = "not ok"
                failed += 1
            print(f"{result} {name}{note}", flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
