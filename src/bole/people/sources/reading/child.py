"""Runs alone: copies itself for every workbook; the copy, of limited memory and time, hands the sheets back as Arrow.

Usage: child.py <number of a socket's descriptor>. Each message brings three descriptors (workbook, sheets, answer in JSON); the reply is
"0", or "1" when the copy was ended. Imports nothing of Bole, so that it starts fast and can be run isolated. It is no part of the
interface: `nursery.read_workbook` calls it.
"""

import datetime
import json
import os
import re
import resource
import socket
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor

ADDRESS_SPACE = 3 << 29
"""Bytes: about 1 GB for the file on top of what the libraries reserve; 200,000 rows of 14 columns need 0.7 GB."""
CPU_SECONDS = 120
IDLE_SECONDS = 60
MAX_COLUMNS = 500
CHUNK = 4 << 20
MAX_MERGED = 20_000
LONG = 10**15

CELL_END = b"</c>"
LONG_NUMBER = re.compile(rb"<v>(?:-?[0-9]\.?[0-9]*[eE]\+?(?:1[5-9]|[2-9][0-9])|-?[0-9]{16,}(?:\.0*)?)</v>")
CELL_START = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>')
FILLED = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+"[^>/]*>\s*<(?:v|is|f)')
FILLED_IN = rb'<c r="%b[0-9]+"[^>/]*>\s*<(?:v|is|f)'
MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
TEXT_CELL = re.compile(rb't="(?:str|s|inlineStr)"')
UNCOMPUTED = re.compile(rb"(?:</f>|<f[^>]*/>)(?:<v></v>|<v/>)?</c>")


def main() -> None:
    import fastexcel  # noqa: F401 - loaded once, for all copies
    import polars  # noqa: F401
    import python_calamine  # noqa: F401

    with socket.socket(fileno=int(sys.argv[1])) as line:
        line.settimeout(IDLE_SECONDS)
        while True:
            try:
                message, given, _, _ = socket.recv_fds(line, 1, 3)
            except TimeoutError:
                return
            if not message:
                return
            line.sendall(b"0" if read_in_copy(line, *given) else b"1")
            for number in given:
                os.close(number)


def read_in_copy(line: socket.socket, given: int, out: int, answer: int) -> bool:
    """Whether the copy came to its end, with or without a readable file."""
    copy = os.fork()
    if copy:
        return os.waitpid(copy, 0)[1] == 0
    try:
        line.close()
        read(given, out, answer)
    except BaseException:  # noqa: BLE001 - nothing of the parent's work may go on in the copy
        os._exit(1)
    os._exit(0)


