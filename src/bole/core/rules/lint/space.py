"""What a policy reads as variables of z3, each with its domain, and questions about them that are answered within a bound.

Two kinds of space. *For proofs* it allows at least every person there can be: what is impossible in it is impossible. *For examples* it
allows only people that can be written down (whole figures, few rows, days up to the 28th): what it finds is decided again by the
reference before anybody sees it. Facts are taken as known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bole.core.rules.lint.days import Calendar, Day, Term
from bole.core.vocabulary import CodeList, Column, Fact

Key = tuple[Any, ...]
"""Keys of facts along the path, with the number of the row behind a record set: ('employer', 'reports', 0, 'revenue')."""
EFFORT = 400_000
"""z3's own measure of work per question (about 200 ms): the same answer on a busy machine."""
MILLISECONDS = 2_000
BOUNDS: Mapping[str, tuple[int, int]] = {
    "integer": (0, 1_000_000),
    "money": (0, 10**13),
    "decimal": (0, 10**9),
    "percent": (-100, 1000),
}
"""What examples stay within."""
EXAMPLE_DAYS, PROOF_DAYS = ((1940, 2060), (1900, 2099))


class Undecided(Exception):
    """z3 gave up: nothing is said about it."""


@dataclass(slots=True)
class Variable:
    """A fact of the person, or a column of one of the rows."""

    key: Key
    thing: Fact | Column
    term: Term
    literals: set[str] = field(default_factory=set)
    tests: dict[tuple[str, str], Term] = field(default_factory=dict)
    """For texts: what it is compared with, and (contains | starts, word) to its truth."""


