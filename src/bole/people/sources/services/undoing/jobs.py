"""Previews and undos of many rows run as jobs that people can watch."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app

from bole.kernel.accounts.queries import User
from bole.kernel.outbox import queries as jobs
from bole.kernel.outbox import services as outbox
from bole.kernel.vault import services as vault
from bole.people.sources.services.undoing.carrying_out import Preview, carry_out, preview
from bole.people.sources.services.undoing.kinds import Undo, find_undo

PREVIEW, UNDO = "sources.preview_undo", "sources.undo"
TITLES = {
    "decision": (_("预览:收回一个判定"), _("收回一个判定")),
    "bulk": (_("预览:收回一次批量判定"), _("收回一次批量判定")),
    "batch": (_("预览:撤回一个批次"), _("撤回一个批次")),
    "mapping": (_("预览:收回一个映射版本"), _("收回一个映射版本")),
}
PAGES = {
    "decision": "sources:decision",
    "bulk": "sources:bulk_retract",
    "batch": "sources:retract",
    "mapping": "sources:retract_mapping",
}
REASON = "sources.undo_reason"


def page_of(kind: str, number: int) -> str:
    """Where the thing is taken back."""
    return reverse(PAGES[kind], args=[number])


def start_preview(*, by: Any, undo: Undo) -> outbox.Job:
    job = outbox.start_job(kind=PREVIEW, by=by, title=TITLES[undo.kind][0], total=undo.size())
    app.configure_task(PREVIEW, queue="intake").defer(job_id=job.pk, kind=undo.kind, number=undo.number)
    return job


def preview_as_job(job: outbox.Job, kind: str, number: int) -> dict[str, Any]:
    """The task: the preview, without names, is the job's result."""
    found = preview(find_undo(kind, number), by=_owner(job), patient=True)
    return {"url": f"{page_of(kind, number)}?job={job.pk}", "label": _("看预览"), "preview": found.as_json()}


def finished_preview(*, by: Any, number: int, undo: Undo) -> Preview | None:
    """The preview that job `number` of this user has made of this thing."""
    job = jobs.jobs_for(by).filter(pk=number, kind=PREVIEW, state=jobs.Job.State.DONE).first()
    found = Preview.from_json(job.result["preview"]) if job else None
    return found if found and (found.kind, found.number) == (undo.kind, undo.number) else None


def start_undo(*, by: Any, undo: Undo, reason: str) -> outbox.Job:
    """The reason travels sealed: it may name somebody, and a queue is no place for that."""
    job = outbox.start_job(kind=UNDO, by=by, title=TITLES[undo.kind][1], total=undo.size())
    token = vault.seal([reason], keys=vault.new_keys([None]), field=REASON, owners=[str(job.pk)])[0]
    app.configure_task(UNDO, queue="intake").defer(
        job_id=job.pk, kind=undo.kind, number=undo.number, sealed=(token or b"").hex()
    )
    return job


def undo_as_job(job: outbox.Job, kind: str, number: int, sealed: str) -> dict[str, Any]:
    """The task."""
    reason = vault.unseal([bytes.fromhex(sealed)], field=REASON, owners=[str(job.pk)])[0] or ""
    found = carry_out(find_undo(kind, number), by=_owner(job), reason=reason, patient=True)
    return {"url": page_of(kind, number), "label": _("看结果"), "persons": found.persons}


def _owner(job: outbox.Job) -> User | None:
    return User.objects.filter(pk=job.owner_id).first()
