"""What one policy read for one subject, and what it came to, as plain JSON that can be kept and compared for ever."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bole.core.rules import UNKNOWN, Expression, Result
from bole.core.rules.policies import model as m
from bole.core.rules.policies.lowering import Part
from bole.governance.policies.queries.basis import Basis
from bole.governance.policies.queries.rowsmet import rows_met

NOT_KNOWN = {"unknown": True}


def outcome_of(result: Result) -> dict[str, Any]:
    """`outputs` by name (level, route/…, low, amount, …); every condition, and every figure of a points scheme, with the paths it read
    and the rows of record sets that met it (`rows`: places by path)."""
    return {
        "outputs": {name: kept(result.value(name)) for name in result.lowered.outputs},
        "conditions": [_part(part, result) for part in result.lowered.parts],
        "figures": [_part(part, result) for part in result.lowered.figures],
    }


def _part(part: Part, result: Result) -> dict[str, Any]:
    decision, said = result.decision, part.said
    return {
        "path": part.path,
        "name": said.name,
        "name_en": said.name_en,
        "cite": "" if said.cite == result.policy.cite else said.cite,
        "value": kept(decision.shown(part.slot)),
        "reads": list(result.readings(part)),
        "rows": rows_met(part.expression, decision.facts, decision.on),
    }


def kept(value: Any) -> Any:
    """A value of the engine as JSON: unknown is told apart from nothing, ratios stay exact."""
    if value is UNKNOWN:
        return NOT_KNOWN
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else {"n": value.numerator, "d": value.denominator}
    return value.isoformat() if isinstance(value, dt.date) else value


def shown(value: Any) -> Any:
    """The engine's value again (days stay text)."""
    if value == NOT_KNOWN:
        return UNKNOWN
    return Fraction(value["n"], value["d"]) if isinstance(value, dict) else value


def same_outcome(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Equal outputs and equal conditions, wherever their names changed."""
    return _bare(one) == _bare(other)


def _bare(outcome: Mapping[str, Any]) -> tuple[Any, Any]:
    parts = [*outcome["conditions"], *outcome["figures"]]
    return outcome["outputs"], [(each["path"], each["value"]) for each in parts]


# --- facts ------------------------------------------------------------------------------------------------------------


def facts_read(basis: Basis, result: Result) -> list[dict[str, Any]]:
    """Every fact that the policy read, each with its origin; value None: it was not known."""
    found = []
    for path, value in _read(_expressions(result), result).items():
        source, record, as_of = basis.origin(path)
        held = None if value is UNKNOWN else _plain(_at(basis.facts, path, value))
        each = {"path": path, "value": held, "source": source, "record": record, "as_of": as_of}
        found.append(each | ({"rows": basis.origins(path)} if isinstance(held, list) and held else {}))
    return plain(found)


def related(basis: Basis, read: Iterable[Mapping[str, Any]]) -> list[str]:
    """Paths to related subjects that were there: of an unknown employer not even "no" is known."""
    heads = dict.fromkeys(each["path"].rpartition(".")[0] for each in read)
    return [head for head in heads if head and isinstance(_at(basis.facts, head, None), Mapping)]


def rebuilt(facts: Iterable[Mapping[str, Any]], there: Iterable[str]) -> dict[str, Any]:
    """Kept facts as `RuleSet.decide` takes them."""
    found: dict[str, Any] = {}
    for head in there:
        _owner(found, head.split("."))
    for each in facts:
        *head, key = each["path"].split(".")
        if each["value"] is not None:
            _owner(found, head)[key] = each["value"]
    return found


def _owner(facts: dict[str, Any], path: list[str]) -> dict[str, Any]:
    for key in path:
        facts = facts.setdefault(key, {})
    return facts


def _at(facts: Mapping[str, Any], path: str, default: Any) -> Any:
    value: Any = facts
    for key in path.split("."):
        if not isinstance(value, Mapping) or key not in value:
            return default
        value = value[key]
    return value


def held(basis: Basis, path: str) -> Any:
    """What is known under a path, None where nothing is."""
    return _plain(_at(basis.facts, path, None))


def _plain(value: Any) -> Any:
    """Rows without the sealed or linking parts that a profile may carry."""
    if isinstance(value, list):
        return [{k: v for k, v in row.items() if k != "record_id"} if isinstance(row, dict) else row for row in value]
    return value


def plain(value: Any) -> Any:
    """As it comes back from the database."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _read(expressions: Iterable[Expression], result: Result) -> dict[str, Any]:
    """Fact path to the value read, in the order of reading."""
    found: dict[str, Any] = {}
    for expression in expressions:
        found |= result.decision.readings(expression)
    return found


def _expressions(result: Result) -> Iterator[Expression]:
    """Everything that says what comes out: the day that counts, conditions, points, amounts, cells."""
    lowered = result.lowered
    if lowered.version.by is not None:
        yield lowered.version.by
    yield from (part.expression for part in (*lowered.parts, *lowered.figures))
    body = lowered.version.body
    if isinstance(body, m.Benefit):
        yield from (each.value for each in body.gives)
        yield from (each.most for each in body.ceilings)
        if body.amount is not None:
            yield body.amount
    elif isinstance(body, m.Table):
        yield from (cell for row in body.rows for cell in row.gives.values())
    elif isinstance(body, m.Selection) and body.rank_by is not None:
        yield body.rank_by
