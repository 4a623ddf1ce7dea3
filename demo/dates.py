"""How a day, a month or a serial number is written, cached since 200,000 rows repeat the same days."""

from collections.abc import Callable
from datetime import date

EXCEL_EPOCH = date(1899, 12, 30).toordinal()


class Style(dict):
    """A cache from ordinal to text; `style[ordinal]` formats on first use."""

    def __init__(self, form: Callable[[date], str]) -> None:
        super().__init__()
        self.form = form

    def __missing__(self, day: int) -> str:
        text = self[day] = self.form(date.fromordinal(day))
        return text


DAYS = {
    "iso": Style(lambda d: d.isoformat()),
    "slash": Style(lambda d: f"{d.year}/{d.month}/{d.day}"),
    "slash0": Style(lambda d: d.strftime("%Y/%m/%d")),
    "chinese": Style(lambda d: f"{d.year}年{d.month}月{d.day}日"),
    "compact": Style(lambda d: d.strftime("%Y%m%d")),
    "dots": Style(lambda d: d.strftime("%Y.%m.%d")),
    "midnight": Style(lambda d: f"{d.isoformat()} 00:00:00"),
}
MONTHS = {
    "iso": Style(lambda d: d.strftime("%Y-%m")),
    "compact": Style(lambda d: d.strftime("%Y%m")),
    "chinese": Style(lambda d: f"{d.year}年{d.month}月"),
    "dots": Style(lambda d: d.strftime("%Y.%m")),
    "slash": Style(lambda d: f"{d.year}/{d.month}"),
}
CELL = Style(lambda d: d)  # a real date cell in a workbook
