"""`bole link evaluate|undo`: who is one person, judged and run from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bole.main import cli

if TYPE_CHECKING:
    from bole.core.linkage import Scores
    from bole.people.sources.services import Evaluation, Preview

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
    _add_train(commands)
    _add_undo(commands)
    _add_rebuild(commands)


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


def _add_undo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    undo = commands.add_parser(
        "undo", help="收回一个判定、批次或映射版本 / take a decision, batch or mapping version back"
    )
    thing = undo.add_mutually_exclusive_group(required=True)
    thing.add_argument("--decision", type=int, metavar="N", help="人工判定的编号 / number of a decision")
    thing.add_argument("--batch", type=int, metavar="N", help="批次的编号 / number of a batch")
    thing.add_argument("--mapping", type=int, metavar="N", help="映射版本的编号 / number of a mapping version")
    undo.add_argument("--preview", action="store_true", help="只看影响,不收回 / say what would change, change nothing")
    undo.add_argument("--reason", default="命令行收回", help="理由 / why")
    undo.add_argument("--json", action="store_true")
    undo.set_defaults(handler=take_back)


def take_back(options: argparse.Namespace) -> int:
    """Exit code 0 when it is taken back (or previewed), 1 when it was taken back before or is unknown."""
    cli.prepare()
    from bole.kernel.audit.services import acting_as
    from bole.people.sources import services

    kind = next(name for name in ("decision", "batch", "mapping") if getattr(options, name) is not None)
    with acting_as("command line", "bole link undo"):
        undo = services.find_undo(kind, getattr(options, kind))
        services.refuse_undo(undo, options.reason)
        if options.preview:
            found = services.preview(undo, patient=True)
        else:
            found = services.carry_out(undo, by=None, reason=options.reason, patient=True)
    cli.emit(options, {"done": not options.preview, **found.as_json()}, _undone(found, preview=options.preview))
    return 0


def _undone(found: Preview, *, preview: bool) -> str:
    words = {"split": "拆开", "merge": "合并", "mixed": "重分", "vanish": "退出", "appear": "恢复", "rows": "内容变化"}
    groups = ",".join(f"{words[change]} {count} 组" for change, count in found.counts.items())
    return "\n".join(
        [
            f"{'收回后' if preview else '已收回,'}有变化的人 {found.persons}{'(' + groups + ')' if groups else ''}",
            f"行:退出 {found.rows_gone},恢复 {found.rows_back},内容变化 {found.rows_changed},换人 {found.rows_moved}",
            *(f"{thing.label} {thing.count}" for thing in found.dependants),
        ]
    )


def _add_rebuild(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rebuild = commands.add_parser("rebuild", help="全部重新归并,核对有无差异 / derive everything anew and compare")
    rebuild.add_argument("--check", action="store_true", help="只核对,不改动 / compare only")
    rebuild.add_argument("--json", action="store_true")
    rebuild.set_defaults(handler=rebuild_register)


def rebuild_register(options: argparse.Namespace) -> int:
    """Exit code 0; with `--check`, 1 where a rebuild would change something."""
    cli.prepare()
    from bole.people.sources import services

    found = services.rebuild(by=None, check=options.check)
    figures = {"rows": found.rows, "persons": found.persons, "seconds": found.seconds, "same": found.is_same}
    counts = ",".join(f"{name} {count}" for name, count in found.differences.items() if count)
    text = f"{found.rows} 行、{found.persons} 人重新归并,{'有差异:' + counts if counts else '与现有结果完全一致'}"
    cli.emit(options, {**figures, "differences": found.differences}, text)
    return 1 if options.check and not found.is_same else 0


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    train = commands.add_parser(
        "train", help="按本县数据重新训练比对模型,给出前后对比 / train anew, report before and after"
    )
    train.add_argument(
        "--truth", type=Path, metavar="FILE", help="标准答案 csv(file,row,person)/ answer key to learn from"
    )
    train.add_argument(
        "--use", action="store_true", help="训练后立即启用并全部重新比对 / put in force, link everything anew"
    )
    train.add_argument("--json", action="store_true")
    train.set_defaults(handler=train_model)
    use = commands.add_parser("use", help="启用一个已训练的模型 / put a trained model in force")
    use.add_argument("version")
    use.add_argument("--json", action="store_true")
    use.set_defaults(handler=use_model)


def train_model(options: argparse.Namespace) -> int:
    """Exit code 0 with the report; the model is kept, and in force only with `--use`."""
    cli.prepare()
    from bole.kernel.audit.services import acting_as
    from bole.people.sources import services

    with acting_as("command line", "bole link train"):
        model = services.retrain(by=None, truth=options.truth, use=options.use)
    figures = {"version": model.version, "in_use": model.in_use, **model.report}
    cli.emit(options, figures, _trained(model.version, model.report, in_use=model.in_use))
    return 0


def _trained(version: str, report: dict[str, Any], *, in_use: bool) -> str:
    words = {"persons": "人", "questions": "待核对", "joined_pairs": "自动归并的对", "precision": "准确率", "recall": "召回率",
             "f1": "F1", "mixed_clusters": "混档"}  # fmt: skip
    lines = [f"{words[key]}: {report['before'][key]} → {value}" for key, value in report["after"].items()]
    changed = [each for each in report["levels"] if abs(each["after"] - each["before"]) >= 1]
    levels = [f"{each['comparison']}/{each['level']}: {each['before']} → {each['after']}" for each in changed]
    state = "已启用" if in_use else f"未启用;启用:bole link use {version}"
    return "\n".join([f"模型 {version}({state})", *lines, *levels])


def use_model(options: argparse.Namespace) -> int:
    """Exit code 0 once everything is linked by that model."""
    cli.prepare()
    from bole.kernel.audit.services import acting_as
    from bole.people.sources import services

    with acting_as("command line", "bole link use"):
        services.put_in_use(by=None, version=options.version)
    cli.emit(options, {"version": options.version, "in_use": True}, f"已启用 {options.version}")
    return 0
