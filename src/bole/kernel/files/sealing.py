"""A file as a row of sealed chunks: AES-256-GCM, one nonce per chunk, chunk number and last-mark in the associated data.

Chunks cannot be exchanged, dropped or cut off. Any place may be read without opening the rest, and plaintext never touches the disk.
"""

from __future__ import annotations

import io
import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC, CHUNK, TAG = b"BOLEF1\0\0", 1 << 20, 16
_PREFIX = 8
HEAD = len(MAGIC) + _PREFIX


class FileDamaged(ValueError):
    """A chunk does not open: the stored file was changed or cut off."""


def _aad(name: str, number: int, last: bool) -> bytes:
    return f"{name}\0{number}\0{int(last)}".encode()


def write_sealed(content: BinaryIO, target: BinaryIO, *, key: bytes, name: str) -> None:
    """Seals `content` from where it stands to its end."""
    cipher, prefix = AESGCM(key), os.urandom(_PREFIX)
    target.write(MAGIC + prefix)
    number, chunk = 0, content.read(CHUNK)
    while True:
        following = content.read(CHUNK) if len(chunk) == CHUNK else b""
        nonce = prefix + struct.pack(">I", number)
        target.write(cipher.encrypt(nonce, chunk, _aad(name, number, not following)))
        if not following:
            return
        number, chunk = number + 1, following


class SealedReader(io.RawIOBase):
    """Reads a sealed file at any place. `size` is the plaintext's length, known from the row."""

    def __init__(self, source: BinaryIO, *, key: bytes, name: str, size: int) -> None:
        self._source, self._cipher, self._name, self._size = source, AESGCM(key), name, size
        self._place, self._number, self._chunk = 0, -1, b""
        head = source.read(HEAD)
        if head[: len(MAGIC)] != MAGIC:
            raise FileDamaged("head")
        self._prefix = head[len(MAGIC) :]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._place >= self._size:
            return 0
        self._load(self._place // CHUNK)
        start = self._place % CHUNK
        piece = self._chunk[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def _load(self, number: int) -> None:
        if number == self._number:
            return
        self._source.seek(HEAD + number * (CHUNK + TAG))
        last = (number + 1) * CHUNK >= self._size
        nonce = self._prefix + struct.pack(">I", number)
        try:
            self._chunk = self._cipher.decrypt(nonce, self._source.read(CHUNK + TAG), _aad(self._name, number, last))
        except InvalidTag:
            raise FileDamaged(f"chunk {number}") from None
        self._number = number

    def close(self) -> None:
        self._source.close()
        super().close()
