"""`policies/groups.yaml`: which benefits exclude or limit each other, and by what arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bole.core.rules.expression import Expression
from bole.core.rules.policies import model as m
from bole.core.rules.policies.saying import read_said
from bole.core.rules.policies.texts import Texts
from bole.core.vocabulary import CodeList, Problem, Vocabulary
from bole.core.vocabulary.fields import Fields
from bole.core.vocabulary.tree import parse
from bole.core.vocabulary.types import SUBJECTS


def read_groups(
    file: str,
    text: str,
    vocabulary: Vocabulary,
    code_lists: Mapping[str, CodeList],
    problems: list[Problem],
) -> dict[str, m.Group]:
    """Groups by key; faults are appended to `problems`."""
    root = parse(text, file, problems)
    if root is None:
        return {}
    fields = Fields(root, "互斥组", problems)
    found = {}
    for key, node in fields.mapping("groups", required=True).items():
        own = Fields(node, f"互斥组“{key}”", problems)
        said = read_said(own, key, node.at)
        rule: Any = own.choice("rule", m.GROUP_RULES, required=True)
        subject: Any = own.choice("subject", SUBJECTS, default="person")
        texts = Texts(vocabulary, code_lists, subject, problems)
        bounds: dict[str, Expression | None] = {
            part: texts.expression(own.node_of(part), f"互斥组“{key}”的 {part}", ("money", "number"), "金额或数")
            for part in ("ceiling", "less")
        }
        own.done()
        found[key] = m.Group(
            key, said.name, said.name_en, said.cite, said.mark, said.at, rule, bounds["ceiling"], bounds["less"]
        )
    fields.done()
    return found
