"""What recognitions and decisions hang onto other apps, called once in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext_noop as _

from bole.governance.policies.models import Decision, Recognition
from bole.governance.policies.queries.recognitions import provide
from bole.governance.policies.services import deciding, furnishing, proposing, publishing, recognising
from bole.kernel.casework.services import register_effect
from bole.kernel.notices.services import register_kind
from bole.kernel.outbox.services import handles
from bole.kernel.taxonomy.services import register_checker
from bole.kernel.vault.services import register_eraser
from bole.people.registry.services import Dependant, register_dependants, register_facts

NAME = "policies.recognition"


def register_recognition() -> None:
    register_facts(NAME, "person", recognising.KEYS, provide)
    register_eraser(NAME, forget)
    register_dependants(NAME, dependants)
    handles("sources.linked", "policies.furnish")(furnishing.follow_link_run)
    text = _("请到“我的类别与积分”查看现状、理由和可以怎样提出异议。")
    register_kind(recognising.NOTICE, subject=_("您的人才类别登记有变动"), text=text, channels=("email", "sms"))
    register_effect(proposing.CHECK, proposing.check_proposal)
    register_effect(proposing.RECORD, proposing.record)
    register_effect(proposing.REVOKE, proposing.revoke)
    register_effect(proposing.RESTORE, proposing.restore)


def register_publication() -> None:
    """Drafts and editions: the effect, and the check of packs."""
    register_effect(publishing.EFFECT, publishing.publish_edition)
    register_checker(publishing.check_edition)


def dependants(persons: Sequence[UUID]) -> Iterable[Dependant]:
    """Recognitions and decisions that stand on these persons."""
    rows = Recognition.objects.filter(person__in=persons, forgotten_at=None)
    held = list(rows.values_list("person", flat=True))
    told = _("认定跟着编号走;档案删除时内容清空,只留时间和状态。")
    yield Dependant(_("人才认定"), len(held), len(set(held)), detail=told)
    kept = Decision.objects.filter(subject="person", subject_id__in=list(map(str, persons)), forgotten_at=None)
    made = list(kept.values_list("subject_id", flat=True))
    yield Dependant(_("存档的规则决定"), len(made), len(set(made)), detail=_("档案删除时清空用到的事实和结果。"))


def forget(person: UUID) -> None:
    """Of an erased person; does nothing for ids nobody knows."""
    recognising.forget_recognitions(person)
    deciding.forget_decisions(person)
