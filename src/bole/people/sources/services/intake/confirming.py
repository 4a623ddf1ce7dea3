"""What people say about headers and words: confirmed once, kept as a new mapping version, applied to the waiting batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict, InvalidInput
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import KEPT, Batch, MappingVersion, Mode, Status, UnknownCode
from bole.people.sources.services.base.jobs import start_processing
from bole.people.sources.services.base.locks import MAPPING, hold
from bole.people.sources.services.intake.layouts import latest_versions


@transaction.atomic
def confirm_mapping(
    *, by: Any, batch: Batch, source: str, headers: Mapping[str, str], note: str = ""
) -> MappingVersion | None:
    """Says which column of `source` each unknown header means ("" = none) and lets the batch go on.

    Returns the new version, or None when nothing was mapped. Raises InvalidInput for a column the layout does not have.
    """
    layout = taxonomy.current_pack().sources.get(source)
    if layout is None:
        raise InvalidInput("没有编号为 %(source)s 的来源。", code="source.unknown", source=source)
    chosen = {header: target for header, target in headers.items() if target}
    for header, target in chosen.items():
        if layout.column(target) is None:
            raise InvalidInput(
                "“%(layout)s”没有“%(column)s”这一列。", code="mapping.no_column", layout=layout.name, column=target
            )
        if header not in batch.headers:
            raise InvalidInput("文件里没有“%(header)s”这一列。", code="mapping.no_header", header=header)
    version = _new_version(by, source, headers=chosen, note=note) if chosen else None
    if batch.asked_source != source and not batch.source:
        Batch.objects.filter(pk=batch.pk).update(asked_source=source)
    if batch.status != Status.RETRACTED:
        start_processing(batch.pk, again=True)
    return version


@transaction.atomic
def decide_code(*, by: Any, unknown: UnknownCode, code: str) -> UnknownCode:
    """Says what a word means ("" = nothing, leave it out): a new mapping version; the latest file of the source is read again."""
    unknown = UnknownCode.objects.select_for_update().get(pk=unknown.pk)
    codes = code_choices(unknown.source, unknown.header)
    if code and code not in codes:
        raise InvalidInput(
            "代码表里没有“%(code)s”。", remedy=_("请从列表中选择。"), code="code.unknown", code_given=code
        )
    unknown.code, unknown.decided_at = code, timezone.now()
    unknown.decided_by = by if getattr(by, "pk", None) else None
    unknown.save()
    if code:
        _new_version(by, unknown.source, codes={unknown.header: {unknown.value: code}})
        latest = Batch.objects.filter(source=unknown.source, status__in=KEPT)
        for batch in latest.order_by("-id")[:1]:
            start_processing(batch.pk, again=True)
    return unknown


@transaction.atomic
def retract_mapping(*, by: Any, version: MappingVersion, reason: str) -> list[Batch]:
    """Takes the version in force of a source back: headers and words mean again what they meant before, and the words it had
    explained are open again. Returns the batches to read again, in that order (`undoing` does it).

    Raises InvalidInput without a reason, Conflict when it is taken back already or a newer one stands on it.
    """
    if not reason.strip():
        raise InvalidInput("请写明收回理由。", code="retract.reason")
    hold(MAPPING + version.source)
    version = MappingVersion.objects.select_for_update().get(pk=version.pk)
    if version.retracted_at:
        raise Conflict("这个映射版本已经收回。", remedy=_("请刷新页面查看最新状态。"), code="mapping.retracted")
    newest = latest_versions()[version.source]
    if newest.pk != version.pk:
        raise Conflict(
            "第 %(newest)s 版建立在这一版之上。",
            remedy=_("请先收回较新的版本。"),
            code="mapping.not_newest",
            newest=newest.version,
        )
    batches = batches_to_read_again(version)
    version.retracted_at, version.retract_reason = timezone.now(), reason.strip()[:200]
    version.retracted_by = by if getattr(by, "pk", None) else None
    version.save()
    _reopen_words(version)
    return batches


def batches_to_read_again(version: MappingVersion) -> list[Batch]:
    """Per sender: from the first batch read with this version, the last full file or a later one, to the newest.

    What came before the last full file is history; a partial file is read again before those that followed it.
    """
    kept = Batch.objects.filter(source=version.source, status__in=KEPT)
    series: dict[str, list[Batch]] = {}
    for batch in kept.order_by("id"):
        sender = batch.sender if batch.is_employers_own else ""
        rows = series.setdefault(sender, [])
        if batch.mode == Mode.FULL:
            rows.clear()
        if rows or batch.mapping_version_id == version.pk:
            rows.append(batch)
    return sorted((batch for rows in series.values() for batch in rows), key=lambda batch: batch.pk)


def _reopen_words(version: MappingVersion) -> None:
    """Words that this version was the first to explain are to be explained again."""
    before = latest_versions().get(version.source)
    known = before.codes if before else {}
    for header, words in version.codes.items():
        added = [word for word, code in words.items() if known.get(header, {}).get(word) != code]
        UnknownCode.objects.filter(source=version.source, header=header, value__in=added).update(
            code=None, decided_by=None, decided_at=None
        )


def code_choices(source: str, header: str) -> dict[str, str]:
    """Codes and names that a column of a source may take; empty when it has no code list."""
    pack = taxonomy.current_pack()
    column = pack.sources[source].column(header) if source in pack.sources else None
    if column is None:
        return {}
    if (found := pack.code_lists.get(column.code_list or "")) is None:
        target = pack.vocabulary.target(column.targets[0])
        part = target and (target[1] or target[0])
        found = pack.code_lists.get((part and part.code_list) or "")
    return {code: item.name for code, item in found.items.items()} if found else {}


@transaction.atomic
def confirm_shrink(*, by: Any, batch: Batch) -> Batch:
    """A person has looked: the file is the full list, and the rows it lacks have ended. The batch is read again."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if not batch.shrink_rows:
        raise Conflict("这个批次没有疑似漏发的行。", remedy=_("请刷新页面查看最新状态。"), code="batch.no_shrink")
    batch.shrink_confirmed, batch.asked_mode = True, Mode.FULL
    batch.save(update_fields=["shrink_confirmed", "asked_mode"])
    start_processing(batch.pk, again=True)
    return batch


def _new_version(
    by: Any,
    source: str,
    *,
    headers: Mapping[str, str] | None = None,
    codes: Mapping[str, Mapping[str, str]] | None = None,
    note: str = "",
) -> MappingVersion:
    hold(MAPPING + source)
    last = latest_versions().get(source)
    merged_codes: dict[str, dict[str, str]] = {
        header: dict(words) for header, words in (last.codes if last else {}).items()
    }
    for header, words in (codes or {}).items():
        merged_codes.setdefault(header, {}).update(words)
    return MappingVersion.objects.create(
        source=source,
        version=_next_number(source),
        headers={**(last.headers if last else {}), **(headers or {})},
        codes=merged_codes,
        confirmed_by=by if getattr(by, "pk", None) else None,
        note=note[:200],
    )


def _next_number(source: str) -> int:
    """One more than any version ever had, those that were taken back included."""
    last = MappingVersion.objects.filter(source=source).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1
