"""A workbook read with zipfile and xml.etree alone, and the rules it has to keep.

Workbook(path) reads it; faults(book) lists what breaks the rules of an accessible workbook or of the format, as
lines of text.  Nothing here knows how heddle makes one.
"""
import re
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
SYMBOLS = {"[z]", "[x]", "[k]", "[c]"}


def text_of(node):
    """A string as Excel shows it: runs joined, escapes undone."""
    joined = "".join(t.text or "" for t in node.iter(MAIN + "t"))
    return unescaped(joined)


def unescaped(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def column_of(reference):
    n = 0
    for letter in re.match("[A-Z]+", reference).group():
        n = 26 * n + ord(letter) - 64
    return n


class Cell:
    def __init__(self, kind, value, style, shown):
        self.kind, self.value, self.style, self.shown = kind, value, style, shown


class Sheet:
    def __init__(self, name, path, root):
        self.name, self.path, self.root, self.rows, self.tables = name, path, root, {}, []

    def at(self, row, column):
        cell = self.rows.get(row, {}).get(column)
        return cell.shown if cell else ""

    def texts(self):
        for row in sorted(self.rows):
            for column in sorted(self.rows[row]):
                yield row, column, self.rows[row][column].shown


class Workbook:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.parts = self.zip.namelist()
        self.faults = []
        self.styles()
        self.strings = []
        if "xl/sharedStrings.xml" in self.parts:
            self.strings = [text_of(n) for n in self.xml("xl/sharedStrings.xml").findall(MAIN + "si")]
        self.root = self.xml("xl/workbook.xml")
        relations = self.relations("xl/workbook.xml")
        self.sheets = []
        for node in self.root.find(MAIN + "sheets"):
            path = relations[node.get(REL + "id")][1]
            sheet = Sheet(unescaped(node.get("name")), path, self.xml(path))
            if node.get("state", "visible") != "visible":
                self.faults.append(f"{sheet.name}: a hidden worksheet")
            self.cells(sheet)
            self.tables(sheet)
            self.sheets.append(sheet)

    def xml(self, part):
        return ET.fromstring(self.zip.read(part))

    def relations(self, part):
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        found = {}
        if path not in self.parts:
            return found
        for node in self.xml(path):
            target = node.get("Target")
            if node.get("TargetMode") == "External":
                self.faults.append(f"{part}: leads out of the workbook: {target}")
                continue
            whole = target[1:] if target.startswith("/") else (folder + "/" + target if folder else target)
            while re.search("[^/]+/\\.\\./", whole):
                whole = re.sub("[^/]+/\\.\\./", "", whole, count=1)
            if node.get("Id") in found:
                self.faults.append(f"{part}: two relations of one id")
            if whole not in self.parts:
                self.faults.append(f"{part}: a relation to nothing: {target}")
            found[node.get("Id")] = (node.get("Type").rpartition("/")[2], whole)
        return found

    def styles(self):
        root = self.xml("xl/styles.xml")
        formats = {int(n.get("numFmtId")): n.get("formatCode") for n in root.iter(MAIN + "numFmt")}
        builtin = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}
        fonts = [n for n in root.find(MAIN + "fonts")]
        for fill in root.find(MAIN + "fills"):
            if fill.find(MAIN + "patternFill").get("patternType") not in ("none", "gray125"):
                self.faults.append("a fill")
        self.formats = []
        for n in root.find(MAIN + "cellXfs"):
            font, align = fonts[int(n.get("fontId"))], n.find(MAIN + "alignment")
            code = int(n.get("numFmtId"))
            self.formats.append({
                "font": font.find(MAIN + "name").get("val"), "size": float(font.find(MAIN + "sz").get("val")),
                "bold": font.find(MAIN + "b") is not None, "italic": font.find(MAIN + "i") is not None,
                "fill": n.get("fillId"), "code": formats.get(code, builtin.get(code, "?")),
                "wrap": align is not None and align.get("wrapText") == "1",
                "side": align.get("horizontal", "general") if align is not None else "general"})

    def cells(self, sheet):
        for row in sheet.root.find(MAIN + "sheetData"):
            line = {}
            for node in row:
                value = node.find(MAIN + "v")
                style = self.formats[int(node.get("s", "0"))]
                kind = node.get("t", "n")
                if node.find(MAIN + "f") is not None:
                    self.faults.append(f"{sheet.name}: a formula in {node.get('r')}")
                if kind == "s":
                    shown = self.strings[int(value.text)]
                    cell = Cell("text", shown, style, shown)
                elif kind == "n" and value is not None:
                    cell = Cell("number", float(value.text), style, shown_number(float(value.text), style["code"]))
                elif kind == "n":
                    cell = Cell("blank", None, style, "")
                else:
                    self.faults.append(f"{sheet.name}: a cell of type {kind} in {node.get('r')}")
                    continue
                line[column_of(node.get("r"))] = cell
            sheet.rows[int(row.get("r"))] = line

    def tables(self, sheet):
        relations = self.relations(sheet.path)
        for part in sheet.root.iter(MAIN + "tablePart"):
            kind, path = relations[part.get(REL + "id")]
            if kind != "table":
                self.faults.append(f"{sheet.name}: a table part that is none")
            sheet.tables.append(self.xml(path))

    def sheet(self, name):
        return next((s for s in self.sheets if s.name == name), None)


