"""Recognitions within a grant: lists with filters, one with its history, what a person has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bole.core.errors import NotFound
from bole.core.rules import RuleSet
from bole.core.rules.policies.model import Policy
from bole.governance.policies.models import Decision, Recognition
from bole.governance.policies.queries import wording
from bole.governance.policies.queries.restricted import RESTRICTED
from bole.governance.policies.queries.ruleset import rules
from bole.governance.policies.queries.terms import recognised_policies, terms_of
from bole.kernel.accounts.services import Grant
from bole.people.registry import queries as registry
from bole.people.registry.queries.vocabulary import Words, label

State = Recognition.State
TONES = {State.IN_FORCE: "good", State.SUSPENDED: "warn", State.REVOKED: "bad"}
SORTS = {"newest": ("-recognised_on", "id"), "until": ("valid_until", "id"), "due": ("revalidate_by", "id")}
DUE_SOON = dt.timedelta(days=62)


@dataclass(frozen=True)
class Line:
    """A recognition as pages show it. `holder`: the person as it is now, None where erased or not within the grant."""

    row: Recognition
    name: str
    level: str
    policy: str
    state: str
    tone: str
    way: str
    holder: registry.Person | None = None


def within(grant: Grant) -> QuerySet[Recognition]:
    """Recognitions of the persons whom this grant reaches, also those recorded under an id that was absorbed since."""
    scope = grant.filter(registry.Person)
    rows = Recognition.objects.all()
    if not scope:
        return rows
    people = registry.Person.objects.filter(scope)
    moved = registry.moved_ids(rows.order_by().values("person"))
    seen = set(people.filter(pk__in=set(moved.values())).values_list("pk", flat=True)) if moved else set()
    return rows.filter(
        Q(person__in=people.values("pk")) | Q(person__in=[old for old, now in moved.items() if now in seen])
    )


def listed(grant: Grant, asked: Mapping[str, str], today: dt.date) -> QuerySet[Recognition]:
    """`asked`: state, level, policy, due (soon | late), sort; what is no choice finds nothing."""
    rows = within(grant).filter(forgotten_at=None)
    for name in ("state", "level", "policy"):
        if value := asked.get(name, ""):
            rows = rows.filter(**{name: value[:80]})
    if due := asked.get("due", ""):
        last = today + DUE_SOON if due == "soon" else today - dt.timedelta(days=1)
        late = Q(revalidate_by__lte=last) | Q(valid_until__lte=last)
        rows = rows.filter(late, state__in=(State.IN_FORCE, State.SUSPENDED))
    return rows.order_by(*SORTS.get(asked.get("sort", ""), SORTS["newest"]))


def lines(rows: Iterable[Recognition], words: Words, grant: Grant) -> list[Line]:
    """In their order, with the names of those whom the grant may see; three statements however many."""
    rows = list(rows)
    moved = registry.moved_ids([row.person for row in rows])
    ids = {moved.get(row.person, row.person) for row in rows}
    found = registry.Person.objects.filter(grant.filter(registry.Person), pk__in=ids, erased_at=None)
    people = found.only("id", "name", "employer_name", "township_code").in_bulk()
    known = rules()
    return [line_of(row, words, grant, people.get(moved.get(row.person, row.person)), known) for row in rows]


def line_of(
    row: Recognition, words: Words, grant: Grant, holder: registry.Person | None = None, known: RuleSet | None = None
) -> Line:
    """`known`: where there are many, the rules are asked for once."""
    policy = (known or rules()).policies.get(row.policy)
    return Line(
        row=row,
        name=holder.name if holder else "",
        level=wording.code(words, row.code_list, row.level) if row.level else "—",
        policy=label(policy) if policy else row.policy,
        state=str(State(row.state).label),
        tone=TONES.get(State(row.state), "none"),
        way=way_of(row, grant, policy),
        holder=holder,
    )


def way_of(row: Recognition, grant: Grant, policy: Policy | None) -> str:
    """By which way; a ground on a list that is not public only for those who may see sensitive facts."""
    if row.restricted and not grant.can_see("sensitive"):
        return str(RESTRICTED)
    routes = [route for version in policy.versions for route in getattr(version.body, "routes", ())] if policy else []
    route = next((label(route) for route in routes if route.key == row.route), row.route)
    return " · ".join(part for part in (str(Recognition.Via(row.via).label), route) if part)


def recognition_within(grant: Grant, key: UUID) -> Recognition:
    """Raises NotFound where there is none within the grant."""
    found = within(grant).select_related("decision", "case").filter(pk=key).first()
    if found is None:
        raise NotFound("没有找到这项认定。", remedy="可能不在您的权限范围内。", code="policies.no_recognition")
    return found


def of_person(person: UUID) -> QuerySet[Recognition]:
    """All of a person, under every id, the newest first."""
    ids = [person, *registry.absorbed_ids(person)]
    return Recognition.objects.filter(person__in=ids, forgotten_at=None).order_by("-recognised_on", "-created_at")


def decision_within(grant: Grant, key: UUID) -> Decision:
    """A decision about a person or firm whom the grant reaches. Raises NotFound."""
    found = Decision.objects.select_related("case").filter(pk=key).first()
    if found is None or not _reaches(grant, found):
        raise NotFound("没有找到这个决定。", remedy="可能不在您的权限范围内。", code="policies.no_decision")
    return found


def _reaches(grant: Grant, found: Decision) -> bool:
    if found.subject == "person":
        now = registry.resolve_redirect(UUID(found.subject_id)) or UUID(found.subject_id)
        return registry.Person.objects.filter(grant.filter(registry.Person), pk=now).exists()
    firms = registry.Organisation.objects.filter(grant.filter(registry.Organisation), uscc=found.subject_id)
    return found.subject == "organisation" and firms.exists()


def decisions_about(person: UUID, purpose: str = "") -> QuerySet[Decision]:
    ids = [str(key) for key in (person, *registry.absorbed_ids(person))]
    rows = Decision.objects.filter(subject="person", subject_id__in=ids, forgotten_at=None)
    return rows.filter(purpose=purpose) if purpose else rows


def choices(words: Words) -> dict[str, dict[str, str]]:
    """What the filters of the list offer."""
    known = rules()
    policies = {key: label(known.policies[key]) for key in recognised_policies() if key in known.policies}
    bodies = [known.policies[key].versions[-1].body for key in policies]
    levels = {
        level: wording.code(words, getattr(body, "code_list", None), level)
        for body in bodies
        for level in getattr(body, "levels", ())
    }
    return {"state": {s.value: str(s.label) for s in State}, "level": levels, "policy": policies}


def check_opens(row: Recognition, today: dt.date) -> bool:
    """Whether it may be checked again now."""
    return bool(row.is_current and row.revalidate_by and today >= terms_of(row.policy).check_from(row.revalidate_by))
