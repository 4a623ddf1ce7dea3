"""Rows made on purpose: exact duplicates, rows a check must reject, rows a pack must exclude."""

from dataclasses import dataclass

from demo.errors import Pen
from demo.organisations import CADRE_OFFICES
from demo.rates import RATES

SMALL = 200  # rows; smaller files get one kind of rejected row only


@dataclass(frozen=True)
class Spots:
    """Column numbers of one source: names to blank, a date, a coded column with a value no list knows."""

    names: tuple[int, ...]
    day: int | None = None
    code: tuple[int, str] | None = None
    id: int | None = None
    id_type: int | None = None
    employer: int | None = None
    post: int | None = None


SPOTS = {
    "S01": Spots((0,), 4, (7, "XX"), id=2, id_type=1, employer=5),
    "S02": Spots((0,), 7, (4, "未知学历")),
    "S03": Spots((0,), 5, (3, "特级大师"), id=1),
    "S04": Spots((0,), 5, (4, "未知等级"), employer=7),
    "S05": Spots((2,), 6, (8, "XX"), employer=0, post=5),
    "S06": Spots((0, 1), 6, (5, "D类")),
    "S07": Spots((0,), employer=7),
    "S08": Spots((0,), None, (8, "未知学历"), post=5),
    "S09": Spots((0,), 2, (4, "XX")),
    "S11": Spots((0,), 4, (1, "XX")),
    "S12": Spots((0,), 4, id=1),
    "S13": Spots((5,), 3),
    "S14": Spots((0,), None, (3, "超级高级")),
    "S15": Spots((0,), 4, (2, "未知等级")),
    "S16": Spots((0,), 3, (2, "XX")),
    "S17": Spots((0,), 4, (5, "XX")),
    "S18": Spots((0,), None, (5, "XX"), employer=3),
    "S19": Spots((0,), 3),
    "S20": Spots((0,), 4, id=1),
    "S21": Spots((0,), 2, (3, "XX")),
    "S22": Spots((0,), 2, (4, "XX")),
}
BAD_DAYS = ("2023-02-30", "1885-13-01", "2021年2月29日", "00000000")


def plant(source: str, rows: list[list], who: list[int], pen: Pen) -> list[tuple[int, str]]:
    """Change `rows` and `who` in place; returns (index, kind) of the planted rows."""
    planted: list[tuple[int, str]] = []
    spots = SPOTS.get(source)
    _duplicate(rows, who, pen, planted)
    if spots is None:
        return planted
    free = pen.rng.sample(range(len(rows)), min(len(rows), 40 + len(rows) // 50))
    twice = {index for index, _ in planted} | {index - 1 for index, _ in planted}
    free = [index for index in free if index not in twice]
    kinds = _rejections(source, spots)
    if len(rows) < SMALL:
        kinds = kinds[int(source[1:]) % len(kinds) :][:1]
    changes = [(f"reject.{kind}", apply, RATES["other"]["rejected"] / 3) for kind, apply in kinds]
    changes += [(f"exclude.{kind}", apply, RATES["other"]["excluded"]) for kind, apply in _exclusions(spots)]
    for kind, apply, rate in changes:
        for _ in range(max(1, round(rate * len(rows)))):
            if free:
                index = free.pop()
                rows[index] = row = list(rows[index])
                apply(row, pen)
                planted.append((index, kind))
                pen.seen[kind] += 1
    return planted


def _duplicate(rows: list[list], who: list[int], pen: Pen, planted: list[tuple[int, str]]) -> None:
    count = min(len(rows), max(1, round(RATES["other"]["duplicate"] * len(rows))))
    chosen = sorted(pen.rng.sample(range(len(rows)), count))
    for shift, index in enumerate(chosen):
        place = index + shift
        rows.insert(place + 1, list(rows[place]))
        if who:
            who.insert(place + 1, who[place])
        planted.append((place + 1, "duplicate"))
        pen.seen["other.duplicate"] += 1


def _rejections(source: str, spots: Spots) -> list:
    def no_name(row: list, pen: Pen) -> None:
        for column in spots.names:
            row[column] = ""

    def bad_day(row: list, pen: Pen) -> None:
        row[spots.day] = pen.rng.choice(BAD_DAYS)

    def bad_code(row: list, pen: Pen) -> None:
        row[spots.code[0]] = spots.code[1]

    kinds = [("no_name", no_name)]
    if spots.day is not None:
        kinds.append(("bad_date", bad_day))
    if spots.code is not None:
        kinds.append(("bad_code", bad_code))
    return kinds


def _exclusions(spots: Spots) -> list:
    def military(row: list, pen: Pen) -> None:
        row[spots.id] = f"{pen.rng.choice('军海空')}字第{pen.rng.randrange(10**7):07d}号"
        if spots.id_type is not None:
            row[spots.id_type] = "军官证"

    def office(row: list, pen: Pen) -> None:
        row[spots.employer] = pen.rng.choice(CADRE_OFFICES)

    def cadre(row: list, pen: Pen) -> None:
        row[spots.post] = "县管领导干部"

    kinds = []
    if spots.id is not None:
        kinds.append(("military", military))
    if spots.employer is not None:
        kinds.append(("cadre", office))
    if spots.post is not None:
        kinds.append(("cadre", cadre))
    return kinds
