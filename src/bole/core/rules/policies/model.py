"""A policy as it was written and checked: who, what, how much, since when, and where each part is laid down.

Every expression is already typed. What a policy comes to (eligible, amount, level, points) is built from these parts by `lowering`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from bole.core.rules.expression import Expression
from bole.core.vocabulary import Position, Subject

Kind = Literal["classification", "points", "benefit", "table", "selection", "scoring"]
KINDS: tuple[Kind, ...] = ("classification", "points", "benefit", "table", "selection", "scoring")
Mode = Literal["no_apply", "fast", "apply", "review"]
MODES: tuple[Mode, ...] = ("no_apply", "fast", "apply", "review")
"""免申即享, 即办, 申请, 评审."""
Hit = Literal["unique", "first", "sum"]
HITS: tuple[Hit, ...] = ("unique", "first", "sum")
Take = Literal["highest", "sum"]
TAKES: tuple[Take, ...] = ("sum", "highest")
Rounding = Literal["down", "half_up"]
ROUNDINGS: tuple[Rounding, ...] = ("down", "half_up")


@dataclass(frozen=True, slots=True)
class Said:
    """What people read about a part of a policy, and where it is laid down. `mark`: F found, K knowledge, M modelled."""

    key: str
    name: str
    name_en: str
    cite: str
    mark: str
    at: Position


@dataclass(frozen=True, slots=True)
class Condition(Said):
    """One requirement: yes, no or not yet known. `proof`: what shows it."""

    when: Expression
    proof: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route(Said):
    """A way into a level of a classification: all its conditions hold. `via`: the kind of route (honour, title, market, …)."""

    level: str
    conditions: tuple[Condition, ...]
    via: str = ""


@dataclass(frozen=True)
class Classification:
    """Levels from the highest; whoever meets a route has its level, or a higher one. `code_list`: of the levels.

    `who`: what every route asks for besides its own conditions.
    """

    levels: tuple[str, ...]
    code_list: str
    routes: tuple[Route, ...]
    who: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion(Said):
    """Points that are given where `when` holds. `most`: no more than these; without it an unknown value has no upper end."""

    group: str
    points: Expression
    when: Expression | None = None
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PointsGroup(Said):
    """Criteria counted together: the highest of them or their sum, up to `cap`."""

    take: Take
    cap: Fraction | None


@dataclass(frozen=True, slots=True)
class PassMark(Said):
    """At least so many points in these groups together; without groups, in all."""

    least: Fraction
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Points:
    """A points scheme (also scoring of firms, where stages choose the weights). `vetoes`: whoever meets one has no points.

    `marks`: who reaches all of them has passed; so has who meets one of `direct`.
    """

    criteria: tuple[Criterion, ...]
    groups: Mapping[str, PointsGroup]
    vetoes: tuple[Condition, ...] = ()
    cap: Fraction | None = None
    floor: Fraction | None = None
    marks: tuple[PassMark, ...] = ()
    direct: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Ceiling(Said):
    """An amount is no more than this."""

    most: Expression


@dataclass(frozen=True, slots=True)
class Entitlement(Said):
    """What a benefit gives beside, or instead of, money: a way into a school, a level of health care, a line of credit."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the amount, due so many months after the first."""

    share: Fraction
    after_months: int


@dataclass(frozen=True, slots=True)
class Payment:
    """When the parts are paid, and the conditions (of `who`) that must still hold at each.

    `every_months`: between two parts; of a benefit by month or year: how often what has become due is paid.
    """

    instalments: tuple[Instalment, ...]
    recheck: tuple[str, ...]
    every_months: int = 12
    note: str = ""
    note_en: str = ""


A_YEAR = {"month": 12, "quarter": 4, "year": 1}
"""Periods that come again: how often in twelve months."""


@dataclass(frozen=True)
class Benefit:
    """`amount` of money (分) or of a thing (nights, square metres), for one `period`, for at most `limit` months or times.

    `gives`: what is no expense (a place, a service, a credit); it is told, never added up.
    """

    who: tuple[Condition, ...]
    amount: Expression | None
    ceilings: tuple[Ceiling, ...] = ()
    round_to: int = 1
    rounding: Rounding = "down"
    period: Literal["once", "month", "quarter", "year", "case"] = "once"
    limit: int | None = None
    payment: Payment | None = None
    exclusive: tuple[str, ...] = ()
    gives: tuple[Entitlement, ...] = ()

    @property
    def times(self) -> int:
        """How often it is due within twelve months, and within its limit: by amount × times benefits are compared."""
        return min(A_YEAR.get(self.period, 1), self.most_times or A_YEAR.get(self.period, 1))

    @property
    def most_times(self) -> int | None:
        """How often it is due over its whole limit; None: no end. What is given once is given once, in however many parts."""
        return self.limit if self.period in A_YEAR else 1


@dataclass(frozen=True, slots=True)
class TableRow(Said):
    """One line of a decision table: `gives` a value per column."""

    when: Expression
    gives: Mapping[str, Expression]


@dataclass(frozen=True)
class Table:
    """unique: exactly one row may hold; first: the first that holds; sum: the columns are added up."""

    hit: Hit
    columns: Mapping[str, Said]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Selection:
    """A contest: who may take part, by what they are ranked (highest first), how many are chosen."""

    who: tuple[Condition, ...]
    rank_by: Expression | None
    places: int | None
    levels: tuple[str, ...] = ()


Body = Classification | Points | Benefit | Table | Selection


@dataclass(frozen=True)
class Version:
    """What holds from a day on. `by`: the date that decides which version counts (the day of the decision where it is None)."""

    since: date
    until: date | None
    by: Expression | None
    body: Body
    parameters: Mapping[str, Parameter]
    at: Position


@dataclass(frozen=True, slots=True)
class Parameter(Said):
    """A value that expressions name. `text`: as written; `unit`: of a constant."""

    value: Expression


@dataclass(frozen=True)
class Policy(Said):
    """One policy; `versions` in the order of time, never overlapping."""

    kind: Kind
    subject: Subject
    department: str
    mode: Mode
    summary: str
    summary_en: str
    life: tuple[str, ...]
    documents: tuple[str, ...]
    versions: tuple[Version, ...]
    plan: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """Texts that it gives as values, in English."""

    def on(self, day: date) -> Version | None:
        """The version in force on a day, by the calendar alone."""
        found = (v for v in reversed(self.versions) if v.since <= day and (v.until is None or day <= v.until))
        return next(found, None)


GroupRule = Literal["highest", "together"]
GROUP_RULES: tuple[GroupRule, ...] = ("highest", "together")


@dataclass(frozen=True, slots=True)
class Group(Said):
    """Benefits that exclude or limit each other.

    highest: at most one of them (就高不重复); together: all of them. `ceiling`: their sum is no more than that (the price, what it
    really cost, what the spouse left over); `less`: what was paid before and is taken off the sum.
    """

    rule: GroupRule
    ceiling: Expression | None = None
    less: Expression | None = None

    @property
    def has_arithmetic(self) -> bool:
        return self.ceiling is not None or self.less is not None


@dataclass(frozen=True)
class Case:
    """A tested example: facts as people write them, the day, and what must come out."""

    name: str
    on: date
    given: Mapping[str, object]
    expect: Mapping[str, object]
    at: Position
    tags: tuple[str, ...] = field(default=())
