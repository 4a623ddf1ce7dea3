"""What makes matching look again: link runs, snapshots, changed facts, days, other rules. All of it is only a hint: `running` finds out
itself whom it concerns, so a hint that is lost or comes twice does no harm."""

from __future__ import annotations

import contextlib
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from bole.core.vocabulary import Subject
from bole.governance.policies.services.matching import running, takeup, telling
from bole.kernel.outbox.services import Message, handles
from bole.kernel.taxonomy import queries as taxonomy
from bole.kernel.vault.services import register_eraser
from bole.people.registry.services.providing import CHANGED

HINTS = (
    "sources.linked",
    "sources.retracted",
    "snapshots.published",
    "taxonomy.pack_in_force",
    "policies.edition_in_force",
)
TASK = "policies.match"


def register() -> None:
    """Called once in `apps.ready()`."""
    for topic in HINTS:
        handles(topic, "policies.match")(follow)
    handles(CHANGED, "policies.match")(follow_facts)
    register_eraser("policies.matching", forget)
    takeup.register_takeup("registry", takeup.subsidies_on_file)
    telling.register_kind()


def queue_matching() -> None:
    """One waiting task is enough."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(TASK, queue="documents", queueing_lock=TASK, lock=TASK, priority=-10).defer()


def follow(message: Message) -> None:
    queue_matching()


def follow_facts(message: Message) -> None:
    """Handler of `registry.facts_changed`."""
    subject: Subject = message.payload["subject"]
    if subject in running.SUBJECTS and running.mark_stale(subject, message.payload["ids"], message.payload["keys"]):
        queue_matching()


def forget(person: UUID) -> None:
    """Of an erased person; does nothing for ids nobody knows."""
    running.remove("person", [str(person)])


def match_everyone() -> None:
    """The task: everybody is brought up to date, and whoever may be told at once is told."""
    if taxonomy.has_pack():
        for subject in running.SUBJECTS:
            running.bring_up_to_date(subject)
        telling.tell_queued()
