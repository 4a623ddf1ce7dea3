"""A source's file against its last one: a column that changed suddenly stops the batch until a person has looked.

A full file is held against the last full one, a partial file against the last partial ones together; the first partial file against
the full one, in fill and validity only, as changed rows are no cross-section of all. The first file of a source never stops.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_noop as _

from bole.core.errors import Conflict
from bole.core.linkage.estimation import chance_distance, total_variation
from bole.people.sources.models import KEPT, Batch, Mode, Status
from bole.people.sources.reading.profile import Profile, joined
from bole.people.sources.services.base import linkage_settings
from bole.people.sources.services.base.jobs import start_processing
from bole.people.sources.services.intake.stopping import Pause

CODE = "batch.drift"
NAMED = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Differences of shares; see `drift` in the pack's settings."""

    min_rows: int
    filled: float
    valid: float
    spread: float
    deltas: int


@dataclass(frozen=True, slots=True)
class Change:
    """One column that changed: shares before and after (of `kind` for a spread: what moved most), and how far the spreads are apart."""

    header: str
    measure: Literal["missing", "filled", "valid", "spread"]
    before: float
    after: float
    kind: str = ""
    distance: float = 0.0


def check_drift(batch: Batch, profile: Profile) -> None:
    """Notes the file's profile and what changed on the batch. Raises Pause where a person must look first."""
    batch.profile = profile
    if batch.stored_at is not None or batch.mode == Mode.CORRECTION:
        return
    changes = _changes(batch, profile)
    batch.drift = [asdict(change) for change in changes]
    if changes and not batch.drift_confirmed:
        raise Pause(_question(changes))


def _question(changes: list[Change]) -> Conflict:
    headers = list(dict.fromkeys(change.header for change in changes))
    columns = "、".join(f"“{header}”" for header in headers[:NAMED])
    return Conflict(
        _("与上次同类文件相比,%(count)s 列突然变化:%(columns)s。"),
        remedy=_("请看前后对比:属实就确认,接着处理;不属实就撤回这一批,请部门改好重报。"),
        code=CODE,
        count=len(headers),
        columns=columns + ("……" if len(headers) > NAMED else ""),
    )


def _changes(batch: Batch, profile: Profile) -> list[Change]:
    limits = Limits(**linkage_settings.section("drift"))
    earlier = _earlier(batch).filter(mode=batch.mode)
    before = [found for found in earlier[: 1 if batch.mode == Mode.FULL else limits.deltas] if found]
    if before:
        return compare(joined(before), profile, limits)
    full = _earlier(batch).filter(mode=Mode.FULL).first() if batch.mode == Mode.DELTA else None
    return [change for change in compare(full, profile, limits) if change.measure != "spread"] if full else []


def _earlier(batch: Batch) -> Any:
    """Profiles of the sender's files of this source that came before, the latest first."""
    rows = Batch.objects.filter(source=batch.source, status__in=KEPT, pk__lt=batch.pk).exclude(profile={})
    own = [batch.sender] if batch.is_employers_own else ["", batch.department]
    return rows.filter(sender__in=own).order_by("-pk").values_list("profile", flat=True)


def compare(before: Profile, after: Profile, limits: Limits) -> list[Change]:
    """The columns that changed beyond both the limits and chance, worst first. Too few rows on either side: none."""
    if min(before["rows"], after["rows"]) < limits.min_rows:
        return []
    found = (
        change
        for header, column in before["columns"].items()
        for change in _column(header, column, after["columns"].get(header), (before["rows"], after["rows"]), limits)
    )
    return sorted(found, key=lambda change: (-_size(change), change.header))


def _size(change: Change) -> float:
    return max(change.distance, abs(change.after - change.before))


def _column(
    header: str, old: Mapping[str, Any], new: Mapping[str, Any] | None, rows: tuple[int, int], limits: Limits
) -> Iterable[Change]:
    if new is None:
        filled = old["filled"] / rows[0]
        if filled >= limits.filled:
            yield Change(header, "missing", filled, 0.0)
        return
    if _moved((old["filled"], rows[0]), (new["filled"], rows[1]), limits.filled):
        yield Change(header, "filled", old["filled"] / rows[0], new["filled"] / rows[1])
    if min(old["filled"], new["filled"]) < limits.min_rows:
        return
    if _moved((old["valid"], old["filled"]), (new["valid"], new["filled"]), limits.valid):
        yield Change(header, "valid", old["valid"] / old["filled"], new["valid"] / new["filled"])
    yield from _spread(header, old["kinds"], new["kinds"], limits)


def _moved(before: tuple[int, int], after: tuple[int, int], limit: float) -> bool:
    """Two shares (hits, of) differ by more than the limit and by more than three standard deviations of chance."""
    (hits, n), (now, m) = before, after
    pooled = (hits + now) / (n + m)
    chance = 3 * math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)) if 0 < pooled < 1 else 0.0
    return abs(hits / n - now / m) > max(limit, chance)


def _spread(header: str, old: Mapping[str, int], new: Mapping[str, int], limits: Limits) -> Iterable[Change]:
    n, m = sum(old.values()), sum(new.values())
    if min(n, m) < limits.min_rows:
        return
    before, after = _shares(old, n), _shares(new, m)
    pooled = _shares({key: old.get(key, 0) + new.get(key, 0) for key in old.keys() | new.keys()}, n + m)
    distance = total_variation(before, after)
    if distance > max(limits.spread, chance_distance(pooled, n, m)):
        kind = max(sorted(pooled), key=lambda key: abs(before.get(key, 0.0) - after.get(key, 0.0)))
        yield Change(header, "spread", before.get(kind, 0.0), after.get(kind, 0.0), kind, distance)


def _shares(counts: Mapping[str, int], total: int) -> dict[str, float]:
    return {key: count / total for key, count in counts.items()}


@transaction.atomic
def confirm_drift(*, by: Any, batch: Batch) -> Batch:
    """A person has looked: the columns did change so. The batch goes on."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.status != Status.PAUSED or batch.error_code != CODE:
        raise Conflict("这个批次没有突变的列在等确认。", remedy=_("请刷新页面查看最新状态。"), code="batch.no_drift")
    batch.drift_confirmed = True
    batch.save(update_fields=["drift_confirmed"])
    start_processing(batch.pk, again=True)
    return batch