def shown_number(value, code):
    """What a number looks like in the formats that a workbook of tables needs."""
    first = code.split(";")[0]
    digits = len(first.partition(".")[2])
    text = f"{abs(value):,.{digits}f}" if "#,##" in first else f"{abs(value):.{digits}f}"
    sign = "-" if value < 0 else "+" if value > 0 and first.startswith("+") else ""
    return sign + text if code != "General" else repr(value)


# ---- the rules ----

def package_faults(book):
    parts = book.parts
    if len(set(parts)) != len(parts):
        yield "two parts of one name"
    types = book.xml("[Content_Types].xml")
    overrides = [n.get("PartName")[1:] for n in types.findall(TYPES + "Override")]
    endings = {n.get("Extension") for n in types.findall(TYPES + "Default")}
    for path in overrides:
        if path not in parts:
            yield f"a content type of nothing: {path}"
    for path in parts:
        if path != "[Content_Types].xml" and path not in overrides and path.rpartition(".")[2] not in endings:
            yield f"a part without content type: {path}"
        if re.search("vba|media|drawing|external|ctrlProps|comments|printerSettings", path):
            yield f"a part that does not belong here: {path}"
    for info in book.zip.infolist():
        if info.date_time != (1980, 1, 1, 0, 0, 0):
            yield f"a time in the file: {info.filename}"
    for part in parts:
        ET.fromstring(book.zip.read(part))
    book.relations("")
    core = book.zip.read("docProps/core.xml").decode()
    if not re.search("<dc:title>[^<]", core) or "1980-01-01T00:00:00Z" not in core:
        yield "no title, or a time of its own, in the properties"
    if b'name="Language"' not in book.zip.read("docProps/custom.xml"):
        yield "no language in the properties"


def name_faults(book):
    names = [s.name for s in book.sheets]
    if len({n.lower() for n in names}) != len(names):
        yield "two worksheets of one name"
    for name in names:
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]", name) or name[0] == "'" or name[-1] == "'":
            yield f"a name that no worksheet may have: {name}"
    if names[:2] != ["Cover", "Contents"]:
        yield f"does not begin with Cover and Contents: {names[:3]}"
    for node in book.root.iter(MAIN + "workbookView"):
        if node.get("activeTab", "0") != "0":
            yield "does not open on its first worksheet"
    if book.root.find(MAIN + "definedNames") is not None:
        yield "defined names"
    contents = book.sheet("Contents")
    listed = [text for _, column, text in contents.texts() if column == 1][3:]
    if listed != names:
        yield f"the contents are not the worksheets: {listed}"


FORBIDDEN = ["mergeCells", "autoFilter", "drawing", "legacyDrawing", "headerFooter", "conditionalFormatting",
             "dataValidations", "sheetProtection", "oleObjects", "picture"]


def sheet_faults(book, sheet):
    name = sheet.name
    for tag in FORBIDDEN:
        if sheet.root.find(MAIN + tag) is not None:
            yield f"{name}: {tag}"
    for tag in ("pane", "selection"):
        for node in sheet.root.iter(MAIN + tag):
            if tag == "pane" or node.get("activeCell", "A1") != "A1":
                yield f"{name}: {tag}"
    for tag in ("row", "col"):
        for node in sheet.root.iter(MAIN + tag):
            if node.get("hidden", "0") != "0":
                yield f"{name}: a hidden {tag}"
    rows = sorted(sheet.rows)
    if rows != list(range(1, len(rows) + 1)):
        yield f"{name}: rows without cells"
    title = sheet.rows.get(1, {}).get(1)
    if not title or title.kind != "text" or title.style["size"] < 12 or not title.style["bold"]:
        yield f"{name}: no title in A1"
    for row in rows:
        if not sheet.at(row, 1):
            yield f"{name}: nothing in A{row}"
        for column, cell in sheet.rows[row].items():
            if cell.style["font"] != "Arial" or cell.style["size"] < 12 or cell.style["italic"]:
                yield f"{name}: not in upright Arial of 12 points or more: row {row}"
            if len(cell.shown.encode("utf-16-le")) // 2 > 32767:
                yield f"{name}: a text longer than a cell holds in row {row}"
            if re.search("[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]", cell.shown):
                yield f"{name}: a control character in row {row}"
    targets = {s.name for s in book.sheets}
    for link in sheet.root.iter(MAIN + "hyperlink"):
        place = re.fullmatch("'(.*)'!A1", link.get("location") or "")
        if link.get(REL + "id") or not place or place.group(1).replace("''", "'") not in targets:
            yield f"{name}: a link to {link.get('location')}"


