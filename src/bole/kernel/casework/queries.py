"""Reads of casework: the worklist, cases about somebody, timelines, load and overdue."""

from __future__ import annotations

import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case as CaseWhen
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bole.core.casework import OBJECTION_OUTCOMES, CaseState, Flow, flow_from_data
from bole.core.errors import Unavailable
from bole.core.vocabulary import Pack
from bole.core.workdays import WorkCalendar
from bole.kernel.accounts import queries as accounts
from bole.kernel.casework.models import APPLICANT, Case, Delegation, Event, FlowVersion, Objection, Todo
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault.queries import mask_text

__all__ = ["APPLICANT", "Case", "Delegation", "Event", "FlowVersion", "Objection", "Todo"]

SORTS = {
    "due": (F("due").asc(nulls_last=True), "id"),
    "-due": (F("due").desc(nulls_last=True), "-id"),
    "opened": ("case__opened_at", "id"),
    "-opened": ("-case__opened_at", "-id"),
    "title": ("case__title", "id"),
    "-title": ("-case__title", "-id"),
    "flow": ("case__flow__key", "due", "id"),
    "-flow": ("-case__flow__key", "due", "id"),
}
CASE_SORTS = {"due": "due_promised", "title": "title", "step": "step_name", "unit": "unit_code"}
_flows: OrderedDict[str, Flow] = OrderedDict()
_calendars: dict[str, WorkCalendar] = {}
FLOWS_KEPT = 200


def calendar() -> WorkCalendar:
    """The working calendar of the packs in force; computed festivals alone while no pack is loaded."""
    pack = _current_pack()
    if pack is None:
        return _calendars.setdefault("", WorkCalendar())
    if pack.sha256 not in _calendars:
        _calendars.clear()
        _calendars[pack.sha256] = WorkCalendar(pack.calendar.values())
    return _calendars[pack.sha256]


def _current_pack() -> Pack | None:
    try:
        return taxonomy.current_pack()
    except Unavailable:
        return None


def flow_of(version: FlowVersion) -> Flow:
    """The parsed definition; definitions never change, so it is kept."""
    found = _flows.get(version.digest)
    if found is None:
        found = _flows[version.digest] = flow_from_data(json.loads(version.definition), version.key)
        while len(_flows) > FLOWS_KEPT:
            _flows.popitem(last=False)
    return found


def state_of(case: Case) -> CaseState:
    return CaseState.from_data(case.state)


def current_flows() -> QuerySet[FlowVersion]:
    return FlowVersion.objects.filter(is_current=True).order_by("key")


def translated(thing: Any) -> str:
    """`name`, or `name_en` on English pages where there is one."""
    english = (get_language() or "").startswith("en") and getattr(thing, "name_en", "")
    return str(english or thing.name)


# --- who may do what -------------------------------------------------------------------------------------------------


def delegations_to(user: accounts.User, *, moved: Mapping[str, str] | None = None) -> QuerySet[Delegation]:
    """What others have handed to `user`, valid today and still held by the giver: in the unit, or in the one that took over
    its work. `moved`: what `successions` said."""
    day, known = timezone.localdate(), accounts.successions() if moved is None else moved
    held = accounts.Membership.objects.valid(day).filter(user=OuterRef("giver"), role=OuterRef("role"))
    turned = [When(unit_code=old, then=Value(new)) for old, new in known.items()]
    now = CaseWhen(*turned, default=F("unit_code")) if turned else F("unit_code")
    rows = Delegation.objects.annotate(serving=now).filter(taker=user, valid_from__lte=day, valid_to__gt=day)
    held = held.filter(Q(unit__code=OuterRef("unit_code")) | Q(unit__code=OuterRef("serving")))
    return rows.filter(Exists(held)).select_related("giver").order_by("id")


def delegated_codes(given: Delegation, moved: Mapping[str, str]) -> list[str]:
    """The units for which a delegation stands: its own, and everything that the unit's successor does today."""
    return list({given.unit_code, *accounts.codes_behind(moved.get(given.unit_code, given.unit_code), moved)})


def _own(user: accounts.User, prefix: str = "case__") -> Q:
    """Cases whose applicant or subject the user is."""
    own = Q(**{f"{prefix}applicant": user})
    return own | Q(**{f"{prefix}subject": user.subject}) if user.subject else own


def seats_of(user: accounts.User) -> Q:
    """Todos that `user` may do: by own memberships, by delegation, or as applicant; never about himself."""
    seats, moved = Q(pk__in=[]), accounts.successions()
    for membership in accounts.memberships_of(user):
        seats |= Q(role=membership.role, unit__in=accounts.codes_behind(membership.unit.code, moved))
    for given in delegations_to(user, moved=moved):
        scope = Q(role=given.role, unit__in=delegated_codes(given, moved))
        seats |= scope & Q(case__flow__key=given.flow) if given.flow else scope
    if user.subject:
        seats &= ~Q(case__subject=user.subject)
    return seats | (Q(unit=APPLICANT) & _own(user))


