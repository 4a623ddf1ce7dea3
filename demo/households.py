"""Ties between people: couples, children living at home, twins, the dead."""

from random import Random

from demo.names import GIVEN, cohort
from demo.people import FAMILIES, Person


def tie(rng: Random, people: list[Person], end: int) -> None:
    """Give people their families; `end` is the as-of day (ordinal). Changes the people in place."""
    _twins(rng, people)
    _couples(rng, people, end)
    _children(rng, people)
    for person in people:
        if rng.random() < (0.016 if person.year < 1975 else 0.003) and person.kind != "foreign":
            person.died = end - rng.randrange(10, 700)


def _twins(rng: Random, people: list[Person]) -> None:
    """Some pairs of neighbours in the list become twins: same birthday and family name, ID numbers side by side."""
    taken = {person.id_no for person in people}
    for first, second in zip(people[::2], people[1::2], strict=False):
        if rng.random() > FAMILIES["twins"] or not first.id_no or not second.id_no or first.minority or second.minority:
            continue
        second.surname, second.birth, second.year = first.surname, first.birth, first.year
        second.town, second.village, second.house = first.town, first.village, first.house
        if rng.random() < FAMILIES["twins_one_sex"]:
            second.male = first.male
        pool = GIVEN[second.male, cohort(second.year)]
        second.given = first.given[0] + pool.draw(rng) if len(first.given) == 2 else pool.draw(rng)
        if second.given == first.given:
            second.given += "明" if second.male else "兰"
        second.rare = False
        second.name = second.surname + second.given
        second.returnee, second.latin = False, ""
        second.id_no = _beside(first.id_no, second.male, taken)
        second.education, second.graduated, second.since = (
            first.education,
            first.graduated,
            min(first.since, second.since),
        )
        second.since = max(second.since, second.graduated)
        first.twin, second.twin = second.id, first.id
        first.household = second.household = True
        if rng.random() < FAMILIES["twins_one_phone"]:
            second.phone = first.phone
        first.kin_phone, second.kin_phone = second.phone, first.phone


def _beside(number: str, male: bool, taken: set[str]) -> str:
    """The ID number after `number` at the same desk, for the given sex."""
    from demo.numbers import id_check

    order = int(number[14:17])
    while True:
        order = (order + 1) % 1000
        first17 = f"{number[:14]}{order:03d}"
        candidate = first17 + id_check(first17)
        if order % 2 == male and candidate not in taken:
            taken.add(candidate)
            return candidate


def _couples(rng: Random, people: list[Person], end: int) -> None:
    """About half of those over 26 are married to each other; some use one phone."""
    fit = [p for p in people if p.id_no and p.kind != "away" and p.year <= 2000]
    men = sorted((p for p in fit if p.male), key=lambda p: p.birth + rng.randrange(2500))
    women = sorted((p for p in fit if not p.male), key=lambda p: p.birth + rng.randrange(2500))
    for man, woman in zip(men, women, strict=False):
        if rng.random() > FAMILIES["married"] or man.twin == woman.id:
            continue
        man.spouse, woman.spouse = woman.id, man.id
        man.married = woman.married = min(
            end - rng.randrange(30, 2000), max(man.birth, woman.birth) + rng.randrange(8400, 11500)
        )
        woman.town, woman.village, woman.house = man.town, man.village, man.house
        man.household = woman.household = True
        if rng.random() < FAMILIES["couple_one_phone"]:
            woman.phone = man.phone
        man.kin_phone, woman.kin_phone = woman.phone, man.phone


def _children(rng: Random, people: list[Person]) -> None:
    """Some of the young live with a father of the same name, address and sometimes phone."""
    fathers = [p for p in people if p.male and p.spouse > 0 and p.year < 1976 and not p.minority]
    if not fathers:
        return
    for child in people:
        if (
            child.year < 1996
            or child.rare
            or child.minority
            or child.twin > 0
            or child.spouse > 0
            or not child.id_no
            or rng.random() > FAMILIES["child_at_home"]
        ):
            continue
        father = fathers[int(rng.random() * len(fathers))]
        if not 22 <= child.year - father.year <= 36:
            continue
        child.surname = father.surname
        child.name = child.surname + child.given
        if child.returnee:
            child.returnee, child.latin = False, ""
        child.town, child.village, child.house = father.town, father.village, father.house
        child.household = True
        if rng.random() < FAMILIES["child_fathers_phone"]:
            child.phone = father.phone
        child.kin_phone = father.phone
