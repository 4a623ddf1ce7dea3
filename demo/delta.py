"""The following month: about 2 % of a source's rows changed, ended or new."""

from collections.abc import Callable
from datetime import date

from demo import places, values
from demo.county import County
from demo.errors import Pen
from demo.names import SURNAMES, given_name
from demo.numbers import make_phone

CHANGED, ENDED, NEW = 0.012, 0.003, 0.005


def next_month(as_of: date) -> date:
    """The last day of the month after `as_of`."""
    month = as_of.year * 12 + as_of.month + 1  # index of the month after next
    return date.fromordinal(date(month // 12, month % 12 + 1, 1).toordinal() - 1)


def sample(
    rows: list[list], who: list[int], planted: set[int], county: County, source: str, pen: Pen
) -> tuple[list[list], list[int]]:
    """Copies of rows with one fact changed or ended, with their people. Keys stay as they were sent."""
    count = len(rows)
    changed, ended = max(1, round(CHANGED * count)), max(1, round(ENDED * count))
    chosen = pen.rng.sample(range(count), min(count, changed + ended))
    out_rows, out_who = [], []
    for place, index in enumerate(chosen):
        if index in planted:
            continue
        row = list(rows[index])
        end = END.get(source) if place >= changed else None
        (end or CHANGE[source])(row, county, pen)
        out_rows.append(row)
        if who:
            out_who.append(who[index])
    return out_rows, out_who


def new_count(rows: int) -> int:
    """How many new people or things a delta brings."""
    return max(1, round(NEW * rows))


def _employer(column: int, code: int | None = None) -> Callable:
    def change(row: list, county: County, pen: Pen) -> None:
        firm = county.firms[int(pen.rnd() * len(county.firms))]
        row[column] = firm.name
        if code is not None:
            row[code] = firm.uscc

    return change


def _phone(column: int) -> Callable:
    def change(row: list, county: County, pen: Pen) -> None:
        row[column] = make_phone(pen.rng)

    return change


def _pick(column: int, options: list) -> Callable:
    def change(row: list, county: County, pen: Pen) -> None:
        row[column] = pen.rng.choice([option for option in options if option != row[column]] or options)

    return change


def _grow(*columns: int, by: float = 1.04) -> Callable:
    def change(row: list, county: County, pen: Pen) -> None:
        for column in columns:
            text = str(row[column])
            value = float(text) if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else 1000.0
            row[column] = round(value * by, 2) if pen.excel else str(round(value * by, 2))

    return change


def _insured_month(row: list, county: County, pen: Pen) -> None:
    for column in (9, 10):
        text = str(row[column])
        if text.isascii() and text.isdigit():
            row[column] = int(text) + 1


def _day(column: int) -> Callable:
    def change(row: list, county: County, pen: Pen) -> None:
        row[column] = pen.days[county.end + 1 + int(pen.rnd() * 29)]

    return change


def _stop_insurance(row: list, county: County, pen: Pen) -> None:
    row[7], row[10] = "暂停缴费", 0


def _boss(row: list, county: County, pen: Pen) -> None:
    row[7] = SURNAMES.draw(pen.rng) + given_name(pen.rng, True, 1975)


CHANGE: dict[str, Callable] = {
    "S01": _insured_month, "S02": _employer(9), "S03": _employer(7), "S04": _employer(7), "S05": _phone(10), "S06": _employer(7),
    "S07": _employer(7), "S08": _pick(5, values.TOP_POSTS), "S09": _boss, "S10": _grow(2, 3, 4), "S11": _pick(5, places.NAMES),
    "S12": _grow(5), "S13": _pick(2, ["发明专利", "实用新型", "外观设计"]), "S14": _phone(7), "S15": _employer(5),
    "S16": _day(3), "S17": _pick(5, ["离婚", "丧偶", "复婚"]), "S18": _pick(5, ["12-20万元", "20-30万元", "6-12万元"]),
    "S19": _grow(5), "S20": _grow(5), "S21": _pick(3, ["调出", "退休", "在职"]), "S22": _employer(6),
}  # fmt: skip
END: dict[str, Callable] = {
    "S01": _stop_insurance, "S05": _day(7), "S09": _pick(4, ["注销"]), "S19": _day(4), "S21": _pick(3, ["辞职"]), "S17": _pick(5, ["离婚"]),
}  # fmt: skip
