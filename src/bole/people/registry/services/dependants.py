"""What hangs on a person's record: each app that keeps something under a person's id says here how to find it.

Asked before something about people is undone or deleted, so that whoever does it sees what stands on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_noop as _

from bole.kernel.accounts import queries as accounts
from bole.kernel.casework import queries as casework
from bole.people.registry.models import PersonRedirect, ProjectMember, TeamMember


@dataclass(frozen=True, slots=True)
class Dependant:
    """`label`: a Chinese msgid; `count`: how many such things; `persons`: how many of the persons asked about have one.
    `detail`: a msgid that says what becomes of them."""

    label: str
    count: int
    persons: int
    url: str = ""
    detail: str = ""


Query = Callable[[Sequence[UUID]], Iterable[Dependant]]
_queries: dict[str, Query] = {}


def register_dependants(name: str, query: Query) -> None:
    """Called in `apps.ready()`. `query` gets ids of persons (up to some ten thousand) and answers in few statements, without names."""
    _queries[name] = query


def dependants_of(persons: Iterable[UUID]) -> list[Dependant]:
    """Everything that stands on these persons, also under ids that they have absorbed, app by app in the order of registration;
    what counts nothing is left out."""
    ids = _with_absorbed(persons)
    if not ids:
        return []
    return [found for query in _queries.values() for found in query(ids) if found.count]


def _with_absorbed(persons: Iterable[UUID]) -> list[UUID]:
    found = layer = set(persons)
    while layer:
        rows = PersonRedirect.objects.filter(person__in=layer).values_list("absorbed", flat=True)
        layer = set(rows) - found
        found = found | layer
    return sorted(found)


# --- what this app and the rooms below it keep ---------------------------------------------------------------------------

CASE_LABELS = {
    casework.Case.Status.OPEN: (
        _("正在办理的办件"),
        _("办件跟着编号走:归并后转到合并的档案,拆开后留在保留编号的那一份。"),
    ),
    casework.Case.Status.CLOSED: (_("已办结的办件"), _("办结的结果不变;结论是按当时的档案作出的,请看是否要重办。")),
}


def cases(persons: Sequence[UUID]) -> list[Dependant]:
    """Open and decided cases about these persons."""
    rows = casework.Case.objects.filter(subject__in=persons).order_by().values("status")
    found = {row["status"]: row for row in rows.annotate(count=Count("id"), persons=Count("subject", distinct=True))}
    return [
        Dependant(label, found[status]["count"], found[status]["persons"], detail=detail)
        for status, (label, detail) in CASE_LABELS.items()
        if status in found
    ]


def accounts_bound(persons: Sequence[UUID]) -> list[Dependant]:
    """Accounts with which these persons log in."""
    count = accounts.User.objects.filter(subject__in=persons).count()
    return [Dependant(_("本人的登录账号"), count, count, detail=_("登录后看到的是账号所绑编号的档案。"))]


def groups(persons: Sequence[UUID]) -> list[Dependant]:
    """Teams and projects that list these persons."""
    kinds = ((_("所在团队"), TeamMember), (_("所在项目"), ProjectMember))
    found = []
    for label, model in kinds:
        counted = model.objects.filter(person__in=persons).aggregate(
            count=Count("id"), persons=Count("person", distinct=True)
        )
        found.append(Dependant(label, counted["count"], counted["persons"], detail=_("比对完成后按新的档案重新生成。")))
    return found


def register() -> None:
    """The queries that are true without any other app."""
    register_dependants("casework", cases)
    register_dependants("accounts", accounts_bound)
    register_dependants("groups", groups)
