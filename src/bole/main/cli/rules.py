"""`bole rules check|decide|export`: policies as those who write them meet them; only `export` needs a database."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bole.core.rules import UNKNOWN, Decision, Result, check_cases, rules_of
from bole.core.rules.language.parsing import ExpressionInvalid
from bole.core.rules.lint import lint_rules
from bole.core.rules.policies.given import Given
from bole.core.vocabulary import Pack, PackInvalid, Problem, load_folder
from bole.core.vocabulary.tree import parse
from bole.main import cli
from bole.runtime import paths

USAGE = 2


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = groups.add_parser("rules", help="政策规则:检查、试算 / policies: check, decide")
    verbs = rules.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="检查全部政策与算例,逐条给出 文件:行:列 / 0 good, 1 faults, 2 wrong use")
    decide = verbs.add_parser("decide", help="按一组事实试算 / 0 decided, 1 refused, 2 wrong use")
    check.add_argument("policies", nargs="*", metavar="POLICY", help="只检查这些 / only these: home-purchase …")
    check.add_argument("--deep", action="store_true", help="再查矛盾、除以零,并给出提示 / contradictions and hints too")
    decide.add_argument(
        "--facts", type=Path, required=True, metavar="FILE.yaml", help="{学历: 博士, 荣誉: [{级别: 国家级}]}"
    )
    decide.add_argument("--on", type=dt.date.fromisoformat, default=None, metavar="DATE", help="2026-01-31")
    decide.add_argument("--subject", choices=["person", "organisation"], default="person")
    export = verbs.add_parser(
        "export", help="写出现行政策(含已发布的版次)/ the policies in force as files: 0 written, 2 wrong use"
    )
    export.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="空目录或已有的政策目录 / packs/anji/policies"
    )
    export.add_argument("--json", action="store_true")
    export.set_defaults(handler=export_policies)
    for verb, handler in ((check, check_policies), (decide, decide_facts)):
        verb.add_argument("--pack", type=Path, default=None, metavar="DIR", help="packs/anji")
        verb.add_argument("--json", action="store_true")
        verb.set_defaults(handler=handler)


def check_policies(options: argparse.Namespace) -> int:
    """All faults of the policies, or how many there are and how many cases passed."""
    with _all_kept():
        return _check(options)


@contextmanager
def _all_kept() -> Iterator[None]:
    """Nothing is thrown away before the end of a check: to look for what could be costs a fifth of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _check(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    pack = _pack(options)
    if pack is None:
        return USAGE
    try:
        rules = rules_of(_only(pack, options.policies))
        checked = check_cases(rules)
    except PackInvalid as error:
        return _refuse(options, list(error.problems))
    if checked.problems:
        return _refuse(options, sorted(set(checked.problems)))
    findings = lint_rules(rules, deep=options.deep)
    if faults := [finding.problem for finding in findings if not finding.hint]:
        return _refuse(options, faults)
    hints = [finding.problem for finding in findings]
    seconds = round(time.perf_counter() - started, 2)
    data = {"status": "good", "policies": len(rules.policies), "cases": checked.cases, "sha256": rules.sha256}
    text = f"{len(rules.policies)} 项政策、{checked.cases} 个算例没有错误 / no faults ({seconds} s)"
    text = "\n".join([*(f"提示 / hint: {hint}" for hint in hints), text])
    cli.emit(options, {**data, "seconds": seconds, "problems": [], "hints": _rows(hints)}, text)
    return 0


def _only(pack: Pack, folders: list[str]) -> Pack:
    """The pack with these policies alone; groups and facts stay."""
    if not folders:
        return pack
    kept = {name: text for name, text in pack.policies.items() if name.split("/")[0] in folders or "/" not in name}
    return replace(pack, policies=kept)


def decide_facts(options: argparse.Namespace) -> int:
    """Every policy for the facts of a file."""
    pack = _pack(options)
    if pack is None or not options.facts.is_file():
        return _usage(options, f"没有这个文件 / no such file: {options.facts}") if pack else USAGE
    problems: list[Problem] = []
    root = parse(options.facts.read_text("utf-8", "replace"), options.facts.name, problems)
    facts = Given(pack.vocabulary, pack.code_lists, problems).facts(root, options.subject) if root else {}
    if problems:
        return _refuse(options, problems)
    try:
        decision = rules_of(pack).decide(facts, options.on or dt.date.today(), options.subject)
    except (PackInvalid, ExpressionInvalid) as error:
        return _refuse(options, list(getattr(error, "problems", [])))
    results = {key: _as_data(result) for key, result in decision.results.items()}
    data = {"on": decision.on, "rules": decision.rules_hash, "missing": list(decision.missing), "policies": results}
    cli.emit(options, data, _as_text(decision))
    return 0


def export_policies(options: argparse.Namespace) -> int:
    """The texts in force, pack and edition together, for the county's own repository; other files of the folder stay."""
    if options.to.exists() and not options.to.is_dir():
        return _usage(options, f"不是目录 / not a folder: {options.to}")
    cli.prepare()
    from bole.governance.policies.services import write_policies

    written = write_policies(to=options.to)
    text = f"{len(written)} 个文件写入 {options.to},其余没有变 / files written, the rest as it was"
    cli.emit(options, {"status": "written", "to": str(options.to), "files": written}, text)
    return 0


def _as_data(result: Result) -> dict[str, Any]:
    outputs = {name: _plain(result.value(name)) for name in result.lowered.outputs}
    conditions = [
        {
            "path": outcome.part.path,
            "name": outcome.part.said.name,
            "value": _plain(outcome.value),
            "cite": outcome.part.said.cite,
        }
        for outcome in result.conditions
    ]
    return {"name": result.policy.name, **outputs, "missing": list(result.missing), "conditions": conditions}


def _plain(value: Any) -> Any:
    return "unknown" if value is UNKNOWN else value


def _as_text(decision: Decision) -> str:
    lines = []
    for result in decision.results.values():
        kept = ("eligible", "amount", "level", "may_be", "low", "high", "rank")
        told = ", ".join(f"{name}={_plain(result.value(name))}" for name in kept if name in result.lowered.outputs)
        missing = f" 缺:{'、'.join(result.missing)}" if result.missing else ""
        lines.append(f"{result.policy.name}: {told}{missing}")
    return "\n".join(lines)


def _pack(options: argparse.Namespace) -> Pack | None:
    folder = options.pack or paths.packs_dir() / "anji"
    if not folder.is_dir():
        _usage(options, f"没有这个目录 / no such folder: {folder}")
        return None
    try:
        return load_folder(folder, (), paths.packs_dir())
    except PackInvalid as error:
        _refuse(options, list(error.problems))
        return None


def _usage(options: argparse.Namespace, message: str) -> int:
    if options.json:
        cli.emit(options, {"status": "usage", "error": message}, message)
    else:
        sys.stderr.write(message + "\n")
    return USAGE


def _refuse(options: argparse.Namespace, problems: list[Problem]) -> int:
    rows = _rows(problems)
    text = "\n".join(map(str, problems)) + f"\n共 {len(rows)} 处错误 / {len(rows)} faults"
    cli.emit(options, {"status": "invalid", "problems": rows}, text)
    return 1


def _rows(problems: list[Problem]) -> list[dict[str, Any]]:
    return [
        {"file": p.file, "line": p.line, "column": p.column, "message": p.message, "suggestion": p.suggestion}
        for p in problems
    ]
