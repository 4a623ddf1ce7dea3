"""Texts that a policy gives as values (a way into a school, a level of care), each with its English in `words`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bole.core.rules.language import tree as n
from bole.core.rules.policies import model as m
from bole.core.vocabulary import Position
from bole.core.vocabulary.fields import Fields


def read_words(fields: Fields, versions: Sequence[m.Version]) -> dict[str, str]:
    """`words: {任选: Any school}`; a text that people are shown and that has no English is a problem at its place."""
    listed = fields.mapping("words")
    found = {text: fields.as_text(node, f"words“{text}”") for text, node in listed.items()}
    shown: dict[str, Position] = {}
    for version in versions:
        for at, node in _shown(version):
            for text in _texts(node):
                shown.setdefault(text, at)
    for text in shown.keys() - found.keys():
        fields.report(shown[text], f"文字“{text}”没有英文", f"在 words 里补上 {text}: …")
    for text in found.keys() - shown.keys():
        fields.report(listed[text].at, f"words 里的“{text}”没有用到", fields.meant(text, sorted(shown)) or "删去")
    return found


def _shown(version: m.Version) -> Iterator[tuple[Position, n.Node]]:
    body = version.body
    yield from ((each.at, each.value.node) for each in version.parameters.values())
    if isinstance(body, m.Benefit):
        yield from ((each.at, each.value.node) for each in body.gives)
    elif isinstance(body, m.Table):
        yield from ((row.at, value.node) for row in body.rows for value in row.gives.values())


def _texts(node: n.Node) -> Iterator[str]:
    """The Chinese texts that may come out; those that conditions look for are not among them."""
    if isinstance(node, n.Constant):
        if node.sort.kind == "text" and isinstance(node.value, str) and not node.value.isascii():
            yield node.value
    elif isinstance(node, n.IfElse):
        yield from _all((node.then, node.otherwise))
    elif isinstance(node, n.Lookup):
        yield from _all([part for _, part in node.rows] + ([node.otherwise] if node.otherwise else []))
    elif isinstance(node, n.Dated):
        yield from _all([part for _, part in node.steps])
    elif isinstance(node, n.Parameter):
        yield from _texts(node.value)


def _all(nodes: Sequence[n.Node]) -> Iterator[str]:
    for node in nodes:
        yield from _texts(node)


def english(policies: Mapping[str, m.Policy]) -> dict[str, str]:
    """All texts of all policies."""
    return {text: other for policy in policies.values() for text, other in policy.words.items()}
