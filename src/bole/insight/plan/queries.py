"""Table 1 as the cockpit shows it: definitions from the pack, two series from the database, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from bole.insight.plan.models import IndicatorValue
from bole.kernel.accounts import queries as accounts
from bole.kernel.documents.services import Column
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry import queries as registry

DOCUMENT = "plan/table1.yaml"
EXPORT_COLUMNS = (
    Column("序号", width=6),
    Column("指标", width=32),
    Column("单位"),
    Column("2020 年", "decimal"),
    Column("登记数", "decimal"),
    Column("差额", "decimal"),
    Column("2025 县目标", "decimal"),
    Column("2025 省目标", "decimal"),
    Column("责任单位", width=24),
    Column("依据", width=16),
)


@dataclass(frozen=True)
class Indicator:
    """One row of Table 1. Figures are in `unit`; None where the plan prints "/"."""

    id: str
    number: str
    name: str
    name_en: str
    unit: str
    parent: str | None
    baseline_year: int
    baseline: Decimal | None
    target_year: int
    target: Decimal | None
    comparator: str
    province_target: Decimal | None
    owner: str
    citation: str
    note: str
    register: dict[str, Any] | None


@dataclass(frozen=True)
class Row:
    """An indicator with its latest observations; `gap` is register minus reported, `progress` 0..1 on the way to the target."""

    indicator: Indicator
    owner_name: str
    reported: IndicatorValue | None
    register: IndicatorValue | None

    @property
    def gap(self) -> Decimal | None:
        if self.reported is None or self.register is None:
            return None
        return self.register.value - self.reported.value

    @property
    def is_sub(self) -> bool:
        return self.indicator.parent is not None

    @property
    def name(self) -> str:
        return self.indicator.name_en if get_language() == "en" else self.indicator.name

    @property
    def current(self) -> Decimal | None:
        """What the bar shows: the newest reported figure, else the register count."""
        shown = self.reported or self.register
        return shown.value if shown else None

    @property
    def register_value(self) -> Decimal | None:
        return self.register.value if self.register else None

    @property
    def note(self) -> str:
        """What stands beside a register count: the target it is on the way to."""
        if self.indicator.target is None:
            return ""
        return gettext("目标 %(target)s %(unit)s") % {
            "target": f"{self.indicator.target.normalize():f}",
            "unit": self.indicator.unit,
        }

    @property
    def list_url(self) -> str:
        """The people behind the register count, for those who may open the list."""
        rule = self.indicator.register
        return registry.list_url(rule["count"]) if rule and "count" in rule else ""


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def indicators() -> list[Indicator]:
    document = taxonomy.current_pack().documents.get(DOCUMENT)
    return [_indicator(row) for row in document["indicators"]] if document else []


def _indicator(row: dict[str, Any]) -> Indicator:
    baseline, target = row["baseline"], row["target"]
    return Indicator(
        id=row["id"],
        number=str(row["number"]),
        name=row["name"],
        name_en=row["name_en"],
        unit=gettext(row["unit"]),
        parent=row.get("parent"),
        baseline_year=baseline["year"],
        baseline=_decimal(baseline["value"]),
        target_year=target["year"],
        target=_decimal(target["value"]),
        comparator=target["comparator"],
        province_target=_decimal(row["province_target"]),
        owner=row["owner"],
        citation=row["citation"],
        note=row.get("note", ""),
        register=row.get("register"),
    )


def contradictions() -> list[dict[str, str]]:
    document = taxonomy.current_pack().documents.get(DOCUMENT)
    return list(document.get("contradictions", [])) if document else []


def plan_heading() -> dict[str, str]:
    document = taxonomy.current_pack().documents.get(DOCUMENT)
    heading = dict(document["plan"]) if document else {}
    if heading and get_language() == "en":
        heading["name"] = heading["name_en"]
    return heading


def latest_values(ids: Iterable[str]) -> dict[tuple[str, str], IndicatorValue]:
    """The newest observation of each (indicator, series), in one query."""
    rows = (
        IndicatorValue.objects.filter(indicator__in=list(ids))
        .order_by("indicator", "series", "-as_of", "-recorded_at")
        .distinct("indicator", "series")
    )
    return {(row.indicator, row.series): row for row in rows}


def cockpit_rows() -> list[Row]:
    found = indicators()
    values = latest_values(one.id for one in found)
    owners = {unit.code: str(unit) for unit in accounts.units().filter(code__in={one.owner for one in found})}
    return [
        Row(
            one,
            owners.get(one.owner, one.owner),
            values.get((one.id, IndicatorValue.Series.REPORTED)),
            values.get((one.id, IndicatorValue.Series.REGISTER)),
        )
        for one in found
    ]


def history(indicator: str) -> list[IndicatorValue]:
    return list(IndicatorValue.objects.filter(indicator=indicator).order_by("series", "as_of", "recorded_at"))


def counted_on() -> date | None:
    """The day of the newest register count."""
    register = IndicatorValue.objects.filter(series=IndicatorValue.Series.REGISTER)
    return register.order_by("-as_of").values_list("as_of", flat=True).first()


def export_rows() -> Iterator[tuple[object, ...]]:
    """Table 1 line by line, in the order of EXPORT_COLUMNS."""
    for row in cockpit_rows():
        one = row.indicator
        figures = (one.baseline, row.register_value, row.gap, one.target, one.province_target)
        yield (one.number, one.name, one.unit, *figures, row.owner_name, one.citation)
