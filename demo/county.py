"""The whole true county of one seed, and who is known to which department."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from demo.households import tie
from demo.numbers import shuffle
from demo.organisations import Firm, build_firms
from demo.people import Person, build_people


@dataclass
class County:
    """People, firms and, per source, the people it writes about."""

    seed: int
    as_of: date
    size: int
    people: list[Person] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    members: dict[str, list[Person]] = field(default_factory=dict)
    staff: dict[int, list[Person]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The as-of day as ordinal."""
        return self.as_of.toordinal()

    def person(self, number: int) -> Person:
        """The person with this id."""
        return self.people[number - 1]

    def rng(self, purpose: str) -> Random:
        """A generator of its own for each purpose, so that parts do not disturb each other."""
        return Random(f"{self.seed}:{self.as_of}:{self.size}:{purpose}")


def build_county(people: int, seed: int, as_of: date) -> County:
    """The county of `people` persons; the same arguments give the same county."""
    county, rng = found_county(people, seed, as_of)
    settle(county, rng)
    return county


def found_county(people: int, seed: int, as_of: date) -> tuple[County, Random]:
    """The county with its firms only, and the generator that `settle` goes on with."""
    county = County(seed, as_of, people)
    rng = Random(f"{seed}:{people}:{as_of}:county")
    county.firms = build_firms(rng, people, as_of)
    return county, rng


def settle(county: County, rng: Random) -> None:
    """Gives the county its people, their ties, and who is known to which department."""
    county.people = build_people(rng, county.size, county.firms, county.as_of)
    tie(rng, county.people, county.end)
    staff: dict[int, list[Person]] = defaultdict(list)
    for person in county.people:
        if person.firm >= 0:
            staff[person.firm].append(person)
    county.staff = dict(staff)
    county.members = _members(county)


def _members(county: County) -> dict[str, list[Person]]:
    """Shares of N: 2.1 rows a person; S01 also takes everybody at home whom nobody else knows."""
    count = len(county.people)
    pools = _pools(county, county.rng("members"))

    def take(pool: str, share: float) -> list[Person]:
        return pools[pool][: max(3, int(count * share))]

    members = {
        "S02": take("graduates", 0.25),
        "S03": take("skilled", 0.17),
        "S04": take("titled", 0.15),
        "S05": _rosters(county, int(count * 0.24)),
        "S06": pools["foreign"],
        "S07": take("honoured", 0.025),
        "S08": pools["away"],
        "S12": take("owners", 0.11),
        "S13": take("inventors", 0.03),
        "S14": take("rural", 0.05),
        "S15": take("social", 0.01),
        "S16": take("gone", 0.01),
        "S17": take("married", 0.046),
        "S18": take("taxed", 0.05),
        "S19": take("renters", 0.05),
        "S20": take("subsidised", 0.04),
        "S21": take("civil", 0.005),
        "S22": take("arrived", 0.04),
    }
    known = {person.id for people in members.values() for person in people}
    hidden = [p for p in county.people if p.id not in known and p.kind not in ("away", "civil")]
    rest = [p for p in county.people if p.id in known and p.kind in ("firm", "public", "foreign")]
    rng = county.rng("S01")
    shuffle(rng, rest)
    insured = hidden + rest[: max(0, int(count * 0.55) - len(hidden))]
    shuffle(rng, insured)
    for source in members.keys() - {"S05"}:  # the order of a pool says who came first; rosters stay by firm
        shuffle(county.rng(f"{source}.order"), members[source])
    return {"S01": insured} | members


def _pools(county: County, rng: Random) -> dict[str, list[Person]]:
    people, end = county.people, county.end

    def pool(test, *, first=None) -> list[Person]:
        found = [p for p in people if test(p)]
        shuffle(rng, found)
        if first is not None:
            found.sort(key=lambda p: not first(p))  # stable: the shuffle stays within the halves
        return found

    high = ("doctor", "master", "bachelor", "associate")
    return {
        "graduates": pool(
            lambda p: p.education in high and p.id_no and (p.kind != "away" or p.id % 4 == 0),
            first=lambda p: p.kind == "civil",
        ),
        "skilled": pool(lambda p: p.education not in ("doctor", "master") and p.kind in ("firm", "farmer") and p.id_no),
        "titled": pool(
            lambda p: p.education in high and p.kind in ("firm", "public"), first=lambda p: p.kind == "public"
        ),
        "foreign": pool(lambda p: p.kind == "foreign"),
        "honoured": pool(lambda p: p.education in high and p.kind in ("firm", "public", "foreign")),
        "away": pool(lambda p: p.kind == "away"),
        "owners": pool(lambda p: p.kind != "farmer" and (p.kind != "away" or p.id % 6 == 0)),
        "inventors": pool(lambda p: p.education in high[:3] and p.kind in ("firm", "public", "foreign")),
        "rural": pool(lambda p: p.kind in ("farmer", "firm") and p.id_no, first=lambda p: p.kind == "farmer"),
        "social": pool(lambda p: p.kind in ("public", "firm") and p.id_no),
        "gone": pool(lambda p: p.id_no and (p.died or p.id % 150 == 0), first=lambda p: p.died > 0),
        "married": pool(lambda p: p.spouse > 0),
        "taxed": pool(lambda p: p.kind in ("firm", "public", "foreign") and p.pay > 60_000),
        "renters": pool(lambda p: p.kind in ("firm", "foreign") and (p.year > 1980 or p.nation)),
        "subsidised": pool(lambda p: p.education in high and p.kind in ("firm", "public")),
        "civil": pool(lambda p: p.kind == "civil" or (p.kind == "public" and p.id % 40 == 0)),
        "arrived": pool(
            lambda p: p.education in high[:3] and p.kind in ("firm", "public", "foreign") and p.since > end - 3000
        ),
    }


def _rosters(county: County, wanted: int) -> list[Person]:
    """Whole firms in random order until about `wanted` people: rosters come by firm."""
    firms = [index for index, firm in enumerate(county.firms) if firm.kind == "firm" and index in county.staff]
    shuffle(county.rng("rosters"), firms)
    people: list[Person] = []
    for index in firms:
        if len(people) >= wanted:
            break
        people.extend(county.staff[index])
    return people
