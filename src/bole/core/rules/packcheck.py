"""Checks every expression of a pack: formulas of derived facts and criteria of classifications."""

from __future__ import annotations

from dataclasses import replace

from bole.core.rules.expression import compile_expression
from bole.core.rules.language.parsing import ExpressionInvalid
from bole.core.rules.language.values import SORT_OF_TYPE
from bole.core.rules.ruleset import rules_of
from bole.core.vocabulary import Pack, PackInvalid, Position, Problem, Subject


def check_pack(pack: Pack) -> list[Problem]:
    """Problems of all expressions, at the place of the expression in its file."""
    problems: list[Problem] = []
    for fact in pack.vocabulary.facts.values():
        if fact.formula:
            kind = SORT_OF_TYPE[fact.type or "text"]
            problems += _check(pack, fact.formula, fact.subject, fact.at, f"事实“{fact.key}”的公式", kind)
    for group in pack.classifications.values():
        for category in group.categories:
            if category.when:
                label = f"类别“{category.key}”"
                problems += _check(pack, category.when, group.subject, category.at, label, "boolean")
    return problems + _check_policies(pack)


def _check_policies(pack: Pack) -> list[Problem]:
    """Problems of the policies as they stand; `check_cases` says whether they do what their examples say."""
    try:
        rules_of(pack)
    except PackInvalid as error:
        return [replace(problem, file=f"policies/{problem.file}") for problem in error.problems]
    return []


def _check(pack: Pack, text: str, subject: Subject, at: Position | None, label: str, kind: str) -> list[Problem]:
    place = at or Position("", 1, 1)
    try:
        expression = compile_expression(text, pack.vocabulary, pack.code_lists, subject)
    except ExpressionInvalid as error:
        return [
            Problem(
                place.file, place.line, place.column, f"{label}第{f.line}行第{f.column}字:{f.message}", f.suggestion
            )
            for f in error.faults
        ]
    if expression.sort.kind != kind:
        message = f"{label}得出的是{expression.sort},不是所要的类型"
        return [Problem(place.file, place.line, place.column, message, "")]
    return []
