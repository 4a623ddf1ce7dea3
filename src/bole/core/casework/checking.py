"""What can be known wrong with a flow before any case runs through it."""

from __future__ import annotations

from collections.abc import Iterable

from bole.core.casework.flow import PUBLICITY_OUTCOMES, Flow, Step
from bole.core.casework.report import Report


def check_graph(flow: Flow, report: Report, *, roles: tuple[str, ...], effects: tuple[str, ...]) -> None:
    """Add every fault of the graph, the assignees and the kinds to `report`."""
    places = [*flow.steps, *flow.ends]
    if not flow.ends:
        report.add((), "流程没有办结状态(ends)。")
    for key in set(flow.steps) & set(flow.ends):
        report.add(("ends", key), f"“{key}”既是步骤又是办结状态。")
    report.one_of(("start",), flow.start, list(flow.steps), "步骤")
    for step in flow.steps.values():
        _check_step(flow, step, places, report)
        _check_names(step, report, roles, effects)
    _check_withdrawal(flow, report)
    _check_public(flow, report)
    if not report.problems:
        _check_reach(flow, report)


def _check_step(flow: Flow, step: Step, places: list[str], report: Report) -> None:
    path = ("steps", step.key)
    for outcome in step.outcomes.values():
        where = (*path, "outcomes", outcome.key)
        known = report.one_of((*where, "to"), outcome.to, places, "步骤或办结状态")
        if known and outcome.correction:
            _check_correction(flow, outcome.to, (*where, "to"), report)
        if outcome.vote and step.kind != "countersign":
            report.add((*where, "vote"), "只有会签步骤可以表决。")
    if step.fallback is not None and (step.fallback.unit == "applicant" or step.kind == "automatic"):
        report.add((*path, "fallback"), "fallback 须是一个单位的角色,且不用于自动步骤。")
    for other in step.distinct_from:
        report.one_of((*path, "distinct_from"), other, list(flow.steps), "步骤")
    if not step.outcomes:
        report.add(path, f"步骤“{step.name}”没有处理结果。")
    _KINDS.get(step.kind, _check_assignee)(step, path, report)


def _check_correction(flow: Flow, to: str, path: tuple[str, ...], report: Report) -> None:
    """补正 goes to the applicant, and only there."""
    target = flow.steps.get(to)
    if target is None or target.assignee is None or target.assignee.unit != "applicant":
        report.add(path, "补正只能退给申请人(assignee.unit 为 applicant)。")


def _check_assignee(step: Step, path: tuple[str, ...], report: Report) -> None:
    if step.assignee is None:
        report.add(path, f"步骤“{step.name}”没有办理人(assignee)。")
    _refuse_fields(step, path, report, effect=True, days=True, signers=True, quorum=step.kind != "meeting")


def _check_countersign(step: Step, path: tuple[str, ...], report: Report) -> None:
    if step.assignee is None and not step.signers:
        report.add(path, f"会签“{step.name}”没有会签人(assignee 或 signers)。")
    for side in ("for", "against"):
        if sum(outcome.vote == side for outcome in step.outcomes.values()) != 1:
            report.add((*path, "outcomes"), f"会签须恰有一个 vote: {side} 的结果。")
    if step.signers and step.quorum > len(step.signers) and not _open_number(step):
        report.add((*path, "quorum"), f"会签人只有 {len(step.signers)} 个,达不到 {step.quorum}。")
    _refuse_fields(step, path, report, effect=True, days=True)


def _open_number(step: Step) -> bool:
    return any(signer.unit.startswith("case.") for signer in step.signers)


def _check_publicity(step: Step, path: tuple[str, ...], report: Report) -> None:
    if step.assignee is None:
        report.add(path, f"公示“{step.name}”没有负责单位(assignee)。")
    if step.days < 1:
        report.add(path, "公示须写明工作日数(days)。")
    if set(step.outcomes) != set(PUBLICITY_OUTCOMES):
        report.add((*path, "outcomes"), f"公示的结果须为 {'、'.join(PUBLICITY_OUTCOMES)}。")
    _refuse_fields(step, path, report, effect=True, signers=True, quorum=True)


def _check_automatic(step: Step, path: tuple[str, ...], report: Report) -> None:
    if not step.effect:
        report.add(path, f"自动步骤“{step.name}”没有写明 effect。")
    if step.assignee is not None:
        report.add((*path, "assignee"), "自动步骤没有办理人。")
    if "done" not in step.outcomes:
        report.add(path, "自动步骤须有 done 结果。")
    _refuse_fields(step, path, report, days=True, signers=True, quorum=True)


_KINDS = {"countersign": _check_countersign, "publicity": _check_publicity, "automatic": _check_automatic}


def _refuse_fields(
    step: Step,
    path: tuple[str, ...],
    report: Report,
    *,
    effect: bool = False,
    days: bool = False,
    signers: bool = False,
    quorum: bool = False,
) -> None:
    """Fields that the step's kind would silently ignore."""
    for name, refused in (("effect", effect), ("days", days), ("signers", signers), ("quorum", quorum)):
        if refused and getattr(step, name):
            report.add((*path, name), f"{step.kind} 步骤不用 {name}。")


def _check_names(step: Step, report: Report, roles: Iterable[str], effects: Iterable[str]) -> None:
    path = ("steps", step.key)
    if roles and step.assignee:
        report.one_of((*path, "assignee", "role"), step.assignee.role, tuple(roles), "角色")
    if roles and step.fallback:
        report.one_of((*path, "fallback", "role"), step.fallback.role, tuple(roles), "角色")
    for signer in step.signers if roles else ():
        report.one_of((*path, "signers"), signer.role, tuple(roles), "角色")
    if effects and step.effect:
        report.one_of((*path, "effect"), step.effect, tuple(effects), "自动动作")


def _check_public(flow: Flow, report: Report) -> None:
    shows = any(step.kind == "publicity" for step in flow.steps.values())
    if shows and (flow.public is None or not flow.public.fields):
        report.add((), "有公示步骤的流程须写明公开哪些内容(public.fields)。")
    if flow.public and not shows:
        report.add(("public",), "流程没有公示步骤,不用 public。")


def _check_withdrawal(flow: Flow, report: Report) -> None:
    for key in flow.withdraw_from:
        report.one_of(("withdraw", "from"), key, list(flow.steps), "步骤")
    if flow.withdraw_from or flow.withdraw_to:
        report.one_of(("withdraw", "to"), flow.withdraw_to, list(flow.ends), "办结状态")


def _check_reach(flow: Flow, report: Report) -> None:
    """Every step and end can be reached, and an end from every step."""
    forward = {key: {outcome.to for outcome in step.outcomes.values()} for key, step in flow.steps.items()}
    reached = _closure({flow.start}, forward)
    if flow.withdraw_from:
        reached.add(flow.withdraw_to)
    for key in flow.steps:
        if key not in reached:
            report.add(("steps", key), f"步骤“{flow.name_of(key)}”无法到达。")
    for key in flow.ends:
        if key not in reached:
            report.add(("ends", key), f"办结状态“{flow.name_of(key)}”无法到达。")
    for key in reached & set(flow.steps):
        if not _closure({key}, forward) & set(flow.ends):
            report.add(("steps", key), f"从“{flow.name_of(key)}”无法办结。")


def _closure(begin: set[str], forward: dict[str, set[str]]) -> set[str]:
    found, left = set(begin), list(begin)
    while left:
        for to in forward.get(left.pop(), set()) - found:
            found.add(to)
            left.append(to)
    return found
