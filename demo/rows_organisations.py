"""Organisations and places: business register, yearly reports, innovation platforms (S09, S10, S11)."""

from demo import values
from demo.county import County
from demo.errors import Pen
from demo.organisations import Firm

STATUS = values.spellings(values.STATUS)
YES_NO = values.spellings(values.YES_NO)
PLACE_TYPE = values.spellings(values.PLACE_TYPE)
LEVEL = values.spellings(values.LEVEL)
DATUM = values.spellings(values.DATUM)
# WGS84 seats of the 15 units, in the order of places.NAMES
SEATS = (
    (119.64379, 30.65599), (119.70126, 30.64167), (119.64947, 30.60053), (119.596, 30.665), (119.54597, 30.77882), (119.38376, 30.57804),
    (119.55984, 30.59166), (119.48, 30.51364), (119.37917, 30.46345), (119.61658, 30.52312), (119.78471, 30.7814), (119.63398, 30.79997),
    (119.76637, 30.76005), (119.56943, 30.54949), (119.67543, 30.46269),
)  # fmt: skip
GCJ_SHIFT = (0.00487, -0.00243)
BEIJING = (116.3386, 39.752)


def register(county: County, firms: list[Firm], pen: Pen) -> list[list]:
    """S09."""
    rows = []
    for firm in firms:
        industry = firm.industry if pen.rnd() < 0.6 else firm.industry[:3] if pen.rnd() < 0.6 else firm.industry[1:]
        rows.append([
            firm.name, pen.uscc(firm) or firm.uscc, pen.date(firm.founded), industry, pen.code(STATUS[firm.status]),
            pen.number(firm.capital, "万元"), pen.town(firm.town), firm.boss,
        ])  # fmt: skip
    return rows


def reports(county: County, firms: list[Firm], pen: Pen) -> list[list]:
    """S10: three years of the firms above scale."""
    rows, rnd, year = [], pen.rnd, county.as_of.year
    high_word, scale_word = YES_NO["y"], YES_NO["n"]
    for firm in firms:
        if not firm.above_scale:
            continue
        revenue = 2000 + int(rnd() * rnd() * 180_000)
        staff = max(12, revenue // (60 + int(rnd() * 60)))
        land = round(5 + rnd() * 90, 1)
        for back in (3, 2, 1):
            turnover = int(revenue * (1.08 ** (3 - back)) * (0.92 + rnd() * 0.16))
            research = round(turnover * (0.012 + rnd() * 0.045), 2)
            rows.append([
                firm.uscc, year - back, pen.number(turnover, "万元"), round(turnover * (0.02 + rnd() * 0.06), 2), pen.number(research, "万元"),
                round(turnover * (0.16 + rnd() * 0.16), 2), land, round(turnover * (0.004 + rnd() * 0.02), 2), staff,
                int(staff * (0.03 + rnd() * 0.15)), int(rnd() * rnd() * 30), pen.code(high_word if firm.high_tech else scale_word),
                pen.code(high_word),
            ])  # fmt: skip
    return rows


def platforms(county: County, firms: list[Firm], pen: Pen) -> list[list]:
    """S11: 60 to 200 platforms in mixed datums; the second stands in Beijing."""
    rows, rng, rnd = [], pen.rng, pen.rnd
    count = max(60, min(200, county.size // 1000))
    hosts = [firm for firm in firms if firm.above_scale] or firms
    names: set[str] = set()
    for place in range(count):
        host, kind = hosts[int(rnd() * len(hosts))], rng.choice(list(PLACE_TYPE))
        name = f"{host.name.removesuffix('有限公司')}{PLACE_TYPE[kind][0]}"
        name += "" if name not in names else f"（{place}）"
        names.add(name)
        town = 3 if place == 1 else host.town
        datum = rng.choices(list(DATUM), [4, 5, 1])[0]
        east, north = SEATS[town]
        east, north = east + (rnd() - 0.5) * 0.04, north + (rnd() - 0.5) * 0.04
        if datum == "gcj02":
            east, north = east + GCJ_SHIFT[0], north + GCJ_SHIFT[1]
        if place == 1:
            (east, north), datum = BEIJING, "gcj02"
        level = rng.choices(list(LEVEL), [4, 26, 40, 30])[0]
        rows.append([
            name, pen.code(PLACE_TYPE[kind]), pen.code(LEVEL[level]), pen.employer(host), pen.date(county.end - int(rnd() * 3600)),
            pen.town(town), round(east, 6), round(north, 6), pen.code(DATUM[datum]) if rnd() > 0.06 else "",
        ])  # fmt: skip
    return rows
