"""`bole pack check|diff|load`: packs as a person who writes them meets them. `check` needs no database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bole.core.casework import check_flows
from bole.core.rules import check_pack
from bole.core.vocabulary import (
    Change,
    Pack,
    PackInvalid,
    Problem,
    diff_packs,
    load_folder,
    read_files,
)
from bole.main import cli
from bole.runtime import paths

USAGE = 2
SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pack = groups.add_parser("pack", help="数据包:检查、比较、装入 / packs: check, diff, load")
    verbs = pack.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="检查,逐条给出 文件:行:列 / 0 good, 1 faults, 2 wrong use")
    diff = verbs.add_parser("diff", help="与在用版本或另一目录比较 / 0 same, 1 different, 2 wrong use")
    load = verbs.add_parser("load", help="检查后整包装入 / 0 loaded, 1 refused, 2 wrong use")
    for verb, handler in ((check, check_folder), (diff, diff_folder), (load, load_into_instance)):
        verb.add_argument("folder", type=Path, metavar="DIR")
        verb.add_argument("--json", action="store_true")
        verb.set_defaults(handler=handler)
    diff.add_argument(
        "other", type=Path, nargs="?", metavar="OTHER", help="旧版本所在目录 / folder of the older version"
    )


def check_folder(options: argparse.Namespace) -> int:
    if not _is_pack(options, options.folder):
        return USAGE
    pack, problems = _read(options.folder)
    if pack is None:
        return _refuse(options, problems)
    counts = _counts(pack)
    cli.emit(options, {"status": "good", "pack": pack.id, "sha256": pack.sha256, **counts, "problems": []}, _good(pack))
    return 0


def diff_folder(options: argparse.Namespace) -> int:
    folders = [options.folder] + ([options.other] if options.other else [])
    if not all(_is_pack(options, folder) for folder in folders):
        return USAGE
    new, problems = _read(options.folder)
    if new is None:
        return _refuse(options, problems)
    old = _read(options.other)[0] if options.other else _in_force(new.id)
    changes = diff_packs(old, new)
    data = {"pack": new.id, "changes": [_as_data(change) for change in changes]}
    cli.emit(options, data, "\n".join(map(_as_text, changes)) or "没有差别 / no difference")
    return 1 if changes else 0


def load_into_instance(options: argparse.Namespace) -> int:
    if not _is_pack(options, options.folder):
        return USAGE
    cli.prepare()
    from bole.kernel.taxonomy import services

    try:
        version = services.load_pack(options.folder, by=None)
    except services.PackRefused as error:
        return _refuse(options, error.problems)
    data = {"status": "loaded", "pack": version.pack_id, "version": version.version, "sha256": version.sha256}
    cli.emit(options, data, f"已装入 / loaded: {version} {version.sha256[:12]}")
    return 0


def _is_pack(options: argparse.Namespace, folder: Path) -> bool:
    if folder.is_dir():
        return True
    message = f"没有这个目录 / no such folder: {folder}"
    if options.json:
        cli.emit(options, {"status": "usage", "error": message}, message)
    else:
        sys.stderr.write(message + "\n")
    return False


def _read(folder: Path) -> tuple[Pack | None, Sequence[Problem]]:
    """The pack, or every fault of its files, its expressions and its flows."""
    problems: list[Problem] = []
    pack = None
    try:
        pack = load_folder(folder, [check_pack], paths.packs_dir())
    except PackInvalid as error:
        problems += error.problems
    problems += check_flows(read_files(folder))
    return (None, sorted(set(problems))) if problems else (pack, [])


def _refuse(options: argparse.Namespace, problems: Sequence[Problem]) -> int:
    rows = [
        {"file": p.file, "line": p.line, "column": p.column, "message": p.message, "suggestion": p.suggestion}
        for p in problems
    ]
    text = "\n".join(map(str, problems)) + f"\n共 {len(rows)} 处错误 / {len(rows)} faults"
    cli.emit(options, {"status": "invalid", "problems": rows}, text)
    return 1


def _in_force(pack_id: str) -> Pack | None:
    cli.prepare()
    from bole.kernel.taxonomy import queries

    row = queries.versions().filter(pack_id=pack_id, in_force=True).first()
    return queries.pack_of(row.sha256) if row else None


def _counts(pack: Pack) -> dict[str, int]:
    parts = {
        "facts": pack.vocabulary.facts,
        "sources": pack.sources,
        "code_lists": pack.code_lists,
        "units": pack.units,
        "classifications": pack.classifications,
        "flows": pack.flows,
    }
    return {name: len(part) for name, part in parts.items()}


def _good(pack: Pack) -> str:
    counts = "、".join(f"{name} {number}" for name, number in _counts(pack).items())
    return f"{pack.name} {pack.version} 没有错误 / no faults ({counts})"


def _as_data(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind,
        "part": change.part,
        "key": change.key,
        "name": change.name,
        "details": list(change.details),
    }


def _as_text(change: Change) -> str:
    details = f": {', '.join(change.details)}" if change.details else ""
    return f"{SIGNS[change.kind]} {change.part} {change.key} {change.name}{details}"
