"""What a file is, by its content and not by its name."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

HEAD_BYTES = 8192
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
_EXTENSIONS = {
    "pdf": ("pdf",),
    "png": ("png",),
    "jpeg": ("jpg", "jpeg"),
    "gif": ("gif",),
    "ole": ("xls", "doc", "et", "wps"),
    "xlsx": ("xlsx", "xlsm"),
    "docx": ("docx",),
    "zip": ("zip",),
    "text": ("csv", "txt", "json", "jsonl", "tsv", "yaml"),
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain; charset=utf-8",
}
IMAGES = frozenset({"png", "jpeg", "gif"})


@dataclass(frozen=True)
class Kind:
    """`name` is one of the kinds above or "unknown"; `fits` says whether the extension belongs to it."""

    name: str
    fits: bool


def recognise(content: BinaryIO, filename: str) -> Kind:
    """Looks at the first bytes (and into a zip's list) and puts the file back to its beginning."""
    content.seek(0)
    head = content.read(HEAD_BYTES)
    name = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if not name and head.startswith(b"PK\x03\x04"):
        name = _inside_zip(content)
    if not name:
        name = "text" if head and _is_text(head) else "unknown"
    content.seek(0)
    extension = filename.rpartition(".")[2].lower()
    return Kind(name, extension in _EXTENSIONS.get(name, ()))


def _inside_zip(content: BinaryIO) -> str:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist()[:2000])
    except zipfile.BadZipFile:
        return "unknown"
    if "[Content_Types].xml" not in names:
        return "zip"
    return "xlsx" if any(n.startswith("xl/") for n in names) else "docx" if "word/document.xml" in names else "zip"


def _is_text(head: bytes) -> bool:
    """Unicode with a mark, UTF-8 or GB18030, without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4):  # the last character may be cut in the middle
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
