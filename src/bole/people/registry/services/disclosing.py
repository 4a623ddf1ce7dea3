"""Showing what is masked: a purpose is required, the reading is logged, the subject can see it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bole.core.errors import InvalidInput, NotAllowed, NotFound
from bole.kernel.accounts.services import Grant
from bole.kernel.audit import services as audit
from bole.people.registry.models import Person
from bole.people.registry.queries.vocabulary import words
from bole.people.registry.services.evidence import evidence

PURPOSES = (_("办件审核"), _("数据核对"), _("联系本人"), _("待遇发放"), _("统计核验"))
SHORTEST = 2


def require_purpose(purpose: str) -> str:
    """A purpose in words; raises InvalidInput where there is none."""
    text = " ".join(purpose.split())[:200]
    if len(text) < SHORTEST:
        raise InvalidInput(_("请写明用途。"), remedy=_("用途会记入查阅记录,本人可以看到。"), code="registry.no_purpose")
    return text


@transaction.atomic
def reveal_value(*, by: Any, grant: Grant, person: Person, fact: str, purpose: str) -> str:
    """The plaintext of a masked fact. Raises InvalidInput without a purpose, NotAllowed without the right to its class,
    NotFound where nothing is known (any more)."""
    text = require_purpose(purpose)
    declared = words().facts.get(fact)
    if declared is None:
        raise NotFound(_("没有这项数据。"), code="registry.no_fact")
    if not grant.can_see(declared.privacy):
        raise NotAllowed(_("您的角色不能查看这项数据。"), code="registry.field_class")
    value = person.facts.get(fact) if fact in person.facts else evidence().reveal(person.pk, fact, by=by, purpose=text)
    audit.record_read(by=by, purpose=text, subjects=[person.pk], field_classes=[declared.privacy])
    if value in (None, ""):
        raise NotFound(_("没有这项数据,或其密钥已经销毁。"), code="registry.no_value")
    return words().value(declared, value)


def note_reading(
    *, by: Any, people: list[Person], grant: Grant, purpose: str, shown: Collection[str] = ("personal", "sensitive")
) -> None:
    """A page showed these people: one row in the log of readings, with the classes of `shown` that the grant may see."""
    classes = [name for name in ("personal", "sensitive") if name in shown and grant.can_see(name)] or ["internal"]
    audit.record_read(by=by, purpose=purpose, subjects=[person.pk for person in people], field_classes=classes)
