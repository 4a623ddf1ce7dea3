"""`bole link evaluate`: who is one person, judged and run from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bole.main import cli

if TYPE_CHECKING:
    from bole.core.linkage import Scores
    from bole.people.sources.services import Evaluation

APART = {
    "rejected": "退回",
    "excluded": "不收",
    "repeated": "同一文件内重复",
    "ended": "已不再出现",
    "not_persons": "不是人员",
    "not_in_file": "文件中没有此行",
    "unknown_file_rows": "所在文件未装入",
}


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """A further command of the group: one `_add_…` function here."""
    link = groups.add_parser("link", help="一人一档 / who is one person")
    commands = link.add_subparsers(dest="link", required=True, metavar="COMMAND")
    _add_evaluate(commands)


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evaluate = commands.add_parser("evaluate", help="与标准答案对照 / compare the register with labelled rows")
    evaluate.add_argument(
        "--truth",
        type=Path,
        required=True,
        metavar="FILE",
        help="csv: file,row,person(行号从 1 起,含表头)/ sheet rows from 1, headers counted",
    )
    evaluate.add_argument("--traits", type=Path, metavar="FILE", help="csv: person,trait;各组分别报告 / groups apart")
    evaluate.add_argument("--json", action="store_true")
    evaluate.set_defaults(handler=evaluate_register)


def evaluate_register(options: argparse.Namespace) -> int:
    """Exit code 0 with figures; 1 with a message when the answer key cannot be used."""
    cli.prepare()
    from bole.people.sources import services

    found = services.evaluate_linkage(truth=options.truth, traits=options.traits)
    figures = services.as_figures(found)
    if found.groups:
        figures["groups"] = {trait: services.scores_as_figures(scores) for trait, scores in found.groups.items()}
    if found.unknown_files:
        sys.stderr.write(f"未装入的文件 / not loaded: {'、'.join(found.unknown_files)}\n")
    cli.emit(options, figures, _text(found, figures))
    return 0


def _text(found: Evaluation, figures: dict[str, Any]) -> str:
    lines = [
        _line("全部", found.scores),
        *(_line(trait, scores) for trait, scores in found.groups.items()),
        f"待核对 {figures['review_pairs']} 对(每百行 {figures['review_share'] * 100:.2f})"
        f",混档 {figures['mixed_clusters']} 个(占人数 {figures['mixed_share'] * 100:.3f}%)",
    ]
    apart = [f"{word} {found.apart[name]}" for name, word in APART.items() if found.apart.get(name)]
    if apart:
        lines.append("未计入的行:" + ",".join(apart))
    if found.apart["waiting"]:
        lines.append(f"其中 {found.apart['waiting']} 行尚无档案(只认日期的来源),按单独一人计")
    if found.apart["unlinked"]:
        lines.append(f"注意:{found.apart['unlinked']} 行已入库但还没有比对,按单独一人计")
    return "\n".join(lines)


def _line(name: str, scores: Scores) -> str:
    return (
        f"{name}: 准确率 {scores.precision:.5f}  召回率 {scores.recall:.5f}  F1 {scores.f1:.5f}"
        f"  整人一致 {scores.exact_share:.4f}({scores.exact}/{scores.persons} 人)  {scores.rows} 行,混档 {scores.mixed}"
    )
