"""Decisions about values and pairs: facts of their own, applied by the next link run, taken back without trace in the profile."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput, NotFound
from bole.core.money import UNITS
from bole.core.vocabulary import Fact, Pack, SourceColumn
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import services as registry
from bole.people.sources.models import Decision, Membership
from bole.people.sources.reading.rules import RULES
from bole.people.sources.reading.standard import place_names
from bole.people.sources.reading.values import parser_for
from bole.people.sources.services.base import announcing
from bole.people.sources.services.base.jobs import queue_linking

BY = "sources"
NO_LONGER = _("认定号码有误的判定已收回,不再请来源部门更正。")


@transaction.atomic
def correct_value(*, by: Any, person: UUID, fact: str, value: Any, reason: str) -> Decision:
    """Sets a scalar fact of a person by decision (after the source department agreed); sources stay as they are.

    Identifiers and phones are never overridden: the department must send them anew, so that they stand sealed in a record.
    """
    found = taxonomy.current_pack().vocabulary.facts.get(fact)
    if found is None or found.kind != "scalar" or found.type in ("identifier", "phone"):
        raise InvalidInput(
            "“%(fact)s”不能直接改写。",
            remedy=_("请由来源部门更正后重新报送。"),
            code="correct.fact",
            fact=found.name if found else fact,
        )
    if not reason.strip():
        raise InvalidInput("请写明更正理由。", code="correct.reason")
    anchor = Membership.objects.filter(person=person).order_by("node").values_list("node", flat=True).first()
    if anchor is None:
        raise NotFound("人才库里没有这个人。", code="person.unknown")
    read = read_value(found, value)
    return _decide(by, kind=Decision.Kind.FIELD_OVERRIDE, anchor=anchor, fact=fact, value=read, reason=reason)


LONGEST = 100


def read_value(fact: Fact, value: Any) -> Any:
    """What somebody typed, read as a file's cell would be (a code, an ISO day, a number, 分): a profile holds typed values only.

    Raises InvalidInput with the message that a sender of a file would get.
    """
    pack = taxonomy.current_pack()
    low, high = _limits(pack, fact)
    column = SourceColumn(fact.name, (fact.key,), fact.type or "text", unit=fact.unit, code_list=fact.code_list,
                          minimum=low, maximum=high)  # fmt: skip
    codes = pack.code_lists.get(fact.code_list) if fact.code_list else None
    parse, _dtype = parser_for(column, codes, fact.unit, place_names(pack))
    text = value if isinstance(value, str) else str(value)
    found, fault = parse(text[:LONGEST])
    if found is None:
        rule = RULES[fault or "required"]
        raise InvalidInput(rule.message, remedy=rule.remedy, code="correct.value", header=fact.name)
    if (rule := _beyond(column, found)) is not None:
        limit = column.minimum if rule == "below" else column.maximum
        raise InvalidInput(RULES[rule].message, remedy=RULES[rule].remedy, code="correct.value", header=fact.name,
                           limit=str(limit))  # fmt: skip
    return float(found) if isinstance(found, Decimal) else found


def _limits(pack: Pack, fact: Fact) -> tuple[Any, Any]:
    """The limits that the first source of the fact sets to its column in the fact's own unit."""
    for source in (*fact.trusted, *pack.sources):
        layout = pack.sources.get(source)
        for column in layout.columns if layout else ():
            if fact.key in column.targets and (column.unit or fact.unit) == fact.unit:
                return column.minimum, column.maximum
    return None, None


def _beyond(column: SourceColumn, value: Any) -> str | None:
    """The rule a value breaks: "below", "above" or "future"."""
    for limit, rule in ((column.minimum, "below"), (column.maximum, "above")):
        if limit is None:
            continue
        bound: Any = timezone.localdate().isoformat() if limit == "today" else limit
        if column.type == "money":
            bound = int(Decimal(str(bound)) * UNITS.get(column.unit or "元", 100))
        bound = str(bound)[: len(value)] if isinstance(value, str) else bound
        if value < bound if rule == "below" else value > bound:
            return "future" if limit == "today" else rule
    return None


@transaction.atomic
def decide_pair(*, by: Any, left: int, right: int, same: bool, reason: str, **known: Any) -> Decision:
    """Two rows (nodes) are one person, or are not. `known`: weight and pattern by which they were judged; `anchor` and `value`:
    the row whose number is wrong, and the rows that carry it (`numbers.wrong_numbers`)."""
    if left == right:
        raise InvalidInput("请选择两条不同的记录。", code="pair.same")
    kind = Decision.Kind.MUST_LINK if same else Decision.Kind.CANNOT_LINK
    return _decide(by, kind=kind, left=min(left, right), right=max(left, right), reason=reason, **known)


def correction_key(decision: Decision) -> str:
    """Of the case in which a source is asked to correct the number that a decision calls wrong."""
    return f"sources.decision:{decision.pk}"


@transaction.atomic
def retract_decision(*, by: Any, decision: Decision, reason: str = "") -> Decision:
    """Takes a decision back; the next run restores what it changed. Raises Conflict when somebody has done so already."""
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.retracted_at:
        raise Conflict("这个决定已经收回。", remedy=_("请刷新页面查看最新状态。"), code="decision.retracted")
    decision.retracted_at, decision.applied, decision.retract_reason = timezone.now(), False, reason.strip()[:200]
    decision.retracted_by = by if getattr(by, "pk", None) else None
    decision.save()
    nodes = (decision.left, decision.right, decision.anchor)
    announcing.announce_rows("decision", decision.pk, by=by, nodes=nodes)
    registry.withdraw_correction(by=by or BY, key=correction_key(decision), reason=NO_LONGER)
    queue_linking()
    return decision


@transaction.atomic
def decide_again(*, by: Any, decision: Decision, reason: str) -> Decision:
    """A pair decision that was taken back, made anew with a reason of its own. Raises Conflict while it is in force."""
    if not reason.strip():
        raise InvalidInput("请写明理由。", code="pair.reason")
    if decision.kind == Decision.Kind.FIELD_OVERRIDE or decision.left is None or decision.right is None:
        raise InvalidInput("这一项不能在这里重新判定。", remedy=_("请在个人档案上提出更正。"), code="pair.kind")
    same_pair = Decision.objects.filter(left=decision.left, right=decision.right, retracted_at=None)
    if same_pair.exists():
        raise Conflict("这两条记录已有生效的判定。", remedy=_("请先收回那个判定。"), code="pair.decided")
    same = decision.kind == Decision.Kind.MUST_LINK
    known = {name: getattr(decision, name) for name in ("weight", "pattern", "anchor", "value")}
    return decide_pair(by=by, left=decision.left, right=decision.right, same=same, reason=reason, **known)


def _decide(by: Any, **values: Any) -> Decision:
    decision = Decision.objects.create(decided_by=by if getattr(by, "pk", None) else None, **values)
    queue_linking()
    return decision
