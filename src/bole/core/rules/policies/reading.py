"""From `policies/<id>/policy.yaml` to a checked `Policy`; every fault with its file, line, column and what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bole.core.rules.language.values import FIRST_DAY
from bole.core.rules.policies import model as m
from bole.core.rules.policies.bodies import BODY_KEYS, read_body
from bole.core.rules.policies.saying import read_said
from bole.core.rules.policies.texts import Texts
from bole.core.rules.policies.words import read_words
from bole.core.vocabulary import CodeList, Problem, Vocabulary
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.tree import Node, parse
from bole.core.vocabulary.types import SUBJECTS


@dataclass(frozen=True)
class World:
    """What policies are read against."""

    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    departments: frozenset[str] = frozenset()
    groups: Mapping[str, m.Group] | None = None


def read_policy(file: str, text: str, world: World, problems: list[Problem]) -> m.Policy | None:
    """One policy; None when it has faults, which are appended to `problems`."""
    root = parse(text, file, problems)
    if root is None:
        return None
    before = len(problems)
    fields = Fields(root, "政策", problems)
    said = read_said(fields, fields.text("id", required=True), root.at)
    kind: Any = fields.choice("kind", m.KINDS, required=True)
    subject: Any = fields.choice("subject", SUBJECTS, default="person")
    expected = file.rsplit("/", 2)[-2] if "/" in file else ""
    if expected and said.key != expected.replace("-", "_"):
        fields.report(
            fields.place("id"), f"id“{said.key}”与目录名“{expected}”不一致", f"id: {expected.replace('-', '_')}"
        )
    texts = Texts(world.vocabulary, world.code_lists, subject, problems)
    versions = _versions(fields, kind, texts, world, said)
    policy = m.Policy(
        *(said.key, said.name, said.name_en, said.cite, said.mark, said.at),
        kind=kind,
        subject=subject,
        department=_department(fields, world),
        mode=fields.choice("mode", m.MODES, default="apply"),  # type: ignore[arg-type]
        summary=fields.text("summary", required=True),
        summary_en=fields.text("summary_en", required=True),
        life=fields.texts("life"),
        documents=fields.texts("documents"),
        plan=fields.texts("plan"),
        versions=tuple(versions),
        words=read_words(fields, versions),
    )
    for key in BODY_KEYS:
        fields.node_of(key)
    fields.done()
    return policy if len(problems) == before else None


def _department(fields: Fields, world: World) -> str:
    code = fields.text("department", required=True)
    if world.departments and code not in world.departments:
        fields.report(fields.place("department"), f"没有部门“{code}”", fields.meant(code, sorted(world.departments)))
    return code


def _versions(fields: Fields, kind: m.Kind, texts: Texts, world: World, said: m.Said) -> list[m.Version]:
    """The body at the top, or a list of versions of which each may say parts of the body anew."""
    shared = {key: fields.entries[key] for key in BODY_KEYS if key in fields.entries}
    listed = fields.nodes("versions")
    if not listed:
        effective = fields.node_of("effective", required=True)
        found = [_version(fields.node, effective, shared, kind, texts, world, said)]
    else:
        found = [_listed_version(node, shared, kind, texts, world, said) for node in listed]
    return _in_order([version for version in found if version], fields)


def _listed_version(
    node: Node, shared: dict[str, Node], kind: m.Kind, texts: Texts, world: World, said: m.Said
) -> m.Version | None:
    own = Fields(node, "版本", texts.problems)
    effective = own.node_of("effective", required=True)
    body = shared | {key: own.entries[key] for key in BODY_KEYS if key in own.entries}
    for key in BODY_KEYS:
        own.node_of(key)
    own.done()
    return _version(node, effective, body, kind, texts, world, said)


def _version(
    node: Node, effective: Node | None, body: dict[str, Node], kind: m.Kind, texts: Texts, world: World, said: m.Said
) -> m.Version | None:
    if effective is None:
        return None
    times = Fields(effective, "effective", texts.problems)
    since, until = times.day("from"), times.day("to")
    by = texts.expression(times.node_of("by"), "effective.by", ("date",), "日期") if "by" in times.entries else None
    times.done()
    if since is None:
        times.report(effective.at, "effective 缺少生效日期", "补上 from: 2021-01-01")
        return None
    if since < FIRST_DAY:
        times.report(times.place("from"), f"生效日期 {since} 早于 {FIRST_DAY}", "检查年份")
    if until is not None and until < since:
        times.report(effective.at, f"失效日期 {until} 早于生效日期 {since}", "改其中一个日期")
    texts.parameters = {}
    holder = Fields(Node(body, node.at, node.keys), "政策", texts.problems)
    parameters = _parameters(holder, texts, said)
    found = read_body(kind, holder, texts, said, world.groups)
    return None if found is None else m.Version(since, until, by, found, parameters, node.at)


def _parameters(fields: Fields, texts: Texts, said: m.Said) -> dict[str, m.Parameter]:
    found: dict[str, m.Parameter] = {}
    for name, node in fields.mapping("params").items():
        if texts.vocabulary.by_name(name, texts.subject) is not None:
            fields.report(node.at, f"参数“{name}”与同名事实混淆", "换一个名称")
        value = texts.parameter(name, node, f"参数“{name}”")
        own = node.plain() if isinstance(node.value, dict) else {}
        if not own.get("name_en"):
            fields.report(node.at, f"参数“{name}”没有英文名称", "写成 {value: …, name_en: …};数表里加一行 name_en: …")
        if value is None:
            continue
        texts.parameters[name] = value.node
        words = [
            str(own.get(key) or fallback)
            for key, fallback in (("name_en", ""), ("cite", said.cite), ("mark", said.mark))
        ]
        found[name] = m.Parameter(name, name, words[0], words[1], words[2], node.at, value)
    return found


def _in_order(versions: list[m.Version], fields: Fields) -> list[m.Version]:
    versions.sort(key=lambda version: version.since)
    closed: list[m.Version] = []
    for version, later in zip(
        versions, [*versions[1:], None], strict=False
    ):  # where none could be read, None is left over
        if later is not None and version.until is not None and version.until >= later.since:
            fields.report(
                later.at, f"两个版本的日期重叠:{later.since} 起的版本与到 {version.until} 止的版本", "改其中一个日期"
            )
        if later is not None and version.since == later.since:
            fields.report(later.at, f"两个版本都从 {later.since} 起", "改其中一个日期")
        until = version.until or (later.since - timedelta(days=1) if later else None)
        closed.append(m.Version(version.since, until, version.by, version.body, version.parameters, version.at))
    return closed
