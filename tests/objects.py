"""A small county for the access walk: for every parameter of every URL one object that belongs to the cast's own units,
one that belongs to the neighbours, and one that belongs to nobody of the cast.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone

from bole.governance.policies import queries as policies
from bole.governance.policies.models import Draft, Edition, Simulation
from bole.governance.policies.queries.ruleset import digest_of
from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts.services import Grant, grant_of
from bole.kernel.casework import queries as casework
from bole.kernel.casework import services as casework_services
from bole.kernel.files import services as files
from bole.kernel.notices.models import Notice, Outgoing
from bole.kernel.outbox import models as outbox
from bole.kernel.snapshots.models import Snapshot
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import services as registry
from bole.people.registry.models import Person, Place, Project, Team
from bole.people.sources.models import (
    Batch,
    BulkDecision,
    ClericalSample,
    Decision,
    MappingVersion,
    Review,
    SamplePair,
    Status,
    UnknownCode,
)
from bole.people.sources.services.quality import sampling
from tests import cast
from tests.factories.casework import on_notice
from tests.factories.registry import person_row, write
from tests.factories.sources import csv_file

Names = frozenset[str]
OWNERS = {"own": "clerk", "neighbour": "neighbour", "foreign": "stranger"}


@dataclass(frozen=True)
class Ground:
    """Where one third of the small county stands."""

    key: str
    department: str
    township: str
    employer: str
    person: uuid.UUID
    sources: tuple[str, ...]


GROUNDS = (
    Ground("own", "ANJI-RLSBJ", "330523001", "91330523MA2B0AAA01", uuid.UUID(int=1), ("S01",)),
    Ground("neighbour", "ANJI-KJJ", "330523002", "91330523MA2B0BBB02", uuid.UUID(int=2), ("S06",)),
    Ground("foreign", "ANJI-CZJ", "330523003", "91330523MA2B0CCC03", uuid.UUID(int=3), ("S20",)),
)


@dataclass(frozen=True)
class Thing:
    """Arguments of a URL and who reaches what stands behind it.

    `scopes` holds what the object carries per scope of the policy; a scope that maps to None is reached whole. `owners` reach it
    whatever their scope. `doers` are the only ones who may do the act (others who see the object get 403); `needs` is a right
    asked for beyond the mark of the view; `data` is posted.
    """

    label: str
    args: tuple[Any, ...]
    scopes: Mapping[str, object] = field(default_factory=dict)
    owners: Names = frozenset()
    doers: Names | None = None
    needs: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    def reached(self, name: str, grant: Grant) -> bool:
        return name in self.owners or _covers(self.scopes, grant)


def _covers(scopes: Mapping[str, object], grant: Grant) -> bool:
    if grant.scope not in scopes:
        return False
    held = scopes[grant.scope]
    return held is None or held == (grant.subject if grant.scope == "self" else grant.unit.code)


EVERYWHERE = dict.fromkeys(("self", "employer", "township", "department", "county"))


def known(*args: Any, **more: Any) -> list[Thing]:
    """A word of the packs or a row of the whole county: whoever holds the right reaches it; a word nobody knows is not found."""
    unknown = tuple(_unknown(arg) for arg in args)
    return [Thing("own", args, EVERYWHERE, **more), Thing("foreign", unknown)]


def _unknown(arg: Any) -> Any:
    return 987_654_321 if isinstance(arg, int) else uuid.UUID(int=99) if isinstance(arg, uuid.UUID) else "no-such-thing"


def build() -> dict[str, list[Thing]]:
    """The county and the table: view name -> its objects. Call it once, inside a transaction."""
    cast.ensure_cast()
    accounts.User.objects.create(username="stranger", full_name="路人")
    _bind()
    _people()
    table: dict[str, list[Thing]] = {}
    for part in (_words, _registry, _recognitions, _sources, _cases, _kernel, _simulations):
        table.update(part())
    return table


def _bind() -> None:
    own, neighbour, _foreign = GROUNDS
    cast.bind("employer", unit_code=own.employer)
    cast.bind("partner", unit_code=neighbour.employer)
    cast.bind("talent", subject=own.person)
    cast.bind("foreigner", subject=neighbour.person)


def _people() -> None:
    registry.publish_organisations(
        [
            {"uscc": g.employer, "org_name": f"{g.key}有限公司", "org_township": g.township, "sources": ["S09"]}
            for g in GROUNDS
        ]
    )
    for g in GROUNDS:
        where = {
            "township": g.township,
            "employer_uscc": g.employer,
            "employer_name": g.key,
            "sources": list(g.sources),
        }
        write([person_row(id=g.person, identifier_indexes=[], phone_indexes=[], **where)])
    found = set(Person.objects.values_list("pk", flat=True))
    assert found == {g.person for g in GROUNDS}


def _each(make: Callable[[Ground], Thing]) -> list[Thing]:
    return [make(ground) for ground in GROUNDS]


def _words() -> dict[str, list[Thing]]:
    pack = taxonomy.current_pack()
    lists, flows = sorted(pack.code_lists), [row.key for row in casework.current_flows()]
    version = taxonomy.versions().first()
    assert version is not None
    return {
        "taxonomy:fact": known("education_level"),
        "taxonomy:code_list": known(lists[0]),
        "taxonomy:source": known("S01"),
        "taxonomy:version": known(version.pk),
        "sources:source": known("S01"),
        "casework:flow_bpmn": known(flows[0]),
        "plan:indicator": known(_indicator()),
        "policies:policy": known("home_purchase"),
        "policies:why": known("home_purchase"),
        "policies:begin_draft": _beginnings(),
        "policies:firm_why": known("per_mu_grade"),
        "policies:takeup_policy": [
            Thing(
                "own", ("living_allowance",), {"county": None, "township": None, "department": GROUNDS[0].department}
            ),
            Thing("foreign", ("no-such-thing",)),
        ],
        "policies:ask": known("home_purchase"),
        "documents:export": known("registry-people", needs="registry.export"),
    }


def _indicator() -> str:
    from bole.insight.plan import queries as plan

    return str(plan.cockpit_rows()[0].indicator.id)


def _person(ground: Ground, *more: str) -> Thing:
    scopes = {
        "self": ground.person,
        "employer": ground.employer,
        "township": ground.township,
        "department": ground.department,
        "county": None,
    }
    return Thing(ground.key, (ground.person, *more), scopes)


def _registry() -> dict[str, list[Thing]]:
    group, category = _category()
    places = Place.objects.create(name="示范基地")
    table = {
        "registry:person": _each(_person),
        "registry:reveal": _each(lambda g: _person(g, "annual_salary")),
        "registry:correct": _each(lambda g: _person(g, "education_level")),
        "registry:why": _each(lambda g: _person(g, group, category)),
        "registry:delete": _each(_person),
        "registry:organisation": _each(_organisation),
        "registry:place": known(places.pk),
        "registry:drop_list": _each(_saved_list),
    }
    for name, model in (("team", Team), ("project", Project)):
        table[f"registry:{name}"] = [_group(model, name, ground) for ground in GROUNDS]
    return table


def _group(model: Any, name: str, ground: Ground) -> Thing:
    made = model.objects.create(name=f"{name} {ground.key}", year=2025, township_codes=[ground.township])
    return Thing(ground.key, (made.pk,), {"county": None, "department": None, "township": ground.township})


def _recognitions() -> dict[str, list[Thing]]:
    """Recognitions, decisions and the page of class and points reach as far as the person does."""
    from tests.factories.recognition import B_FACTS, recognised

    made = {}
    for g in GROUNDS:
        person = Person.objects.get(pk=g.person)
        Person.objects.filter(pk=g.person).update(
            facts=person.facts | {k: v for k, v in B_FACTS.items() if k != "honours"},
            sets={"honours": B_FACTS["honours"]},
        )
        made[g.key] = recognised(person, unit_code=g.department)
    rows = [Thing(g.key, (made[g.key].pk,), _person(g).scopes) for g in GROUNDS]
    judged = [Thing(g.key, (made[g.key].decision_id,), _person(g).scopes) for g in GROUNDS]
    acts = [Thing(t.label, t.args, t.scopes, data={"verb": "suspend", "reason": "核查材料"}) for t in rows]
    return {
        "policies:recognition": rows,
        "policies:recognition_act": acts,
        "policies:appeal": rows,
        "policies:decision": judged,
        "policies:person": _each(_person),
        "policies:propose": _each(lambda g: _person(g, "talent_class")),
        "policies:store_points": _each(lambda g: _person(g, "talent_points")),
    }


def _category() -> tuple[str, str]:
    found = taxonomy.current_pack().classifications["libraries"]
    return "libraries", found.categories[0].key


def _organisation(ground: Ground) -> Thing:
    scopes = {"county": None, "department": None, "township": ground.township, "employer": ground.employer}
    return Thing(ground.key, (ground.employer,), scopes)


def _saved_list(ground: Ground) -> Thing:
    owner = _owner(ground)
    unit = accounts.Unit.objects.get(code=ground.department)
    saved = registry.save_list(by=owner, unit=unit, name=ground.key, query="", columns=[], shared=True)
    return Thing(ground.key, (saved.pk,), owners=frozenset({owner.username}))


def _owner(ground: Ground) -> accounts.User:
    return accounts.User.objects.get(username=OWNERS[ground.key])


def _stranger() -> accounts.User:
    return accounts.User.objects.get(username="stranger")


def _sources() -> dict[str, list[Thing]]:
    batches = {g.key: _batch(g) for g in GROUNDS}
    whole = [Thing(g.key, (batches[g.key].pk,), _unit_scopes(g)) for g in GROUNDS]
    table = {
        f"sources:{name}": whole
        for name in (
            "batch",
            "batch_state",
            "rejects",
            "mapping",
            "pause",
            "resume",
            "full",
            "retract",
            "drift",
            "preview_batch",
        )
    }
    version = MappingVersion.objects.create(source="S01", version=1)
    table |= {f"sources:{name}": known(version.pk) for name in ("retract_mapping", "preview_mapping")}
    decision = Decision.objects.create(kind=Decision.Kind.CANNOT_LINK, left=1, right=2, applied=True)
    table |= {f"sources:{name}": known(decision.pk) for name in ("decision", "retract_decision", "decision_again")}
    table |= _samples()
    review = Review.objects.create(left=1, right=2, weight=3.0, reason="band", pattern="AABFAEA")
    bulk = BulkDecision.objects.create(reason="band", pattern="AABFAEA")
    table |= {f"sources:{name}": known(review.pk) for name in ("review", "review_verdict")}
    table |= {f"sources:{name}": known(bulk.pk) for name in ("bulk", "bulk_confirm", "bulk_retract", "preview_bulk")}
    codes = [
        (g, UnknownCode.objects.create(source=g.sources[0], header="学历", value=g.key, first_batch=batches[g.key]))
        for g in GROUNDS
    ]
    return {**table, "sources:code": [Thing(g.key, (code.pk,), _unit_scopes(g)) for g, code in codes]}


def _samples() -> dict[str, list[Thing]]:
    """A clerical sample is the county's: a department that sees the quality of its own sources does not reach it."""
    sample = ClericalSample.objects.create(model_version="m", strata=[asdict(sampling.Band(4, 8, True, True, 2, 2))])
    pairs = [SamplePair.objects.create(sample=sample, left=1, right=n, weight=5, linked=True, stratum=0, verdict=verdict)
             for n, verdict in ((2, ""), (3, "different"))]  # fmt: skip
    judged = {"pair": pairs[0].pk, "verdict": "same"}
    whole, nobody = {"county": None}, Thing("foreign", (987_654_321,))
    own = Thing("own", (sample.pk,), whole)
    return {
        "sources:sample": [Thing("own", (sample.pk,), whole, data=judged), nobody],
        "sources:sample_back": [own, nobody],
        "sources:sample_result": [own, nobody],
        "sources:sample_send": [
            Thing("own", (sample.pk, pairs[1].pk), whole),
            Thing("foreign", (sample.pk, 987_654_321)),
        ],
    }


