"""`load_rules(path, vocabulary) -> RuleSet`: all policies of a county as one program, to decide one person, everybody, or a reform."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bole.core.rules.compiled import Compiled
from bole.core.rules.decision import Decision
from bole.core.rules.engines.closures import Facts
from bole.core.rules.loading import GROUPS, POLICY, Before, Loading, compiled, groups_of
from bole.core.rules.outputs import outputs
from bole.core.rules.policies import model as m
from bole.core.rules.policies.words import english
from bole.core.vocabulary import CodeList, Pack, PackInvalid, Subject, Vocabulary

if TYPE_CHECKING:
    import polars as pl

    from bole.core.rules.engines.frames import Table
    from bole.core.rules.engines.sql import DialectName


@dataclass(frozen=True)
class RuleSet:
    """Checked policies, compiled. Immutable: a reform is another rule set (`overlay`).

    `files`: texts by path relative to the folder of policies; `sha256` names this rule set in every decision.
    """

    files: Mapping[str, str]
    policies: Mapping[str, m.Policy]
    groups: Mapping[str, m.Group]
    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    programs: Mapping[Subject, Compiled]
    sha256: str
    departments: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Texts that policies give as values, in English."""
        return english(self.policies)

    def decide(
        self,
        facts: Facts,
        on: date,
        subject: Subject = "person",
        only: Sequence[str] | None = None,
        *,
        reference: bool = False,
    ) -> Decision:
        """What all policies for this kind of subject come to for these facts on that day, with every condition's outcome.

        `facts`: as profiles keep them (`Fact` tells how each type is stored); absent means unknown. `only`: some policies.
        `reference`: by the closures, which are slower and say what is right; the answers are the same.
        """
        compiled = self.programs[subject]
        if reference:
            values = compiled.run_reference(facts, on, only)
        else:
            values = compiled.run(facts, on) if only is None else compiled.run_only(only, facts, on)
        asked = tuple(compiled.lowered) if only is None else tuple(only)
        return Decision(self.policies, self.groups, self.sha256, compiled, facts, on, values, asked)

    def decide_frame(
        self,
        frame: pl.DataFrame | Table,
        on: date,
        subject: Subject = "person",
        masks: bool = False,
        only: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """The same for a whole table at once, one row per subject (`engines.frames.profiles` tells its columns).

        Columns: `<policy>/<output>` for every named output of the version that counts, `combination/<policy>` (taken or not) and
        `combination/total`; with `masks` also `<policy>/<condition>`. Null is unknown, money is 分. A number that need not be whole is
        a struct of numerator and denominator. Types are the smallest that hold a column (`frames.evaluate`): cast numbers before adding
        them up. `only`: some policies, and the best combination of these alone. A `Table` is read once however often it
        is decided.

        Raises:
            TypeError: a column cannot hold its fact exactly.
        """
        from bole.core.rules import tables

        return tables.decide(self.programs[subject], self.groups, frame, on, masks, only)

    def to_sql(
        self,
        dialect: DialectName,
        on: date,
        subject: Subject = "person",
        masks: bool = False,
        *,
        keys: Sequence[str] = (),
        columns: Collection[str] | None = None,
    ) -> str:
        """The same as one SELECT over a table `facts` with the columns of `decide_frame`: for DuckDB, or Spark in ANSI mode.

        Columns: `keys` as they stand in the table, then those of `decide_frame` without `combination/…`. `columns`: what the table has
        (None: all that is read). Decimals and percents may have six places. Outputs whose exact value may need more than 38 digits
        (products of several facts) are left out and named in a comment at the front. Overflow and a seventh place stop the statement.
        Whole numbers are BIGINT, wider where they may be larger. One SELECT runs in half the time of a table per stage.
        """
        from bole.core.rules.engines import sql

        compiled = self.programs[subject]
        return sql.statement(compiled.program, dict(outputs(compiled, masks)), on, dialect, keys, columns)

    def overlay(self, reform: Mapping[str, str]) -> RuleSet:
        """The rule set with these files instead of, or beside, its own; an empty text takes a file away.

        Raises:
            PackInvalid: where the reform has faults.
        """
        files = {name: text for name, text in {**self.files, **reform}.items() if text}
        changed = frozenset(name for name in reform if files.get(name) != self.files.get(name))
        before = Before(self.policies, self.groups, self.programs, changed)
        return _loaded(files, Loading(self.vocabulary, self.code_lists, self.departments, before))

    def changed_from(self, other: RuleSet) -> tuple[str, ...]:
        """The policies whose answers may differ from those of a rule set that was laid over this one, or over which this one was.

        Those that were rewritten, came or went, and all whose place in the best combination may change with them.
        """
        keys = {
            key for key in {**self.policies, **other.policies} if self.policies.get(key) is not other.policies.get(key)
        }
        names = {
            name for name in {**self.groups, **other.groups} if self.groups.get(name) is not other.groups.get(name)
        }
        every = {**other.policies, **self.policies}
        groups = {key: {name for each in (self, other) for name in _groups_in(each, key)} for key in every}
        ahead = keys | {key for key, own in groups.items() if own & names}
        found: set[str] = set()
        while ahead:
            found |= ahead
            touched = {name for key in ahead for name in groups[key]}
            ahead = {key for key, own in groups.items() if own & touched} - found
        return tuple(key for key in every if key in found)


def load_rules(
    source: Path | Mapping[str, str],
    vocabulary: Vocabulary,
    code_lists: Mapping[str, CodeList],
    departments: frozenset[str] = frozenset(),
) -> RuleSet:
    """All policies below a folder, or in texts by relative path (`housing-purchase/policy.yaml`, `groups.yaml`).

    Raises:
        PackInvalid: with every problem of every file; nothing may then be used.
    """
    files = read_texts(source) if isinstance(source, Path) else dict(source)
    return _loaded(files, Loading(vocabulary, code_lists, departments))


def _loaded(files: Mapping[str, str], loading: Loading) -> RuleSet:
    policies, groups = loading.read(files)
    if loading.problems:
        raise PackInvalid(loading.problems)
    known = loading.before.programs if loading.before else {}
    subjects: set[Subject] = {policy.subject for policy in policies.values()}
    programs = {subject: compiled(subject, policies, groups, known.get(subject)) for subject in sorted(subjects)}
    words = (loading.vocabulary, loading.code_lists)
    return RuleSet(files, policies, groups, *words, programs, _digest(files), loading.departments)


def rules_of(pack: Pack) -> RuleSet:
    """The rule set of a pack.

    Raises:
        PackInvalid: never for a checked pack.
    """
    return load_rules(pack.policies, pack.vocabulary, pack.code_lists, frozenset(pack.departments))


def read_texts(folder: Path) -> dict[str, str]:
    """The YAML files below a folder by relative path; bytes that are not UTF-8 become U+FFFD."""
    paths = sorted(path for path in folder.rglob("*.yaml") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace") for path in paths}


def _groups_in(rules: RuleSet, policy: str) -> tuple[str, ...]:
    found = rules.policies.get(policy)
    return groups_of(found) if found is not None else ()


def _digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the names and texts of what decides; cases and notes do not."""
    digest = hashlib.sha256()
    for name in sorted(files):
        if name == GROUPS or name.endswith(f"/{POLICY}"):
            for text in (name, files[name]):
                digest.update(len(text).to_bytes(8, "big") + text.encode())
    return digest.hexdigest()
