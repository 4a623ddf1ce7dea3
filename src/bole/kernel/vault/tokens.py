"""The sealed form of one value, and the wrapping of data keys. Pure functions over bytes.

Token: version (1) | profile (1) | key id (8) | nonce (12) | ciphertext and tag. Associated data: field and owner, so that a
token copied to another cell does not open. Profile 1 is AES-256-GCM; another number is kept for SM4-GCM.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MASTER, INDEX, DESTROYED = "master", "index", "destroyed.log"  # names in the keys folder
VERSION, PROFILE_AES = 1, 1
KEY_SIZE, NONCE_SIZE = 32, 12
_HEAD = struct.Struct(">BBQ")


class Tampered(ValueError):
    """A token does not open with its key: it was changed, or copied from another cell. Carries no value."""


def associated(field: str, owner: str) -> bytes:
    return f"{field}\0{owner}".encode()


def key_id_of(token: bytes) -> int:
    version, profile, key_id = _HEAD.unpack_from(token)
    if (version, profile) != (VERSION, PROFILE_AES):
        raise Tampered("unknown token format")
    return int(key_id)


def seal_one(plaintext: bytes, key_id: int, key: bytes, nonce: bytes, aad: bytes) -> bytes:
    return _HEAD.pack(VERSION, PROFILE_AES, key_id) + nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def open_one(token: bytes, key: bytes, aad: bytes) -> bytes:
    start = _HEAD.size + NONCE_SIZE
    try:
        return AESGCM(key).decrypt(token[_HEAD.size : start], token[start:], aad)
    except InvalidTag:
        raise Tampered(f"token of key {key_id_of(token)} does not open") from None


def wrap_keys(master: bytes, data_keys: Sequence[bytes], ids: Sequence[int]) -> list[bytes]:
    """Data keys under a master key; the id is associated, so that rows cannot be exchanged."""
    cipher, nonces = AESGCM(master), os.urandom(NONCE_SIZE * len(ids))
    wrapped = []
    for place, (key, key_id) in enumerate(zip(data_keys, ids, strict=True)):
        nonce = nonces[place * NONCE_SIZE : (place + 1) * NONCE_SIZE]
        wrapped.append(nonce + cipher.encrypt(nonce, key, b"datakey%d" % key_id))
    return wrapped


def unwrap_key(cipher: AESGCM, wrapped: bytes, key_id: int) -> bytes:
    try:
        return cipher.decrypt(wrapped[:NONCE_SIZE], wrapped[NONCE_SIZE:], b"datakey%d" % key_id)
    except InvalidTag:
        raise Tampered(f"key {key_id} does not unwrap") from None