class Space:
    """The variables of one version of a policy. `days`: between which decisions are made; one day in a space for examples."""

    def __init__(
        self, code_lists: Mapping[str, CodeList], days: tuple[date, date], for_examples: bool, context: Any = None
    ) -> None:
        import z3

        self.z3, self.context = z3, context or z3.Context()
        self.code_lists, self.for_examples = code_lists, for_examples
        self.calendar = Calendar(z3)
        self.variables: dict[Key, Variable] = {}
        self.rows: dict[Key, list[Term]] = {}
        self.unknown: dict[Key, Term] = {}
        self.axioms: list[Term] = []
        self._words: dict[str, int] = {}
        self._codes: dict[str, list[str]] = {}
        self._solver = z3.Solver(ctx=self.context)
        self._solver.set("rlimit", EFFORT)
        self._solver.set("timeout", MILLISECONDS)
        self._told = 0
        self.days = days
        self.today = self._today(days)

    def _today(self, days: tuple[date, date]) -> Day:
        if days[0] == days[1]:
            return Day.of(days[0])
        today = Day(self.whole("今天月"), self.whole("今天日"), short=False)
        self.axioms += [today.day >= 1, today.day <= 31]
        self.axioms += [today.key >= Day.of(days[0]).key, today.key <= Day.of(days[1]).key]
        return today

    # -- plain terms --

    def whole(self, name: str) -> Term:
        """A whole number."""
        return self.z3.Int(name, self.context)

    def real(self, name: str) -> Term:
        """A number."""
        return self.z3.Real(name, self.context)

    def truth(self, name: str) -> Term:
        """Yes or no."""
        return self.z3.Bool(name, self.context)

    def said(self, value: bool) -> Term:
        """Certainly yes or no."""
        return self.z3.BoolVal(value, self.context)

    def all_of(self, parts: list[Term]) -> Term:
        """且."""
        return self.z3.And(*parts) if parts else self.said(True)

    def any_of(self, parts: list[Term]) -> Term:
        """或."""
        return self.z3.Or(*parts) if parts else self.said(False)

    # -- codes and words --

    def codes(self, key: str | None) -> list[str]:
        """The codes of a list from the lowest rank, then those without."""
        found = self._codes.get(key or "")
        if found is None:
            items = self.code_lists[key].items.values() if key and key in self.code_lists else ()
            ranked = sorted((item for item in items if item.rank is not None), key=lambda item: item.rank or 0)
            found = [item.code for item in ranked] + [item.code for item in items if item.rank is None]
            self._codes[key or ""] = found
        return found

    def code(self, key: str | None, code: str) -> int:
        """The place of a code; -1 where the list has none such."""
        codes = self.codes(key)
        return codes.index(code) if code in codes else -1

    def one_of(self, term: Term, places: set[int]) -> Term:
        """The term is one of these whole numbers, told as few stretches."""
        if isinstance(term, int):
            return self.said(term in places)
        stretches: list[list[int]] = []
        for place in sorted(places):
            if stretches and stretches[-1][1] == place - 1:
                stretches[-1][1] = place
            else:
                stretches.append([place, place])
        return self.any_of([term == a if a == b else self.z3.And(term >= a, term <= b) for a, b in stretches])

    def word(self, text: str) -> int:
        """A number for a text; texts without one are all others."""
        return self._words.setdefault(text, len(self._words) + 1)

    def text_of(self, number: int) -> str | None:
        """The text with that number."""
        return next((text for text, own in self._words.items() if own == number), None)

    # -- variables --

    def variable(self, key: Key, thing: Fact | Column) -> Variable:
        """The variable of a fact or column, made on first sight."""
        found = self.variables.get(key)
        if found is None:
            found = self.variables[key] = Variable(key, thing, self._term(key, thing))
        return found

    def _term(self, key: Key, thing: Fact | Column) -> Term:
        name = ".".join(map(str, key))
        kind = thing.type or "text"
        if kind == "boolean":
            return self.truth(name)
        if kind == "date":
            return self._date(name)
        if kind in ("decimal", "percent"):
            term = self.real(name)
        else:
            term = self.whole(name)
        if kind == "code":
            self.axioms += [term >= 0, term < len(self.codes(thing.code_list))]
        elif kind == "month":
            first, last = EXAMPLE_DAYS if self.for_examples else PROOF_DAYS
            self.axioms += [term >= first * 12, term < (last + 1) * 12]
        elif self.for_examples and kind in BOUNDS:
            self.axioms += [term >= BOUNDS[kind][0], term <= BOUNDS[kind][1]]
        elif (kind == "integer" and thing.unit) or kind not in BOUNDS:
            self.axioms.append(term >= 0)
        return term

    def _date(self, name: str) -> Day:
        day = Day(self.whole(f"{name}月"), self.whole(f"{name}日"), short=self.for_examples)
        first, last = EXAMPLE_DAYS if self.for_examples else PROOF_DAYS
        self.axioms += [day.month >= first * 12, day.month < (last + 1) * 12]
        self.axioms += [day.day >= 1, day.day <= (28 if self.for_examples else 31)]
        return day

    def row(self, key: Key, place: int) -> Term:
        """Whether a record set has a row more than `place`."""
        present = self.rows.setdefault(key, [])
        while len(present) <= place:
            present.append(self.truth(f"{'.'.join(map(str, key))}[{len(present)}]"))
            if len(present) > 1:
                self.axioms.append(self.z3.Implies(present[-1], present[-2]))
        return present[place]

    def text_test(self, variable: Variable, kind: str, word: str) -> Term:
        """The text contains, or starts with, a word."""
        found = variable.tests.get((kind, word))
        if found is not None:
            return found
        found = self.truth(f"{'.'.join(map(str, variable.key))} {kind} {word}")
        for (other_kind, other), test in variable.tests.items():
            self.axioms += self._implied((kind, word, found), (other_kind, other, test))
            self.axioms += self._implied((other_kind, other, test), (kind, word, found))
        variable.tests[kind, word] = found
        for literal in variable.literals:
            self._agree(variable, literal, kind, word)
        return found

    def _implied(self, one: tuple[str, str, Term], other: tuple[str, str, Term]) -> Iterator[Term]:
        follows = one[1].startswith(other[1]) if other[0] == "starts" else other[1] in one[1]
        if follows and not (one[0] == "contains" and other[0] == "starts"):
            yield self.z3.Implies(one[2], other[2])

    def compared_with(self, variable: Variable, literal: str) -> None:
        """The text is compared with a literal: what it then contains is known."""
        if literal not in variable.literals:
            variable.literals.add(literal)
            for kind, word in variable.tests:
                self._agree(variable, literal, kind, word)

    def _agree(self, variable: Variable, literal: str, kind: str, word: str) -> None:
        truth = literal.startswith(word) if kind == "starts" else word in literal
        same = variable.term == self.word(literal)
        self.axioms.append(self.z3.Implies(same, variable.tests[kind, word] == self.said(truth)))

    # -- questions --

    def solve(self, *claims: Term) -> Any:
        """A model in which all claims hold, or None where there is none.

        Raises:
            Undecided: within the bound neither was found.
        """
        with self.assuming(*claims):
            answer = self._solver.check()
            if answer == self.z3.unknown:
                raise Undecided
            return self._solver.model() if answer == self.z3.sat else None

    @contextmanager
    def assuming(self, *claims: Term) -> Iterator[None]:
        """These claims hold in all questions that are asked inside."""
        self._solver.add(*self.axioms[self._told :])
        self._told = told = len(self.axioms)
        self._solver.push()
        try:
            self._solver.add(*claims)
            yield
        finally:
            self._solver.pop()
            self._told = told  # what was told inside is forgotten with it

    def solve_nicely(self, *claims: Term) -> Any:
        """A model, with whole 万元 and first days of months where there is one."""
        model = self.solve(*claims)
        if model is None:
            return None
        nice = [each.term % 1_000_000 == 0 for each in self.variables.values() if each.thing.type == "money"]
        nice += [each.term.day == 1 for each in self.variables.values() if isinstance(each.term, Day)]
        try:
            return self.solve(*claims, *nice) or model
        except Undecided:
            return model
