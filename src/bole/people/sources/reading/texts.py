"""Text files with separators: which encoding, which separator, and their rows.

Encodings are decoded here, strictly: UTF-8 with or without mark, UTF-16, GB 18030 (which contains GBK and GB 2312). A file that is
damaged UTF-8 would decode as GB 18030 into nonsense, so it is refused instead.
"""

from __future__ import annotations

import csv
import io
import re
from statistics import median

import polars as pl

from bole.core.errors import InvalidInput
from bole.people.sources.reading.guard import Sheet, Source

DELIMITERS = ",\t;|\uff0c"
UNIT = "\x1f"
MAX_COLUMNS = 500
MAX_CELL = 100_000
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")


def read_text_sheet(source: Source, filename: str) -> tuple[Sheet, str]:
    """All rows of a text file as a sheet, and the encoding's name. Row i of the frame is the file's record i + 1."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    text, encoding = decode(content, filename)
    del content
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n\x1a")
    if not text.strip():
        raise InvalidInput(
            "文件“%(file)s”中没有任何内容", remedy="请检查导出是否成功", code="reading.empty_file", file=filename
        )
    delimiter = find_delimiter(text)
    frame = _quoted(text, delimiter, filename) if '"' in text else _plain(text, delimiter, filename)
    return Sheet("", frame), encoding


def decode(content: bytes, filename: str) -> tuple[str, str]:
    """The text and the name of its encoding. InvalidInput (`reading.encoding`) when none fits."""
    if content.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif b"\x00" in content[:400]:
        first = content[:4000]
        candidates = ["utf-16-le" if first[1::2].count(0) > first[::2].count(0) else "utf-16-be"]
    else:
        candidates = ["utf-8"] if _mostly_utf8(content) else ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text[:4000]:
            return text, encoding
    raise InvalidInput(
        "文件“%(file)s”的编码认不出,或内容已损坏",
        remedy="请用Excel打开,另存为“CSV UTF-8(逗号分隔)”或xlsx后再报送",
        code="reading.encoding",
        file=filename,
    )


def _mostly_utf8(content: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII form UTF-8 sequences: damaged UTF-8, not GB 18030."""
    sample = content[:200_000]
    high = sum(1 for byte in sample if byte >= 0x80)
    if high < 20:
        return False
    inside = sum(len(found) for found in _MULTIBYTE.findall(sample.decode("utf-8", "ignore").encode()))
    return inside / high > 0.9


def find_delimiter(text: str) -> str:
    """The sign that occurs most evenly in the first rows, outside quotes; a comma when there is none."""
    lines = [re.sub(r'"[^"\n]*"', "", line) for line in text[:50_000].split("\n")[:30] if line.strip()]
    return max(
        DELIMITERS, key=lambda sign: (median(line.count(sign) for line in lines), sum(sign in line for line in lines))
    )


def _plain(text: str, delimiter: str, filename: str) -> pl.DataFrame:
    """Without quotes every line is a row, which Polars reads fast; empty lines are kept so that row numbers stay true."""
    lines = [line or delimiter for line in text.split("\n")]
    width = _checked_width(1 + max(line.count(delimiter) for line in lines), filename)
    names = [f"c{j}" for j in range(width)]
    whole = "\n".join([delimiter.join(names), *lines]).encode()
    del lines
    if len(delimiter.encode()) > 1 or width == 1:
        return _frame([line.split(delimiter) for line in text.split("\n")], width)
    return pl.read_csv(whole, separator=delimiter, quote_char=None, infer_schema=False, truncate_ragged_lines=True)


def _quoted(text: str, delimiter: str, filename: str) -> pl.DataFrame:
    csv.field_size_limit(MAX_CELL)
    try:
        if (plain := _unquoted(text, delimiter)) is not None:
            return _plain(plain, UNIT, filename)
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise InvalidInput(
            "文件“%(file)s”的引号不成对,无法分列",
            remedy="请用Excel打开检查,另存为xlsx后再报送",
            code="reading.broken",
            file=filename,
        ) from None
    return _frame(rows, _checked_width(max(map(len, rows)), filename))


def _unquoted(text: str, delimiter: str) -> str | None:
    """The same cells parted by a sign that no cell holds, when every quoted cell ends in its own line: few lines carry quotes, and
    only those are read one by one."""
    if UNIT in text:
        return None
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if '"' not in line:
            lines[place] = line.replace(delimiter, UNIT)
        elif line.count('"') % 2:
            return None
        else:
            lines[place] = UNIT.join(next(csv.reader([line], delimiter=delimiter)))
    return "\n".join(lines)


def _frame(rows: list[list[str]], width: int) -> pl.DataFrame:
    columns = [[row[j] or None if j < len(row) else None for row in rows] for j in range(width)]
    return pl.DataFrame({f"c{j}": pl.Series(cells, dtype=pl.String) for j, cells in enumerate(columns)})


def _checked_width(width: int, filename: str) -> int:
    if width <= MAX_COLUMNS:
        return width
    raise InvalidInput(
        "文件“%(file)s”有一行超过%(limit)s列,不是报送表",
        remedy="请检查分隔符,另存为xlsx后再报送",
        code="reading.broken",
        file=filename,
        limit=MAX_COLUMNS,
    )
