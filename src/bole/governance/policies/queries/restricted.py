"""Ways into a class whose ground is on a list that is not public: they are not named to those who may not see sensitive facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from bole.core.rules import RuleSet
from bole.core.rules.policies import model as m
from bole.kernel.accounts.services import Grant

RESTRICTED = _("依据不公开")


def is_restricted(known: RuleSet, route: m.Route) -> bool:
    """Whether the way reads a sensitive fact that an office decides."""
    facts = known.vocabulary.facts
    read = {path for condition in route.conditions for path in condition.when.facts}
    named = [facts[path] for path in read if path in facts]
    return any(fact.source_kind == "decision" and fact.privacy == "sensitive" for fact in named)


def closed_routes(known: RuleSet, body: Any, grant: Grant) -> dict[str, m.Route]:
    """The ways by key that this reader must not learn of."""
    routes: Iterable[m.Route] = () if grant.can_see("sensitive") else getattr(body, "routes", ())
    return {route.key: route for route in routes if is_restricted(known, route)}
