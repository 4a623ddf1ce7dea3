"""Sealing and opening under keys per record, beside bare AES-GCM of the `cryptography` package in the same run.

python bench/vault.py --values 200000
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def bare(values: list[str]) -> tuple[float, float]:
    """The peer: one key, random nonces, nothing stored."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(os.urandom(32))
    nonces = [os.urandom(12) for _ in values]
    sealing, cells = timed(
        lambda: [cipher.encrypt(n, v.encode(), b"bench") for n, v in zip(nonces, values, strict=True)]
    )
    opening, _ = timed(lambda: [cipher.decrypt(n, c, b"bench") for n, c in zip(nonces, cells, strict=True)])
    return sealing, opening


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=200_000)
    count = parser.parse_args().values
    from bole.main import cli

    cli.prepare()
    from django.db import transaction

    from bole.kernel.vault import services as vault

    values = [f"33052319900101{i % 10_000:04d}" for i in range(count)]
    owners = [str(uuid.uuid4()) for _ in values]
    with transaction.atomic():
        keys_s, keys = timed(lambda: vault.new_keys([None] * count))
        seal_s, cells = timed(lambda: vault.seal(values, keys=keys, field="bench.value", owners=owners))
        open_s, opened = timed(lambda: vault.unseal(cells, field="bench.value", owners=owners))
        transaction.set_rollback(True)
    assert opened == values
    index_s, _ = timed(lambda: vault.blind_index(values, kind="cn_id"))
    bare_seal, bare_open = bare(values)
    for name, ours, peer in (("seal", seal_s, bare_seal), ("open", open_s, bare_open)):
        sys.stdout.write(f"{name}: {ours:.2f} s, bare AES-GCM {peer:.2f} s, ratio {ours / peer:.1f}\n")
    sys.stdout.write(f"new keys: {keys_s:.2f} s, blind index: {index_s:.2f} s, values: {count}\n")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    sys.exit(main())
