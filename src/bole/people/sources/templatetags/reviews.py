"""`{% load reviews %}`: words of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bole.kernel.casework import queries as cases
from bole.people.registry import queries as people
from bole.people.sources.models import Answer, BulkDecision, Review
from bole.people.sources.scoring import agreeing
from bole.people.sources.services.linking import modelling
from bole.ui.components.figures import tag
from bole.ui.components.formats import percent

register = template.Library()
STATE_TONES = {"sampling": "info", "checking": "info", "done": "good", "dropped": "warn", "retracted": "bad"}
SURE, DOUBTFUL = 0.9, 0.5


@register.filter
def evidence(pattern: str) -> str:
    """A pattern as the words of what speaks for the pair."""
    found = [_(label) for label in agreeing(modelling.current_model(), pattern)] if pattern else []
    return _("、").join(found) or _("没有特别相符的证据")


@register.simple_tag
def bulk_state(bulk: BulkDecision) -> SafeString | str:
    return tag(bulk.get_state_display(), STATE_TONES[bulk.state])


@register.filter
def step_of(case: Any) -> str:
    """Where the case of a question stands, in the reader's language."""
    if case is None:
        return _("等数据管理员到岗")
    flow = cases.flow_of(case.flow)
    return cases.translated(flow.steps.get(case.step) or flow.ends[case.step])


@register.filter
def source_name(source: str) -> str:
    return people.words().source(source)


@register.filter
def signed(weight: float) -> str:
    return f"{weight:+.1f}"


@register.filter
def trust_tone(probability: float) -> str:
    return "good" if probability >= SURE else "warn" if probability >= DOUBTFUL else "bad"


@register.filter
def answer_name(answer: str) -> str:
    return str(Answer(answer).label) if answer in Answer.values else ""


@register.simple_tag
def review_lede(review: Review, place: Any, precedent: Any) -> str:
    """Where one is in the queue, why it is asked, and how such questions were answered (not told to who checks the others)."""
    parts = []
    if place.number:
        parts.append(_("第 %(number)s 对,共 %(total)s 对") % {"number": place.number, "total": place.total})
    parts.append(_("原因:%(reason)s") % {"reason": review.get_reason_display()})
    if precedent is None:
        return " · ".join(parts)
    if precedent.count:
        said = {"count": precedent.count, "share": percent(precedent.share)}
        parts.append(_("同类已判 %(count)s 对,%(share)s 为同一人") % said)
    else:
        parts.append(_("同类还没有判定过"))
    return " · ".join(parts)


@register.simple_tag
def reason_rule(answers: Sequence[Any]) -> str:
    """Which answers ask for a reason."""
    names = [choice.name for choice in answers if choice.needs_reason]
    if not names:
        return _("可以不写。")
    return _("判定“%(answers)s”时请写明:点一条,或自己写。") % {"answers": "”“".join(names)}


@register.simple_tag
def joined_words(joined: Any) -> str:
    """What joining would change."""
    if joined is None:
        return ""
    if joined.persons < 2:
        return _("判定可随时撤回。两条记录现在已在同一份档案里。")
    text = _("判定可随时撤回。若合并:%(persons)s 份档案、%(rows)s 条记录并为一人") % {
        "persons": joined.persons,
        "rows": joined.rows,
    }
    hanging = "、".join(f"{label} {count}" for label, count in joined.dependants)
    return f"{text};{hanging}" if hanging else _("%(text)s,没有办件、账号或团队受影响") % {"text": text}
