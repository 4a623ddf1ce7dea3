"""A batch from file to stored rows. Every step may be killed and repeated: nothing is visible before the one storing transaction."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import BoleError, Conflict, InvalidInput, NotAllowed
from bole.core.vocabulary import SourceLayout
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources import reading
from bole.people.sources.models import KEPT, NEXT, Batch, MappingVersion, Mode, Status
from bole.people.sources.services.base import digests
from bole.people.sources.services.base.jobs import queue_linking, start_processing
from bole.people.sources.services.base.locks import STORE, hold
from bole.people.sources.services.intake import drifting, originals, storing
from bole.people.sources.services.intake.layouts import (
    EMPLOYERS,
    confirmed_layouts,
    department_of,
    is_correction,
    latest_versions,
)
from bole.people.sources.services.intake.marks import Marks, is_unchanged, marks_for
from bole.people.sources.services.intake.stopping import (
    DATABASE_ERRORS,
    MACHINE_ERRORS,
    Pause,
    as_program_error,
    machine_error,
    program_errors,
)

DELTA_NAME = re.compile(r"增量|变更|delta", re.IGNORECASE)
WAITS_FOR_WORD = (*KEPT, Status.PAUSED)
DONE = (*KEPT, Status.RETRACTED)
NO_ERROR: dict[str, Any] = {"error": "", "remedy": "", "error_code": ""}


@dataclass(frozen=True)
class Recognised:
    """A file whose layout and mapping are known."""

    raw: reading.RawTable
    recognition: reading.Recognition
    version: MappingVersion | None

    @property
    def layout(self) -> SourceLayout:
        return self.recognition.layout


def process_batch(batch: Batch, *, again: bool = False) -> Batch:
    """Reads, checks and stores one file; linking follows for all stored batches together (`link_pending`).

    Repeating it is harmless. `again` reads a finished batch anew (its mapping changed). What a person must see or decide is
    left on the batch (paused or failed, with message and remedy); a database that does not answer is raised, to be tried again.
    """
    batch.refresh_from_db()
    if batch.status == Status.RETRACTED or (batch.status in WAITS_FOR_WORD and not again):
        return batch
    try:
        _process(batch, again)
    except Pause as pause:
        _stop(batch, Status.PAUSED, pause.error)
    except BoleError as error:
        _stop(batch, Status.FAILED, error)
    except MACHINE_ERRORS as error:
        stopped = machine_error(error)
        if stopped is None:
            raise
        with contextlib.suppress(*DATABASE_ERRORS):  # a full disk can often still be told to people
            batch.refresh_from_db()  # what the lost transaction had set is not true
            _stop(batch, Status.FAILED, stopped)
        raise stopped from error
    except program_errors() as error:
        batch.refresh_from_db()
        _stop(batch, Status.FAILED, as_program_error(error))
        raise
    return batch


def _process(batch: Batch, again: bool) -> None:
    advance(batch, Status.READING, started_at=timezone.now(), note=_("读表、认表头"), **NO_ERROR)
    found = recognise(batch)
    describe(batch, found)
    advance(batch, Status.READING, rows_read=found.raw.frame.height, note=_("校验证件号码、日期、代码"))
    while not _check_and_store(batch, found, again):  # somebody was deleted meanwhile: with the new marks once more
        pass
    originals.purge_excluded(batch, found.raw)


def check(batch: Batch, found: Recognised, marks: Marks) -> reading.Checked:
    """The rows of a recognised file, checked; those of deleted persons and those an employer may not send are left out."""
    return reading.check_rows(
        found.raw,
        found.recognition,
        taxonomy.current_pack(),
        timezone.localdate(),
        hash_key=digests.secret("row"),
        erased=marks if marks else None,
        employer=batch.sender if batch.is_employers_own else "",
    )


def _check_and_store(batch: Batch, found: Recognised, again: bool) -> bool:
    """False, and nothing stored, when the marks of deleted persons have changed since the rows were checked."""
    marks = marks_for(found.layout.id)
    checked = check(batch, found, marks)
    drifting.check_drift(batch, checked.profile)
    advance(batch, Status.CHECKED, note=_("写入来源记录"))
    with transaction.atomic():
        _lock(batch, again)
        if not is_unchanged(marks):
            return False
        rejects = originals.keep_rejects(batch, found.raw, checked, found.layout)
        storing.store_rows(batch, checked, found.layout)
        batch.rejects, batch.cleaned_to = rejects, marks.last
        batch.stored_at = timezone.now()
        advance(batch, Status.STORED, note=_("等待比对"))
        queue_linking()
    return True


def advance(batch: Batch, status: Status, **values: Any) -> None:
    """Moves a batch along its state machine and writes the given fields."""
    if status != batch.status and status not in NEXT[Status(batch.status)]:
        raise AssertionError(f"batch {batch.pk}: {batch.status} -> {status}")
    batch.status = status
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save()


def recognise(batch: Batch) -> Recognised:
    """Reads the original and tells its layout; raises Pause where a person must say what it is."""
    versions = latest_versions()
    layouts = confirmed_layouts(taxonomy.current_pack(), versions)
    if batch.asked_source and batch.asked_source not in layouts:
        raise InvalidInput(
            "没有编号为 %(source)s 的来源。",
            remedy=_("请从来源列表中选择。"),
            code="source.unknown",
            source=batch.asked_source,
        )
    raw = originals.read(batch, layouts.values())
    try:
        recognition = reading.recognise(raw.headers, layouts.values(), expected=batch.asked_source or None)
    except InvalidInput as error:
        if error.code == "reading.unknown_layout":
            batch.headers = list(raw.original_headers)
            raise Pause(error) from error
        raise
    return Recognised(raw, recognition, versions.get(recognition.layout.id))


def describe(batch: Batch, found: Recognised) -> None:
    """Writes on the batch what was recognised; stops it where a person must say which column is meant."""
    recognition, layout = found.recognition, found.layout
    department = department_of(layout, taxonomy.current_pack())
    if batch.is_employers_own and layout.department != EMPLOYERS:
        raise NotAllowed(
            _("这不是用人单位报送的表(%(source)s),没有读取。"),
            remedy=_("用人单位只报送本单位的人才花名册;请按花名册的表样填写。"),
            code="batch.not_for_employers",
            source=layout.name,
        )
    if batch.department not in ("", department):  # set by `receive_file` where a department's officer sent it
        raise NotAllowed(
            _("这是其他部门的表(%(source)s),没有读取。"),
            remedy=_("请由来源部门报送,或请数据管理员代为报送。"),
            code="batch.other_department",
            source=layout.name,
        )
    batch.source, batch.department, batch.sheet = layout.id, department, found.raw.sheet[:120]
    batch.headers = list(found.raw.original_headers)
    batch.mapping = {header: column.header for header, column in recognition.mapping.items()}
    batch.unknown_headers = {header: list(words) for header, words in recognition.unknown.items()}
    batch.missing_headers = list(recognition.missing)
    batch.mapping_version = found.version
    batch.mode, batch.shrink_rows = _mode(batch, layout), 0
    try:
        reading.require_complete(recognition)
    except InvalidInput as error:
        raise Pause(error) if recognition.unknown else error from error


def _mode(batch: Batch, layout: SourceLayout) -> str:
    if is_correction(batch.headers):
        return Mode.CORRECTION
    if batch.asked_mode:
        return batch.asked_mode
    return Mode.DELTA if DELTA_NAME.search(batch.file_name) else layout.file_mode


def _lock(batch: Batch, again: bool) -> None:
    """One storing at a time per source; whoever comes second and finds the batch stored leaves without a trace."""
    hold(STORE + batch.source)
    status = Batch.objects.select_for_update().values_list("status", flat=True).get(pk=batch.pk)
    if status in DONE and not again:
        raise InvalidInput("这个批次刚刚已由另一个进程写入。", code="batch.stored_elsewhere")


def _stop(batch: Batch, status: Status, error: BoleError) -> None:
    if error.code == "batch.stored_elsewhere":
        batch.refresh_from_db()
        return
    if batch.stored_at is not None:  # read anew, but its rows stand as they were
        batch.status, status = Status.STORED, Status.STORED
    advance(batch, status, error=str(error), remedy=error.advice, error_code=error.code, note="")


@transaction.atomic
def pause_batch(*, by: Any, batch: Batch) -> Batch:
    """Stops a batch that is not stored yet, until somebody lets it go on."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.status not in (Status.RECEIVED, Status.READING, Status.CHECKED):
        raise Conflict("只有尚未入库的批次可以暂停。", remedy=_("已入库的批次可以撤回。"), code="batch.not_running")
    advance(batch, Status.PAUSED, error=_("由经办人暂停"), remedy=_("点“继续”接着处理。"), error_code="batch.paused")
    return batch


@transaction.atomic
def resume_batch(*, by: Any, batch: Batch) -> Batch:
    """Lets a paused or failed batch start over."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.status not in (Status.PAUSED, Status.FAILED):
        raise Conflict("这个批次没有停下。", remedy=_("请刷新页面查看最新状态。"), code="batch.not_paused")
    start_processing(batch.pk, again=True)
    return batch