def _unit_scopes(ground: Ground) -> dict[str, object]:
    return {"department": ground.department, "employer": ground.employer, "county": None}


def _batch(ground: Ground) -> Batch:
    """A batch that waits for somebody, with its original and its rejected rows."""
    sent = csv_file(("姓名", "不认识的列"), [(ground.key, "1")])
    keep = partial(files.store_file, by=None, keep_until=None, purpose="sources.original")
    original, rejects = (keep(name=f"{ground.key}{n}.csv", content=sent) for n in range(2))
    return Batch.objects.create(
        source=ground.sources[0],
        department=ground.department,
        sender=ground.employer,
        file_name=f"{ground.key}.csv",
        sha256=ground.key,
        size=10,
        as_of=timezone.localdate(),
        status=Status.PAUSED,
        original=str(original.pk),
        rejects=str(rejects.pk),
        headers=["姓名", "不认识的列"],
        unknown_headers={"不认识的列": []},
    )


def _cases() -> dict[str, list[Thing]]:
    seen, seats, doing, moving = [], [], [], []
    for ground in GROUNDS:
        case = casework_services.open_case(
            flow="correction",
            by=_stranger(),
            subject=ground.person,
            unit_code=ground.department,
            title=f"更正:{ground.key}",
            data={"fact": "education_level"},
        )
        todo = casework.Todo.objects.get(case=case, done_at=None)
        place = {"department": ground.department, "township": ground.department, "employer": ground.department}
        scopes = {**place, "self": ground.person, "county": None}
        sitting = _holders(todo)
        seen.append(Thing(ground.key, (case.pk,), scopes, _subjects(ground) | sitting))
        seats.append(Thing(ground.key, (todo.pk,), scopes, _subjects(ground) | sitting))
        doing.append(Thing(ground.key, (todo.pk,), scopes, _subjects(ground) | sitting, doers=sitting))
        moving.append(Thing(ground.key, (todo.pk,), {"department": ground.department, "county": None}))
    own = [Thing(g.key, seen[n].args, owners=_subjects(g)) for n, g in enumerate(GROUNDS)]
    return {
        "casework:case": seen,
        "casework:comment": seen,
        "casework:act": seats,
        "casework:claim": doing,
        "casework:release": [Thing(s.label, s.args, s.scopes, s.owners, doers=frozenset()) for s in doing],
        "casework:reassign": moving,
        "casework:withdraw": own,
        "casework:delegation_withdraw": _each(_delegation),
        "portal:publicity_case": known(on_notice().pk),
    }


