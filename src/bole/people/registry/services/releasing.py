"""Who takes people's data out of the house needs a second person: the request is a case with its purpose in the one worklist,
the release starts the job. A short list without personal data goes out at once."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from bole.core.errors import NotAllowed, Unavailable
from bole.kernel.accounts import queries as accounts
from bole.kernel.accounts.services import grant_of
from bole.kernel.casework import services as casework
from bole.kernel.documents.services import export_table
from bole.kernel.vault import services as vault
from bole.people.registry.queries.people import matching_people, question_of
from bole.people.registry.queries.vocabulary import label, words
from bole.people.registry.services import exporting
from bole.people.registry.services.disclosing import require_purpose

EFFECT, FIELD = "registry.release_export", "registry.export.request"
FLOW, OFFICE_FLOW = "people_export", "people_export_office"
PERSONAL, PLAIN = "personal", "plain"


@transaction.atomic
def request_export(*, by: Any, membership: Any, query: str, purpose: str, form: str, content: str = PERSONAL) -> Any:
    """A file of a people list: the started job where it holds no personal data and is short, else the case that asks for a second
    person. Raises InvalidInput without a purpose, NotAllowed without the right to export."""
    parameters = {"query": query, "purpose": require_purpose(purpose), "by": by.get_username()}
    count = _count(membership, query)
    if content == PLAIN and count <= exporting.SMALL:
        return export_table(by=by, membership_id=membership.pk, name=exporting.NAME, parameters=parameters, form=form)
    request = {**parameters, "form": form, "membership": membership.pk, "language": get_language() or ""}
    return _open_case(by, membership, request, count)


def _count(membership: Any, query: str) -> int:
    grant = grant_of(membership, "registry.export")
    if grant is None:
        raise NotAllowed(_("您没有导出这个列表的权限。"), code="registry.export")
    return matching_people(question_of(QueryDict(query), words(), grant), grant).count()


def _open_case(by: Any, membership: Any, request: dict[str, Any], count: int) -> Any:
    key = uuid.uuid4().hex
    sealed = vault.seal([json.dumps(request)], keys=vault.new_keys([None]), field=FIELD, owners=[key])[0] or b""
    grant = grant_of(membership, "registry.export")
    known, parameters = words(), QueryDict(request["query"])
    asked = [one.text for one in question_of(parameters, known, grant).filters] if grant else []
    facts = [label(fact) for fact in exporting.chosen_columns(parameters, known, grant)] if grant else []
    seat = _confirming_unit(membership)
    return casework.open_case(
        flow=OFFICE_FLOW if membership.role == "office" else FLOW,
        by=by,
        subject=None,
        unit_code=seat,
        title=ngettext("导出人才名单:%(n)s 人", "导出人才名单:%(n)s 人", count) % {"n": count},
        data={
            **{"request": key, "sealed": sealed.hex(), "purpose": request["purpose"], "people": count},
            **{
                "filters": "; ".join(asked) or _("不限"),
                "columns": "、".join(facts) or _("基本列"),
                "form": request["form"],
            },
        },
    )


def _confirming_unit(membership: Any) -> str:
    """A clerk's own unit has an approver; for everybody else the talent office confirms (its own requests: see the flow)."""
    if membership.role == "clerk":
        return str(membership.unit.code)
    office = accounts.Membership.objects.valid().filter(role="office").select_related("unit").first()
    if office is None:
        raise Unavailable(
            "没有可以确认导出的人。", remedy="请系统管理员先开通人才办账号。", code="registry.no_confirmer"
        )
    return office.unit.code


def release_export(case: Any, event: Any) -> str | None:
    """Effect of the flow: the export runs as its applicant, with the applicant's right of now."""
    if event is None or case.applicant is None or event.actor_id == case.applicant_id:
        raise NotAllowed(gettext_noop("导出须由申请人以外的人确认。"), code="registry.four_eyes")
    held = vault.unseal([bytes.fromhex(case.data["sealed"])], field=FIELD, owners=[case.data["request"]])[0]
    request = json.loads(held or "{}")
    parameters = {key: request[key] for key in ("query", "purpose", "by", "language")}
    export_table(
        by=case.applicant,
        membership_id=request["membership"],
        name=exporting.NAME,
        parameters={**parameters, "release": exporting.release_of(case.pk)},
        form=request["form"],
    )
    return None
