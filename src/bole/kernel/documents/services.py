"""Documents for every app above: xlsx, csv, docx, pdf, and exports of lists as jobs."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app

from bole.core.errors import InvalidInput, NotAllowed, NotFound
from bole.kernel.accounts.queries import User, memberships_of
from bole.kernel.accounts.services import Grant, grant_of
from bole.kernel.audit.services import record_read, record_security
from bole.kernel.documents.exports import Export, export_named, purposes_of_people, register_export
from bole.kernel.documents.sheets import Column, Sheet, neutralise, render_csv, render_xlsx
from bole.kernel.files.services import StoredFile, destroy_file, store_file
from bole.kernel.outbox import services as outbox
from bole.kernel.vault import services as vault

__all__ = [
    "Column",
    "Export",
    "Sheet",
    "neutralise",
    "register_export",
    "render_csv",
    "render_xlsx",
]

FORMATS = ("xlsx", "csv")
KEEP_DAYS = 7
SUBJECTS_PER_READ = 5_000
EXPORTED, FILTERS = "documents.exported", "documents.export.filters"


def render_docx(template: Path | BinaryIO, context: Mapping[str, Any]) -> bytes:
    """See `words.render_docx`; the Word library is loaded when the first document is made."""
    from bole.kernel.documents import words

    return words.render_docx(template, context)


def compose_docx(title: str, blocks: Sequence[str | Sequence[Sequence[str]]]) -> bytes:
    """See `words.compose_docx`."""
    from bole.kernel.documents import words

    return words.compose_docx(title, blocks)


def render_pdf(template: Path | str, context: Mapping[str, Any]) -> bytes:
    """See `papers.render_pdf`."""
    from bole.kernel.documents import papers

    return papers.render_pdf(template, context)


@transaction.atomic
def export_table(
    *, by: User, membership_id: int, name: str, parameters: Mapping[str, str], form: str = "xlsx"
) -> outbox.Job:
    """Starts the export of a registered list as a job; the result is a stored file, kept for seven days, and a notice.

    Raises NotFound (no such list), NotAllowed (no right to it), InvalidInput (unknown format).
    """
    export, _grant = _permitted(by, membership_id, name)
    if form not in FORMATS:
        raise InvalidInput(_("不支持的导出格式。"), code="export.format")
    parameters = {"language": get_language() or "", **parameters}
    title = f"{export.title} ({form})"
    job = outbox.start_job(kind="documents.export", by=by, title=title)
    app.configure_task("documents.export", queue="documents").defer(
        job_id=job.pk, user_id=by.pk, membership_id=membership_id, name=name, sealed=_sealed(job, parameters), form=form
    )
    return job


def _sealed(job: outbox.Job, parameters: Mapping[str, str]) -> str:
    """The list's filters as a token: somebody may have searched for an identifier, and queue and log are no place for it."""
    text = json.dumps(dict(parameters), ensure_ascii=False)
    token = vault.seal([text], keys=vault.new_keys([None]), field=FILTERS, owners=[str(job.pk)])[0]
    return (token or b"").hex()


def open_filters(job_id: int, sealed: str) -> dict[str, str]:
    """The filters that `export_table` sealed into the queue."""
    text = vault.unseal([bytes.fromhex(sealed)], field=FILTERS, owners=[str(job_id)])[0]
    return dict(json.loads(text or "{}"))


def _permitted(by: User, membership_id: int, name: str) -> tuple[Export, Grant]:
    export = export_named(name)
    if export is None:
        raise NotFound(_("没有这个列表。"), code="export.unknown")
    membership = memberships_of(by).filter(pk=membership_id).first()
    grant = grant_of(membership, export.action)
    if grant is None:
        raise NotAllowed(_("您没有导出这个列表的权限。"), code="export.forbidden")
    return export, grant


def produce_export(
    *, job: outbox.Job, user_id: int, membership_id: int, name: str, parameters: Mapping[str, str], form: str
) -> dict[str, Any]:
    """Runs in the worker, in the language of whoever asked: rights are checked again, the reading is logged, the file is stored
    and announced."""
    by = User.objects.get(pk=user_id)
    export, grant = _permitted(by, membership_id, name)
    with override(parameters.get("language") or settings.LANGUAGE_CODE):
        return _produce(job, by, export, grant, parameters, form)


def _produce(
    job: outbox.Job, by: User, export: Export, grant: Grant, parameters: Mapping[str, str], form: str
) -> dict[str, Any]:
    if export.total:
        job.advance(0, total=export.total(grant, parameters))
    counted = _Counted(export.rows(grant, parameters), job)
    sheet = Sheet(str(export.title), export.columns(grant, parameters), counted)
    render = render_csv if form == "csv" else _render_one
    content = render(sheet, source=export.source, as_of=export.as_of() if export.as_of else None)
    today = timezone.localdate()
    with transaction.atomic():
        _log_reading(export, grant, parameters, by)
        stored = store_file(
            by=by,
            name=f"{export.title} {today.isoformat()}.{form}",
            content=io.BytesIO(content),
            purpose=export.purpose,
            keep_until=today + dt.timedelta(days=KEEP_DAYS),
        )
        record_security(by=by, kind=EXPORTED, list=export.name, rows=counted.number, file=str(stored.id))
        payload = {"user": by.pk, "file": str(stored.id), "name": stored.name, "rows": counted.number}
        outbox.publish(topic=EXPORTED, key=f"job-{job.pk}", payload=payload)
    return {"url": f"/files/{stored.id}/", "label": stored.name, "rows": counted.number}


class _Counted:
    """Passes rows on and tells the job how many."""

    def __init__(self, rows: Iterable[Sequence[Any]], job: outbox.Job) -> None:
        self._rows, self._job, self.number = rows, job, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.number += 1
            if self.number % 200 == 0:
                self._job.advance(self.number)
            yield row
        self._job.advance(self.number)


def _render_one(sheet: Sheet, **options: Any) -> bytes:
    return render_xlsx([sheet], **options)


def _log_reading(export: Export, grant: Grant, parameters: Mapping[str, str], by: User) -> None:
    if export.subjects is None:
        return
    classes = [name for name in export.field_classes if grant.can_see(name)]
    for persons in _batches(export.subjects(grant, parameters), SUBJECTS_PER_READ):
        record_read(
            by=by, purpose=export.purpose, subjects=persons, field_classes=classes, where=f"export:{export.name}"
        )


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def forget_subject(subject: UUID) -> None:
    """Somebody was deleted: exported lists that are still kept go, since any of them may hold the person (PIPL art. 47)."""
    kept = StoredFile.objects.filter(purpose__in=purposes_of_people(), destroyed_at=None)
    for stored in kept:
        destroy_file(stored, by="documents", reason=_("按删除请求清除"))
