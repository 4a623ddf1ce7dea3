"""From YAML to a checked flow: every fault of a definition at once, with file, line, column and what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from bole.core.casework import positions
from bole.core.casework.checking import check_graph
from bole.core.casework.flow import (
    CLOCKS,
    STEP_KINDS,
    Assignee,
    End,
    Escalation,
    Flow,
    Outcome,
    Publication,
    Shown,
    Step,
    Stop,
)
from bole.core.casework.report import Report
from bole.core.vocabulary.problems import PackInvalid, Problem
from bole.core.workdays import Term

FLOW_KEYS = ("key", "name", "name_en", "version", "start", "steps", "ends", "clocks", "escalation", "withdraw", "show", "public",
             "cite", "mark", "note")  # fmt: skip
STEP_KEYS = ("name", "name_en", "kind", "assignee", "signers", "quorum", "days", "effect", "term", "stop", "outcomes",
             "distinct_from", "visits", "fallback")  # fmt: skip
PUBLIC_KEYS = ("fields", "unlisted", "keep_days")
OUTCOME_KEYS = ("name", "name_en", "to", "reason", "correction", "vote")
UNIT_WORDS = ("applicant", "parent", "case")
RESULTS = ("granted", "refused", "withdrawn", "closed")


class FlowInvalid(PackInvalid):
    """The flow was refused; `problems` (bole.core.vocabulary.Problem) is never empty."""


def load_flow(text: str, file: str = "flow.yaml", *, roles: Iterable[str] = (), effects: Iterable[str] = ()) -> Flow:
    """The flow in a YAML text. `roles`, `effects`: the known ones; without them any name is accepted.

    Raises FlowInvalid with all faults at once.
    """
    try:
        data, places = positions.parse(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise FlowInvalid([Problem(file, line, column, "不是有效的 YAML。")]) from error
    return _read(data, Report(file, places), roles, effects)


def flow_from_data(
    data: Mapping[str, Any], file: str = "flow", *, roles: Iterable[str] = (), effects: Iterable[str] = ()
) -> Flow:
    """The flow in plain data (a pinned definition, a pack's `flows`). Raises FlowInvalid."""
    return _read(data, Report(file, {}), roles, effects)


def _read(data: Any, report: Report, roles: Iterable[str], effects: Iterable[str]) -> Flow:
    if not isinstance(data, Mapping) or not isinstance(data.get("steps"), Mapping):
        report.add((), "流程须有 key、name、start、steps、ends。")
        raise FlowInvalid(report.problems)
    report.known_keys((), data, FLOW_KEYS)
    steps = {key: _step(key, raw, ("steps", key), report) for key, raw in _named(data, (), "steps", report)}
    ends = {key: _end(key, raw, ("ends", key), report) for key, raw in _named(data, (), "ends", report)}
    withdraw = _mapping(data.get("withdraw"))
    flow = Flow(
        key=report.text(data, (), "key"),
        name=report.text(data, (), "name"),
        name_en=str(data.get("name_en", "")),
        version=report.whole(data, (), "version", 1),
        start=report.text(data, (), "start"),
        steps=steps,
        ends=ends,
        clocks=_clocks(data, report),
        escalation=_escalation(data, report),
        withdraw_from=tuple(map(str, _listed(withdraw.get("from")))),
        withdraw_to=str(withdraw.get("to", "")),
        show=tuple(_shown(key, raw, ("show", key), report) for key, raw in _named(data, (), "show", report)),
        public=_public(data.get("public"), report),
        cite=str(data.get("cite", "")),
        mark=str(data.get("mark", "M")),
        data=dict(data),
    )
    check_graph(flow, report, roles=tuple(roles), effects=tuple(effects))
    if report.problems:
        raise FlowInvalid(report.problems)
    return flow


def _mapping(raw: Any) -> Mapping[Any, Any]:
    return raw if isinstance(raw, Mapping) else {}


def _named(data: Mapping[str, Any], path: positions.Path, key: str, report: Report) -> Iterator[tuple[str, Any]]:
    """The entries of a mapping by their text keys; YAML 1.1 reads a bare yes, no, on or 12 as something else."""
    for name, raw in _mapping(data.get(key)).items():
        if isinstance(name, str):
            yield name, raw
        else:
            report.add((*path, key), f"{key} 的名称须是文字(如 yes、no、数字须加引号)。")


def _listed(raw: Any) -> list[Any]:
    return list(raw) if isinstance(raw, list | tuple) else []


def _shown(key: str, raw: Any, path: positions.Path, report: Report) -> Shown:
    data = _mapping(raw)
    return Shown(key, report.text(data, path, "name"), str(data.get("name_en", "")))


def _public(raw: Any, report: Report) -> Publication | None:
    if raw is None:
        return None
    data, path = _mapping(raw), ("public",)
    report.known_keys(path, data, PUBLIC_KEYS)
    fields = [
        _shown(key, item, ("public", "fields", key), report) for key, item in _named(data, path, "fields", report)
    ]
    unlisted = {key: tuple(map(str, _listed(values))) for key, values in _named(data, path, "unlisted", report)}
    for key, values in unlisted.items():
        if not values:
            report.add((*path, "unlisted", key), "须列出名单不公开的取值。")
    keep = report.whole(data, path, "keep_days", 0)
    if keep < 1:
        report.add(path, "须写明办结后多少天销毁异议人信息(keep_days)。")
    return Publication(tuple(fields), unlisted, keep)


def _clocks(data: Mapping[str, Any], report: Report) -> dict[str, Term]:
    clocks: dict[str, Term] = {}
    for name, raw in _mapping(data.get("clocks")).items():
        report.one_of(("clocks", name), str(name), CLOCKS, "时限种类")
        term = _term(raw, ("clocks", name), report)
        if term is not None:
            clocks[str(name)] = term
    return clocks


def _term(raw: Any, path: positions.Path, report: Report) -> Term | None:
    if raw is None:
        return None
    days, unit = (raw.get("days"), raw.get("unit", "workday")) if isinstance(raw, Mapping) else (raw, "workday")
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        report.add(path, "期限须是不小于 1 的整数天。")
        return None
    report.one_of((*path, "unit"), str(unit), ("workday", "day"), "期限单位")
    return Term(days, "day" if unit == "day" else "workday")


def _escalation(data: Mapping[str, Any], report: Report) -> tuple[Escalation, ...]:
    rules = []
    for index, raw in enumerate(_listed(data.get("escalation"))):
        path: positions.Path = ("escalation", index)
        rule = _mapping(raw)
        level = str(rule.get("level", ""))
        report.one_of((*path, "level"), level, ("soon", "due", "overdue"), "预警级别")
        rules.append(Escalation(report.whole(rule, path, "percent", 0), level, str(rule.get("role", ""))))
    return tuple(rules)


def _end(key: str, raw: Any, path: positions.Path, report: Report) -> End:
    data = _mapping(raw)
    result = str(data.get("result", ""))
    report.one_of((*path, "result"), result, RESULTS, "办结结果")
    name = report.text(data, path, "name")
    return End(key, name, str(data.get("name_en", "")), result)  # type: ignore[arg-type]


def _step(key: str, raw: Any, path: positions.Path, report: Report) -> Step:
    data = _mapping(raw)
    report.known_keys(path, data, STEP_KEYS)
    kind = str(data.get("kind", "task"))
    report.one_of((*path, "kind"), kind, STEP_KINDS, "步骤种类")
    outcomes = {
        name: _outcome(name, item, (*path, "outcomes", name), report)
        for name, item in _named(data, path, "outcomes", report)
    }
    return Step(
        key=key,
        name=report.text(data, path, "name"),
        name_en=str(data.get("name_en", "")),
        kind=kind,  # type: ignore[arg-type]
        outcomes=outcomes,
        assignee=_assignee(data.get("assignee"), (*path, "assignee"), report),
        signers=_signers(data, path, report),
        quorum=_quorum(data.get("quorum", 0), (*path, "quorum"), report),
        days=report.whole(data, path, "days", 0),
        effect=str(data.get("effect", "")),
        term=_term(data.get("term"), (*path, "term"), report),
        stop=_stop(data.get("stop"), (*path, "stop"), report),
        distinct_from=tuple(map(str, _listed(data.get("distinct_from")))),
        visits=report.whole(data, path, "visits", 0),
        fallback=_assignee(data.get("fallback"), (*path, "fallback"), report),
    )


def _outcome(key: str, raw: Any, path: positions.Path, report: Report) -> Outcome:
    data = _mapping(raw)
    report.known_keys(path, data, OUTCOME_KEYS)
    reason, vote = str(data.get("reason", "optional")), str(data.get("vote", ""))
    report.one_of((*path, "reason"), reason, ("required", "optional", "none"), "理由要求")
    report.one_of((*path, "vote"), vote, ("for", "against", ""), "表决方向")
    return Outcome(
        key=key,
        name=report.text(data, path, "name"),
        name_en=str(data.get("name_en", "")),
        to=report.text(data, path, "to"),
        reason=reason,  # type: ignore[arg-type]
        correction=data.get("correction") is True,
        vote=vote,  # type: ignore[arg-type]
    )


def _assignee(raw: Any, path: positions.Path, report: Report) -> Assignee | None:
    if raw is None:
        return None
    data = _mapping(raw)
    role, unit = report.text(data, path, "role"), report.text(data, path, "unit")
    if unit.lower() in UNIT_WORDS and unit not in UNIT_WORDS:
        report.one_of((*path, "unit"), unit, UNIT_WORDS, "单位规则")
    return Assignee(role, unit)


def _signers(data: Mapping[str, Any], path: positions.Path, report: Report) -> tuple[Assignee, ...]:
    found = (_assignee(raw, (*path, "signers", i), report) for i, raw in enumerate(_listed(data.get("signers"))))
    return tuple(item for item in found if item is not None)


def _quorum(raw: Any, path: positions.Path, report: Report) -> int:
    """all = 0, any = 1, n = n."""
    if raw in ("all", "any"):
        return int(raw == "any")
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    report.add(path, "会签或到会人数须是 all、any 或一个整数。")
    return 0


def _stop(raw: Any, path: positions.Path, report: Report) -> Stop | None:
    if raw is None:
        return None
    data = raw if isinstance(raw, Mapping) else {"reason": raw}
    clocks = tuple(map(str, _listed(data.get("clocks")))) or CLOCKS
    for clock in clocks:
        report.one_of((*path, "clocks"), clock, CLOCKS, "时限种类")
    return Stop(report.text(data, path, "reason"), clocks)


def check_flows(files: Mapping[str, str], *, roles: Iterable[str] = ()) -> list[Problem]:
    """The faults of all flows of a pack; `files` are its texts by relative path, others than flows/* are left alone."""
    problems: list[Problem] = []
    for name in sorted(files):
        if not name.startswith("flows/"):
            continue
        try:
            flow = load_flow(files[name], name, roles=roles)
        except FlowInvalid as error:
            problems.extend(error.problems)
            continue
        if name not in (f"flows/{flow.key}.yaml", f"flows/{flow.key}.yml"):
            problems.append(Problem(name, 1, 1, f"文件名与流程的 key“{flow.key}”不一致。", f"flows/{flow.key}.yaml"))
    return problems
