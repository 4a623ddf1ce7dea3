"""From a model of z3 to somebody: facts as profiles keep them, and the words in which a fault shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from datetime import date
from fractions import Fraction
from typing import Any

from bole.core.rules.lint.days import Day, day_of, month_text
from bole.core.rules.lint.space import Key, Space, Variable
from bole.core.vocabulary import CodeList, Column, Fact, Vocabulary

OTHER = "其他"
MOST_SHOWN = 8


def person(space: Space, model: Any) -> dict[str, Any]:
    """Everything that the variables of a space say of somebody in this model."""
    facts: dict[str, Any] = {}
    for key, present in space.rows.items():
        _owner(facts, key[:-1])[key[-1]] = [{} for there in present if _truth(model, there)]
    for key, variable in space.variables.items():
        unknown = space.unknown.get(key)
        if unknown is not None and _truth(model, unknown):
            continue
        owner = _holder(facts, key)
        if owner is not None:
            owner[key[-1]] = _value(space, variable, model)
    return facts


def with_value(space: Space, model: Any, facts: dict[str, Any], variable: Variable) -> dict[str, Any]:
    """The same person with what this variable says in the model."""
    changed = deepcopy(facts)
    owner = _holder(changed, variable.key)
    if owner is not None:
        owner[variable.key[-1]] = _value(space, variable, model)
    return changed


def _holder(facts: dict[str, Any], key: Key) -> dict[str, Any] | None:
    """The mapping that a value belongs into; None for a row that is not there."""
    if len(key) >= 2 and isinstance(key[-2], int):
        rows = _owner(facts, key[:-3]).get(key[-3], [])
        return rows[key[-2]] if key[-2] < len(rows) else None
    return _owner(facts, key[:-1])


def _owner(facts: dict[str, Any], path: Key) -> dict[str, Any]:
    for step in path:
        facts = facts.setdefault(step, {})
    return facts


def _truth(model: Any, term: Any) -> bool:
    return str(model.eval(term, model_completion=True)) == "True"


def _number(model: Any, term: Any) -> Fraction:
    value = model.eval(term, model_completion=True)
    if hasattr(value, "as_fraction"):
        return Fraction(value.as_fraction())
    if hasattr(value, "approx"):  # irrational, out of a product of facts
        return Fraction(value.approx(6).as_fraction())
    return Fraction(value.as_long())


def _value(space: Space, variable: Variable, model: Any) -> Any:
    kind, term = variable.thing.type, variable.term
    if kind == "boolean":
        return _truth(model, term)
    if isinstance(term, Day):
        return day_of(int(_number(model, term.month)), int(_number(model, term.day)))
    number = _number(model, term)
    if kind in ("decimal", "percent"):
        return number
    whole = int(number)
    if kind == "month":
        return month_text(whole)
    if kind == "code":
        return space.codes(variable.thing.code_list)[whole]
    return whole if kind in ("integer", "money") else _text(space, variable, model, whole)


def _text(space: Space, variable: Variable, model: Any, number: int) -> str:
    literal = space.text_of(number)
    if literal is not None and literal in variable.literals:
        return literal
    held = [kind_word for kind_word, test in variable.tests.items() if _truth(model, test)]
    held.sort(key=lambda kind_word: (kind_word[0] != "starts", -len(kind_word[1])))
    text = ""
    for _, word in held:
        text += "" if word in text else word
    return text or literal or (f"{OTHER}{number}" if number else OTHER)


# -- in words --


def in_words(
    facts: Mapping[str, Any],
    reads: Collection[str],
    vocabulary: Vocabulary,
    code_lists: Mapping[str, CodeList],
) -> str:
    """年薪=50万元、学历=硕士: those facts of somebody that `reads` names."""
    shown = list(_shown(facts, "", "", reads, vocabulary, code_lists))
    return "、".join(shown[:MOST_SHOWN]) + ("等" if len(shown) > MOST_SHOWN else "")


def _shown(
    facts: Mapping[str, Any],
    path: str,
    names: str,
    reads: Collection[str],
    vocabulary: Vocabulary,
    code_lists: Mapping[str, CodeList],
) -> Iterator[str]:
    for key, value in facts.items():
        fact = vocabulary.facts[key]
        if fact.kind == "path":
            yield from _shown(value, f"{path}{key}.", f"{names}{fact.name}.", reads, vocabulary, code_lists)
        elif f"{path}{key}" in reads:
            yield f"{names}{fact.name}{_said(fact, value, code_lists)}"


def _said(fact: Fact, value: Any, code_lists: Mapping[str, CodeList]) -> str:
    if not isinstance(value, list):
        return f"={_plain(fact, value, code_lists)}"
    columns = {column.key: column for column in fact.columns}
    rows = [
        "、".join(f"{columns[k].name}={_plain(columns[k], v, code_lists)}" for k, v in row.items()) for row in value
    ]
    return f"({';'.join(row or '一条' for row in rows)})" if rows else "没有"


def _plain(thing: Fact | Column, value: Any, code_lists: Mapping[str, CodeList]) -> str:
    """A value as people read it."""
    kind = thing.type
    if kind == "boolean":
        return "是" if value else "否"
    if kind == "code":
        return code_lists[thing.code_list or ""].items[value].name
    if kind == "money":
        return _money(value)
    if isinstance(value, date):
        return value.isoformat()
    if kind == "percent":
        return f"{float(value):g}%"
    if isinstance(value, Fraction):
        return f"{float(value):g}{thing.unit}"
    return f"{value}{thing.unit}" if isinstance(value, int) else str(value)


def _money(fen: int) -> str:
    """In 万元 where it is a whole number of 元 and at least one 万."""
    if abs(fen) >= 1_000_000 and fen % 10_000 == 0:
        return f"{fen / 1_000_000:g}万元"
    return f"{fen / 100:.10g}元"