def _holders(todo: casework.Todo) -> Names:
    """Who serves where the seat stands."""
    held = accounts.Membership.objects.filter(role=todo.role, unit__code=todo.unit)
    return frozenset(held.values_list("user__username", flat=True))


def _subjects(ground: Ground) -> Names:
    return {"own": frozenset({"talent"}), "neighbour": frozenset({"foreigner"})}.get(ground.key, frozenset())


def _delegation(ground: Ground) -> Thing:
    today = timezone.localdate()
    giver = _owner(ground)
    given = casework.Delegation.objects.create(
        giver=giver,
        taker=cast.user_of("approver"),
        role="clerk",
        unit_code="NOWHERE",
        valid_from=today,
        valid_to=today + dt.timedelta(days=7),
    )
    return Thing(ground.key, (given.pk,), owners=frozenset({giver.username}))


def _beginnings() -> list[Thing]:
    """A policy of the own department, of another one, and none."""
    scopes = {
        "own": {"department": "ANJI-RLSBJ", "county": None},
        "neighbour": {"department": "ANJI-ZJJ", "county": None},
    }
    keys = {"own": "graduate_living_subsidy", "neighbour": "home_purchase"}
    return [*(Thing(name, (key,), scopes[name]) for name, key in keys.items()), Thing("foreign", ("no-such-thing",))]