# --- lists -----------------------------------------------------------------------------------------------------------


def worklist(
    user: accounts.User, *, filters: Mapping[str, str] | None = None, without: Iterable[str] = ()
) -> QuerySet[Todo]:
    """What waits for `user`, soonest first. filters: q (title or number), flow, level, unit, mine ("1"), sort (SORTS).

    Todos that a colleague has claimed are left out, and those of the flows `without` unless the filters ask for one of them.
    """
    wanted = filters or {}
    rows = Todo.objects.filter(seats_of(user), done_at=None).select_related("case", "case__flow", "case__applicant")
    rows = rows.filter(assignee=user) if wanted.get("mine") else rows.filter(Q(assignee=None) | Q(assignee=user))
    rows = _narrowed(rows, wanted, prefix="case__")
    if (left_out := [*without]) and not wanted.get("flow"):
        rows = rows.exclude(case__flow__key__in=left_out)
    return rows.order_by(*SORTS.get(wanted.get("sort", ""), SORTS["due"]))


def _narrowed(rows: QuerySet[Any], wanted: Mapping[str, str], prefix: str = "") -> QuerySet[Any]:
    for name, path in (("flow", "flow__key"), ("level", "level"), ("unit", "unit_code"), ("status", "status")):
        if wanted.get(name):
            rows = rows.filter(**{prefix + path: wanted[name]})
    if text := wanted.get("q", "").strip():
        rows = rows.filter(_matches(text, prefix))
    return rows


def _matches(text: str, prefix: str) -> Q:
    found = Q(**{f"{prefix}title__icontains": text})
    number = text.rpartition("-")[2]
    return found | Q(**{f"{prefix}pk": int(number)}) if number.isdecimal() and len(number) < 16 else found


def waiting_count(user: accounts.User, *, without: Iterable[str] = ()) -> int:
    """How many todos wait for `user` (the badge)."""
    return worklist(user, without=without).count()


def queued(user: accounts.User, flows: Iterable[str]) -> list[tuple[FlowVersion, int]]:
    """Of these flows those with work for `user`: the flow and how many todos."""
    rows = worklist(user).filter(case__flow__key__in=[*flows]).order_by().values_list("case__flow__key")
    counts = dict(rows.annotate(count=Count("pk")))
    return [(flow, counts[flow.key]) for flow in current_flows().filter(key__in=counts)] if counts else []


def own_cases(user: accounts.User) -> QuerySet[Case]:
    """Cases the user applied for or that are about the user, newest first."""
    return Case.objects.filter(_own(user, "")).select_related("flow").order_by("-id")


def cases_about(subject: UUID) -> QuerySet[Case]:
    """All cases about a person, newest first."""
    return Case.objects.filter(subject=subject).select_related("flow").order_by("-id")


def visible_cases(user: accounts.User, scope: Q) -> QuerySet[Case]:
    """Cases within `scope` (grant.filter(Case)), one's own, and those in which the user had or has a seat."""
    seat = Todo.objects.filter(Q(done_by=user) | seats_of(user), case=OuterRef("pk"))
    rows = Case.objects.select_related("flow", "applicant")
    return rows.filter(scope | _own(user, "") | Exists(seat)) if scope else rows  # an empty Q means every row


def open_cases(scope: Q, *, filters: Mapping[str, str] | None = None) -> QuerySet[Case]:
    """Open cases within a scope, longest overdue first, or by filters["sort"] (CASE_SORTS, "-" for the other way round)."""
    wanted = filters or {}
    rows = _narrowed(Case.objects.filter(scope, status=Case.Status.OPEN), wanted).select_related("flow")
    sort = wanted.get("sort", "")
    column = F(CASE_SORTS.get(sort.removeprefix("-"), "due_promised"))
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return rows.order_by(order, "id")


