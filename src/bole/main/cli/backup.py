"""`bole backup DIR`, `bole restore DIR --keys DIR`, `bole audit verify|seal`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bole.main.cli import emit, prepare


def register(groups: Any) -> None:
    save = groups.add_parser("backup", help="把数据库、文件和快照备份到一个空文件夹;密钥另放")
    save.add_argument("folder", type=Path)
    save.add_argument("--keys", type=Path, help="把密钥备份到另一个空文件夹")
    bring = groups.add_parser("restore", help="把备份恢复到一个空的实例,并重新执行已做过的销毁")
    bring.add_argument("folder", type=Path)
    bring.add_argument("--keys", type=Path, required=True, help="密钥备份所在的文件夹")
    trail = groups.add_parser("audit", help="审计封印")
    trail.add_argument("action", choices=("verify", "seal"))
    for parser, handler in ((save, _backup), (bring, _restore), (trail, _audit)):
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(handler=handler)


def _teller(options: argparse.Namespace) -> Callable[[str], None]:
    return (lambda step: None) if options.json else (lambda step: print(f"… {step}", file=sys.stderr))


def _backup(options: argparse.Namespace) -> int:
    from bole.main import backup

    prepare()
    manifest = backup.make_backup(options.folder, keys_to=options.keys, say=_teller(options))
    count = len(manifest["files"])
    hint = "" if options.keys else "密钥没有备份;没有密钥,备份中的证件号和文件无法读出(--keys)。"
    result = {"folder": str(options.folder), "files": count, "keys": str(options.keys or "")}
    emit(options, result, f"已备份 {count} 个文件到 {options.folder}。{hint}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from bole.main import backup

    result = backup.restore_backup(options.folder, keys_from=options.keys, say=_teller(options))
    text = (
        "已恢复。重新销毁密钥 {destroyed_keys} 个,关闭文件 {closed_files} 个,备份之后的封印 {lost_seals} 个不再可查。"
    )
    emit(options, result, text.format(**result))
    return 0


def _audit(options: argparse.Namespace) -> int:
    prepare()
    from bole.kernel.audit import services

    if options.action == "seal":
        made = services.seal()
        emit(options, {"seals": made}, f"新封印 {made} 个。")
        return 0
    result = services.verify(by="bole audit verify")
    data = {"seals": result.seals, "rows": result.rows, "seconds": result.seconds, "problems": result.problems}
    good = f"核验 {result.seals} 个封印、{result.rows} 行,没有发现改动。"
    bad = "\n".join("{kind} {stream} {number} {detail}".format(**problem) for problem in result.problems)
    emit(options, data, bad or good)
    return 1 if result.problems else 0
