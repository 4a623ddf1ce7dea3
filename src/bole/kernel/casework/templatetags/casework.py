"""Small words of casework pages: names in the reader's language, lights, outcome buttons."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bole.core.casework import Outcome
from bole.kernel.accounts.queries import Role
from bole.kernel.casework import queries
from bole.ui.components.figures import light
from bole.ui.components.forms import button

register = template.Library()
TONES = {"calm": "good", "soon": "info", "due": "warn", "overdue": "bad", "stopped": "none"}
RESULTS = {"granted": "good", "refused": "bad", "withdrawn": "", "closed": ""}


@register.filter
def named(thing: Any) -> str:
    """The name in the reader's language."""
    return queries.translated(thing)


@register.filter
def step_title(row: Any) -> str:
    """The name of a case's or todo's step in the reader's language."""
    flow = queries.flow_of(row.flow if hasattr(row, "flow") else row.case.flow)
    place = flow.steps.get(row.step) or flow.ends.get(row.step)
    return queries.translated(place) if place else str(row.step_name)


@register.filter
def role_name(role: str) -> str:
    return _(str(Role(role).label)) if role in Role.values else role


@register.filter
def result_tone(case: queries.Case) -> str:
    return RESULTS.get(case.result, "")


@register.simple_tag
def level_light(case: queries.Case) -> SafeString:
    """How the case stands against its promise."""
    if not case.is_open:
        return light("none", _("已办结"))
    return light(TONES[case.level], _(str(case.get_level_display())))


@register.simple_tag
def outcome_button(outcome: Outcome, number: int) -> SafeString:
    """The first outcome is the primary one; keys 1 to 9 press it."""
    kind = "primary" if number == 1 else ""
    shown = button(queries.translated(outcome), kind, "outcome", outcome.key, str(number) if number < 10 else "")
    if outcome.reason == "required":
        return format_html('{} <small class="quiet">{}</small>', shown, _("须写理由"))
    return format_html("{}", shown)
