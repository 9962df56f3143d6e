"""as_tables.py CATALOGUE FOLDER: the records as CSV in two encodings and as a workbook, lists joined by U+001F or ;."""
import csv
import io
import json
import os
import sys
import zipfile
from xml.sax.saxutils import escape

catalogue, folder = sys.argv[1:3]
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="worksheet"/></Relationships>"""


def cell(value):
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


text, at, records = open(catalogue, encoding="utf-8").read(), 0, []
while text[at:].strip():
    part, end = json.JSONDecoder().raw_decode(text[at:].lstrip())
    at += len(text[at:]) - len(text[at:].lstrip()) + end
    records += part
names = list(dict.fromkeys(name for record in records for name in record))
rows = [names] + [[cell(record.get(name)) for name in names] for record in records]
out = io.StringIO()
csv.writer(out).writerows(rows)
for name, encoding in (("gb18030.csv", "gb18030"), ("utf16.csv", "utf-16")):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(out.getvalue().encode(encoding))
sheet = "".join(
    f"<row r=\"{r}\">" + "".join(
        f"<c r=\"{chr(65 + c)}{r}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{escape(value)}</t></is></c>"
        for c, value in enumerate(row)) + "</row>" for r, row in enumerate(rows, 1))
with zipfile.ZipFile(os.path.join(folder, "table.xlsx"), "w", zipfile.ZIP_DEFLATED) as book:
    book.writestr("xl/workbook.xml", WORKBOOK)
    book.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
    book.writestr("xl/worksheets/sheet1.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                  "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                  + sheet + "</sheetData></worksheet>")
