"""What recognitions and decisions hang onto other apps, called once in `apps.ready()`."""

from __future__ import annotations

from uuid import UUID

from bole.governance.policies.queries.recognitions import provide
from bole.governance.policies.services import deciding, proposing, publishing, recognising
from bole.kernel.casework.services import register_effect
from bole.kernel.taxonomy.services import register_checker
from bole.kernel.vault.services import register_eraser
from bole.people.registry.services import register_facts

NAME = "policies.recognition"


def register_recognition() -> None:
    register_facts(NAME, "person", recognising.KEYS, provide)
    register_eraser(NAME, forget)
    register_effect(proposing.CHECK, proposing.check_proposal)
    register_effect(proposing.RECORD, proposing.record)
    register_effect(proposing.REVOKE, proposing.revoke)
    register_effect(proposing.RESTORE, proposing.restore)


def register_publication() -> None:
    """Drafts and editions: the effect, and the check of packs."""
    register_effect(publishing.EFFECT, publishing.publish_edition)
    register_checker(publishing.check_edition)


def forget(person: UUID) -> None:
    """Of an erased person; does nothing for ids nobody knows."""
    recognising.forget_recognitions(person)
    deciding.forget_decisions(person)
