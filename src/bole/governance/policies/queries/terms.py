"""For how long a recognition holds and when it is checked again: the county's own figures (`settings.recognition` of the pack)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bole.core.rules.language.values import add_months
from bole.kernel.taxonomy import queries as taxonomy


@dataclass(frozen=True)
class Terms:
    """Nothing said means: for ever, and never checked. `file_months`: how long before its day a check may be done."""

    valid_years: int | None = None
    revalidate_months: int | None = None
    file_months: int = 2

    def valid_until(self, since: dt.date) -> dt.date | None:
        """The last day."""
        return add_months(since, 12 * self.valid_years) - dt.timedelta(days=1) if self.valid_years else None

    def check_by(self, since: dt.date, until: dt.date | None) -> dt.date | None:
        """The last day of the next check; none where the recognition ends before."""
        if not self.revalidate_months:
            return None
        day = add_months(since, self.revalidate_months)
        return None if until and day >= until else day

    def check_from(self, check_by: dt.date) -> dt.date:
        return add_months(check_by, -self.file_months)


def recognised_policies() -> dict[str, Terms]:
    """The classifications by which this county recognises people, each with its terms."""
    said: Any = taxonomy.current_pack().settings.get("recognition") or {}
    return {key: Terms(**(figures or {})) for key, figures in said.items()}


def terms_of(policy: str) -> Terms:
    return recognised_policies().get(policy, Terms())