def read(given: int, out: int, answer: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = {"sheets": read_workbook(f"/proc/self/fd/{given}", out)}
    except MemoryError:
        found = {"problem": "memory"}
    except Exception as error:  # noqa: BLE001 - a hostile file may fail anywhere; the parent only needs the kind
        text = str(error).lower()
        found = {"problem": "password" if "password" in text or "encrypt" in text else "broken"}
    with os.fdopen(os.dup(answer), "w") as file:
        json.dump(found, file)


def read_workbook(path: str, out: int) -> list[dict]:
    """Sheets as metadata with the place of each in the result."""
    with open(path, "rb") as file:
        zipped = file.read(2) == b"PK"
    read = read_xlsx if zipped else read_xls
    answer = []
    with os.fdopen(os.dup(out), "r+b") as result:
        for meta, frame in read(path):
            start = result.tell()
            frame.write_ipc(result)
            result.seek(0, os.SEEK_END)
            answer.append({**meta, "start": start, "length": result.tell() - start})
    return answer


def read_xlsx(path: str):
    """Cells as text by fastexcel; what its text form loses (kinds of numbers, formulas, merged cells) from the sheet's XML."""
    import fastexcel
    import python_calamine

    visible = visible_sheets(python_calamine.CalamineWorkbook.from_path(path).sheets_metadata)
    reader = fastexcel.read_excel(path)
    with zipfile.ZipFile(path) as archive, ThreadPoolExecutor(1) as beside:
        parts = sheet_parts(archive)
        for name in visible:
            scan = beside.submit(
                scan_xml, archive, parts.get(name)
            )  # fastexcel leaves the interpreter free as it parses
            frame = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            found = scan.result()
            if frame.width and frame.height:
                yield {"name": name, **found}, frame[:, :MAX_COLUMNS]


def read_xls(path: str):
    """Old binary workbooks: cells keep their types, so numbers become text here."""
    import polars
    import python_calamine

    workbook = python_calamine.CalamineWorkbook.from_path(path)
    for name in visible_sheets(workbook.sheets_metadata):
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        if not rows:
            continue
        width = min(MAX_COLUMNS, max(map(len, rows)))
        columns = [[text_of(row[j]) if j < len(row) else None for row in rows] for j in range(width)]
        frame = polars.DataFrame({str(j): polars.Series(cells, dtype=polars.String) for j, cells in enumerate(columns)})
        long = [
            (i, j)
            for i, row in enumerate(rows)
            for j, v in enumerate(row[:width])
            if type(v) is float and abs(v) >= LONG
        ]
        merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
        yield {"name": name, "long_numbers": long, "merged": merged[:MAX_MERGED], "formulas": 0, "uncomputed": 0}, frame


def text_of(value: object) -> str | None:
    """A cell as fastexcel would write it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return str(value)


def visible_sheets(metadata: list) -> list[str]:
    """Worksheets that a user sees; all worksheets when every one is hidden."""
    sheets = [m for m in metadata if str(m.typ).endswith("WorkSheet")]
    return [m.name for m in sheets if str(m.visible).endswith(".Visible")] or [m.name for m in sheets]


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the archive's entry. Regular expressions instead of an XML parser: no entities to unfold."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {}
    for tag in re.findall(
        r"<Relationship\b[^>]*>", archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    ):
        key, target = attribute(tag, "Id"), attribute(tag, "Target")
        targets[key] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    parts = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        target = targets.get(attribute(tag, r"\w+:id"))
        if target in names:
            parts[unescape(attribute(tag, "name"))] = target
    return parts


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found.group(1) if found else ""


def unescape(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def scan_xml(archive: zipfile.ZipFile, part: str | None) -> dict:
    """Formulas, numbers beyond 15 digits and merged cells of one sheet, in pieces of a few megabytes."""
    found = {"long_numbers": [], "merged": [], "formulas": 0, "uncomputed": 0, "left": None}
    rest = b""
    if part is None:
        return found
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            rest += piece
            cut = rest.rfind(CELL_END) + len(CELL_END)
            if cut >= len(CELL_END):
                scan_piece(rest[:cut], found)
                rest = rest[cut:]
    scan_piece(rest, found)
    left = found.pop("left") or 0
    found["long_numbers"] = [(row, column - left) for row, column in found["long_numbers"]]
    found["merged"] = [(top, max(0, a - left), bottom, b - left) for top, a, bottom, b in found["merged"] if b >= left]
    return found


def first_column(piece: bytes, known: int | None) -> int | None:
    """The leftmost column with content: calamine leaves empty ones at the left out."""
    if known is None and (filled := FILLED.search(piece)):
        known = column_index(filled.group(1))
    for index in range(known or 0):
        if re.search(FILLED_IN % letters_of(index), piece):
            return index
    return known


def scan_piece(piece: bytes, found: dict) -> None:
    found["left"] = first_column(piece, found["left"])
    formulas = piece.count(b"<f>") + piece.count(b"<f ")
    if formulas:
        found["formulas"] += formulas
        found["uncomputed"] += len(UNCOMPUTED.findall(piece))
    for number in LONG_NUMBER.finditer(piece):
        cell = CELL_START.match(piece, piece.rfind(b'<c r="', 0, number.start()))
        if cell and not TEXT_CELL.search(cell.group(3)):
            found["long_numbers"].append((int(cell.group(2)) - 1, column_index(cell.group(1))))
    for left, top, right, bottom in MERGED.findall(piece):
        if len(found["merged"]) < MAX_MERGED:
            found["merged"].append((int(top) - 1, column_index(left), int(bottom) - 1, column_index(right)))


def letters_of(index: int) -> bytes:
    letters = b""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = bytes([65 + digit]) + letters
    return letters


def column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


if __name__ == "__main__":
    main()