def _simulations() -> dict[str, list[Thing]]:
    """A draft of each department, with what it would cost."""
    drafts = [(ground, _simulated(ground)) for ground in GROUNDS]
    scopes = {ground.key: {"department": ground.department, "county": None} for ground in GROUNDS}
    whole = [Thing(ground.key, (draft.pk,), scopes[ground.key]) for ground, draft in drafts]
    names = ("simulation", "simulate", "simulation_sheet", "simulation_report", "trace", "budget", "draft_form", "draft_cases",
             "draft", "draft_source", "draft_history", "draft_tables", "draft_tables_file", "draft_lint")  # fmt: skip
    return {
        **{f"policies:{name}": whole for name in names},
        "policies:movers": [Thing(each.label, (*each.args, "person", "lose"), each.scopes) for each in whole],
        "policies:beside": [Thing(each.label, (*each.args, *each.args), each.scopes) for each in whole],
        "policies:withdraw_edition": known(_edition()),
        "policies:draft_act": [Thing(each.label, (*each.args, "resume"), each.scopes) for each in whole],
    }


def _edition() -> int:
    """An edition that changes nothing."""
    by, case, known = cast.user_of("clerk"), casework.Case.objects.all()[0], policies.rules()
    kept = {"rules_sha256": known.sha256, "files_sha256": digest_of({}), "pack_sha256": taxonomy.current_pack().sha256}
    return Edition.objects.create(number=1, title="版次", by=by, approved_by=by, case=case, **kept).number


