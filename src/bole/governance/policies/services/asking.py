"""Who doubts what the rules say asks a person: the department of the policy checks it and answers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bole.core.errors import InvalidInput
from bole.governance.policies.queries import Explained, explain, policy_of
from bole.governance.policies.queries.situation import Situation
from bole.kernel.casework import services as casework

FLOW = "policy_question"
MOST = 1000
"""Characters of a question."""


@transaction.atomic
def ask_human(*, by: Any, situation: Situation, key: str, question: str, today: Any) -> Any:
    """Opens a case at the policy's department with the question and what the rules said. Raises InvalidInput, NotFound."""
    text = question.strip()
    if len(text) < 4:
        raise InvalidInput(_("请写明您的疑问。"), code="policies.no_question")
    policy = policy_of(situation.known, key)
    found = explain(situation, policy, today)
    return casework.open_case(
        flow=FLOW,
        by=by,
        subject=situation.person.pk,
        unit_code=policy.department,
        title=_("咨询:%(policy)s") % {"policy": policy.name},
        data={
            "policy": policy.key,
            "policy_name": policy.name,
            "outcome": _outcome(found),
            "rules_sha256": situation.known.sha256,
            "question": text[:MOST],
        },
        applicant=by,
    )


def _outcome(found: Explained) -> str:
    said = " ".join(part for part in (found.word, found.figure, found.item.amount) if part)
    return said or _("没有结果")