def table_faults(sheet, names):
    name = sheet.name
    says = any(text.startswith("This worksheet contains one table") for _, _, text in sheet.texts())
    if len(sheet.tables) != (1 if says else 0):
        yield f"{name}: says {says} of a table and has {len(sheet.tables)}"
    for table in sheet.tables:
        title = table.get("displayName")
        if title != table.get("name") or title.lower() in names or not re.fullmatch("[a-z_]+(_[0-9]+)?", title):
            yield f"{name}: the table's name {title}"
        names.add(title.lower())
        first, last = table.get("ref").split(":")
        top, bottom = int(re.sub("[A-Z]", "", first)), int(re.sub("[A-Z]", "", last))
        width = column_of(last)
        if column_of(first) != 1 or bottom != max(sheet.rows) or bottom <= top:
            yield f"{name}: the table stands in {table.get('ref')}"
        if table.find(MAIN + "autoFilter") is not None or table.get("headerRowCount", "1") != "1":
            yield f"{name}: filters, or no header row"
        if table.find(MAIN + "tableStyleInfo").get("name"):
            yield f"{name}: a table style with fills"
        columns = table.find(MAIN + "tableColumns")
        headers = [unescaped(n.get("name")) for n in columns]
        if len({h.lower() for h in headers}) != len(headers) or not all(h.strip() for h in headers):
            yield f"{name}: headers {headers}"
        if len(headers) != width or columns.get("count") != str(width) or any(len(h) > 255 for h in headers):
            yield f"{name}: {len(headers)} headers for {width} columns"
        if headers != [sheet.at(top, c) for c in range(1, width + 1)]:
            yield f"{name}: the header row is not what the table says"
        empty = any(text.startswith("Some cells are empty") for _, _, text in sheet.texts())
        for row in range(top, bottom + 1):
            if set(sheet.rows[row]) != set(range(1, width + 1)):
                yield f"{name}: row {row} is not as wide as the table"
            for column, cell in sheet.rows[row].items():
                if not cell.style["wrap"]:
                    yield f"{name}: not wrapped in row {row}"
                if cell.kind == "blank" and not empty:
                    yield f"{name}: an empty cell in row {row} without a reason"
                if cell.kind == "number" and cell.style["code"] == "General":
                    yield f"{name}: a number without format in row {row}"
                if cell.shown in SYMBOLS and name != "Notes" and cell.style["side"] != "right":
                    yield f"{name}: a symbol on the left in row {row}"
        for row in range(1, top):
            if set(sheet.rows[row]) != {1}:
                yield f"{name}: row {row} above the table has several cells"


def note_faults(book):
    notes = book.sheet("Notes")
    known = {text for _, column, text in notes.texts() if column == 1} if notes else set()
    numbers = sorted(int(t[6:-1]) for t in known if t.startswith("[note "))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"notes are numbered {numbers}"
    for sheet in book.sheets:
        if sheet is notes:
            continue
        explained = {m.group(1) for _, _, t in sheet.texts() if (m := re.match(r"Shorthand: (\[.\])", t))}
        for row, column, text in sheet.texts():
            if (found := re.match(r"\[note \d+\]", text)) and found.group() not in known:
                yield f"{sheet.name}: {found.group()} is not among the notes"
            if sheet.tables and text in SYMBOLS and not {text} <= explained & known:
                yield f"{sheet.name}: {text} is not explained"


def faults(book):
    found = list(book.faults) + list(package_faults(book)) + list(name_faults(book)) + list(note_faults(book))
    names = set()
    for sheet in book.sheets:
        found += list(sheet_faults(book, sheet)) + list(table_faults(sheet, names))
    return found + [f for f in book.faults if f not in found]