def _simulated(ground: Ground) -> Draft:
    owner = _owner(ground)
    draft = Draft.objects.create(
        title=f"草案:{ground.key}",
        policy="home_purchase",
        department_code=ground.department,
        opened_by=owner,
        saved_by=owner,
    )
    snapshot = Snapshot.objects.create(
        folder=f"simulated-{ground.key}",
        as_of=timezone.localdate(),
        rows=0,
        size=0,
        manifest={"tables": {}},
        by="x",
        removed_at=timezone.now(),
    )
    Simulation.objects.create(
        draft=draft, draft_version=1, snapshot=snapshot, on=timezone.localdate(), cpu_seconds=1, by=owner
    )
    return draft


def _kernel() -> dict[str, list[Thing]]:
    jobs, token, receipt = _each(_job), _token(), _receipt()
    clerk = accounts.User.objects.get(username="clerk")
    post = accounts.Membership.objects.create(user=_stranger(), unit=accounts.Unit.objects.first(), role="clerk")
    snapshot = Snapshot.objects.create(
        folder="none",
        as_of=timezone.localdate(),
        rows=0,
        size=0,
        manifest={"tables": {}},
        by="x",
        removed_at=timezone.now(),
    )
    return {
        "outbox:job": jobs,
        "outbox:progress": jobs,
        "outbox:cancel": jobs,
        "outbox:retry": known(receipt),
        "outbox:withdraw_token": known(token),
        "files:download": _each(_file),
        "notices:open": _each(_notice),
        "notices:retry": known(_outgoing()),
        "snapshots:page": known(snapshot.pk),
        "accounts:user": known(clerk.pk),
        "accounts:end_membership": known(post.pk),
        "accounts:demo_login": known("clerk"),
        "accounts:choose_post": [Thing("foreign", (), data={"membership": post.pk})],
    }


def _job(ground: Ground) -> Thing:
    owner = _owner(ground)
    job = outbox.Job.objects.create(kind="test", title=ground.key, owner_id=owner.pk, owner=owner.username)
    return Thing(ground.key, (job.pk,), owners=frozenset({owner.username, "system"}))


def _token() -> int:
    return outbox.FeedToken.objects.create(name="t", role="system_admin", topics=["x"], digest=b"0" * 32).pk


def _receipt() -> int:
    event = outbox.Event.objects.create(topic="test", key="walk")
    return outbox.Receipt.objects.create(event=event, handler="nobody", dead=True).pk


def _file(ground: Ground) -> Thing:
    owner = _owner(ground)
    stored = files.store_file(
        by=owner,
        name=f"{ground.key}.csv",
        content=io.BytesIO(b"a,b\n1,2\n"),
        purpose="test",
        keep_until=None,
        action="sources.download_rejects",
        unit_code=ground.department,
    )
    unit = _unit_scopes(ground)
    return Thing(ground.key, (stored.pk,), owners=frozenset({owner.username}) | _rejects_readers(unit))


def _rejects_readers(scopes: Mapping[str, object]) -> Names:
    """Who may open a file by its own action: the grant of `files.use` says nothing about it."""
    found = set()
    for name in cast.STAFF:
        member = accounts.memberships_of(cast.user_of(name)).select_related("user", "unit").first()
        grant = grant_of(member, "sources.download_rejects")
        if grant is not None and _covers(scopes, grant):
            found.add(name)
    return frozenset(found)


def _notice(ground: Ground) -> Thing:
    owner = _owner(ground)
    notice = Notice.objects.create(
        user=owner, kind="documents.export_ready", params={"name": "x", "rows": 1}, key=f"walk-{ground.key}"
    )
    return Thing(ground.key, (notice.pk,), owners=frozenset({owner.username}))


def _outgoing() -> int:
    notice = Notice.objects.create(
        user=_stranger(), kind="documents.export_ready", params={"name": "x", "rows": 1}, key="walk-out"
    )
    return Outgoing.objects.create(notice=notice, channel="sms", state=Outgoing.State.DEAD, simulated=True).pk