def load_by_unit(scope: Q) -> list[dict[str, Any]]:
    """Per unit and step of open work: how many, how many overdue, the oldest; a fixed number of queries."""
    today = timezone.localdate()
    rows = (
        Todo.objects.filter(scope, done_at=None)
        .values("unit", "role")
        .annotate(waiting=Count("pk"), overdue=Count("pk", filter=Q(due__lt=today)), claimed=Count("assignee"))
        .order_by("-overdue", "-waiting", "unit")
    )
    joined: dict[tuple[str, str], dict[str, Any]] = {}
    moved = accounts.successions()
    for row in rows:
        key = (moved.get(row["unit"], row["unit"]), row["role"])
        sums = joined.setdefault(key, {"unit": key[0], "role": key[1], "waiting": 0, "overdue": 0, "claimed": 0})
        for count in ("waiting", "overdue", "claimed"):
            sums[count] += row[count]
    names = unit_names(unit for unit, _role in joined)
    found = [{**row, "unit_name": names.get(row["unit"], row["unit"])} for row in joined.values()]
    return sorted(found, key=lambda row: (-row["overdue"], -row["waiting"], row["unit"]))


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of units by code, in two queries; an ended unit goes by the name of the one that does its work today."""
    moved = accounts.successions()
    now = {code: moved.get(code, code) for code in codes}
    names = {unit.code: str(unit) for unit in accounts.Unit.objects.filter(code__in=set(now.values()))}
    return {code: names[new] for code, new in now.items() if new in names}


# --- public notice ---------------------------------------------------------------------------------------------------


def on_publicity() -> QuerySet[Case]:
    """Cases that anybody may read about today, soonest end first; those whose grounds are not public are never among them."""
    rows = Case.objects.filter(public_until__gte=timezone.localdate(), status=Case.Status.OPEN)
    return rows.select_related("flow").order_by("public_until", "id")


def public_face(case: Case) -> list[dict[str, str]]:
    """What the flow publishes of a case; long numbers are masked whatever field they were put in."""
    public = flow_of(case.flow).public
    values = [(field, case.data.get(field.key)) for field in public.fields] if public else []
    return [{"label": translated(field), "value": mask_text(str(value))} for field, value in values if value]


def outside_title(case: Case) -> str:
    """The title as messages and exports carry it: without words where the ground of the case is not public."""
    public = flow_of(case.flow).public
    return case.flow.name if public and public.hides(case.data) else case.title


def objections_to(log: Iterable[Event]) -> list[dict[str, Any]]:
    """What was objected in the log of a case and what was answered, oldest first."""
    events = list(log)
    answers = {event.data.get("slot"): event for event in events if event.name == "answered"}
    return [
        {"seq": event.seq, "at": event.at, "text": event.said.get("reason", ""), **_answer(answers.get(event.seq))}
        for event in events
        if event.name == "objected"
    ]


def _answer(event: Event | None) -> dict[str, str]:
    if event is None:
        return {"outcome": "", "answer": ""}
    outcome = OBJECTION_OUTCOMES[event.data["outcome"]]
    return {"outcome": outcome.key, "named": translated(outcome), "answer": event.said.get("reason", "")}


def answers_objections(case: Case, user: accounts.User) -> bool:
    """True for those who hold or held the seat of an objection to this case."""
    kinds = [step.key for step in flow_of(case.flow).steps.values() if step.kind == "publicity"]
    seats = Todo.objects.filter(case=case, step__in=kinds)
    return seats.filter(Q(done_by=user) | (seats_of(user) & Q(done_at=None))).exists()


# --- one case --------------------------------------------------------------------------------------------------------


def open_seat(case: Case, user: accounts.User) -> Todo | None:
    """The todo of this case that `user` may do now, his claimed one first."""
    rows = case.todos.filter(seats_of(user), done_at=None).filter(Q(assignee=None) | Q(assignee=user))
    return rows.order_by(F("assignee").asc(nulls_last=True), "slot").first()


def timeline(case: Case) -> list[dict[str, Any]]:
    """Like a parcel: each step that was entered with what came of it, the present one, and the likely rest."""
    flow = flow_of(case.flow)
    steps: list[dict[str, Any]] = []
    for event in case.events.all():
        _add_to(steps, flow, event)
    if case.is_open:
        steps[-1]["state"] = "now"
        return steps + _ahead(flow, case.step)
    end = flow.ends[case.step]
    state = "done" if end.result == "granted" else "stopped"
    return [*steps, {"title": translated(end), "when": _moment(case.closed_at), "note": "", "state": state}]


def _add_to(steps: list[dict[str, Any]], flow: Flow, event: Event) -> None:
    if event.name == "entered":
        name = translated(flow.steps[event.step])
        steps.append({"title": name, "when": _moment(event.at), "note": "", "state": "done"})
    elif steps and event.name in ("decided", "voted", "publicity_ended", "withdrawn"):
        outcome = {**flow.steps[event.step].outcomes, **OBJECTION_OUTCOMES}.get(event.data.get("outcome", ""))
        parts = (_(event.actor), translated(outcome) if outcome else "", event.said.get("reason", ""))
        told = " · ".join(part for part in parts if part)
        steps[-1]["note"] = f"{steps[-1]['note']}; {told}" if steps[-1]["note"] else told
        steps[-1]["when"] = _moment(event.at)


def _ahead(flow: Flow, step: str) -> list[dict[str, Any]]:
    """Where the first outcomes lead, up to an end and without going round."""
    seen, found = {step}, []
    while step in flow.steps:
        step = next(iter(flow.steps[step].outcomes.values())).to
        if step in seen:
            break
        seen.add(step)
        place = flow.steps.get(step) or flow.ends[step]
        found.append({"title": translated(place), "when": "", "note": "", "state": "next"})
    return found


def _moment(at: dt.datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
