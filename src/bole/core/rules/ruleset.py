"""`load_rules(path, vocabulary) -> RuleSet`: all policies of a county as one program, to decide one person, everybody, or a reform."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bole.core.rules.compiled import Compiled
from bole.core.rules.decision import Decision
from bole.core.rules.engines.closures import Facts
from bole.core.rules.expression import Expression
from bole.core.rules.outputs import outputs
from bole.core.rules.policies import model as m
from bole.core.rules.policies.groups import read_groups
from bole.core.rules.policies.lowering import Lowering
from bole.core.rules.policies.reading import World, read_policy
from bole.core.rules.program import Program
from bole.core.vocabulary import CodeList, Pack, PackInvalid, Problem, Subject, Vocabulary

if TYPE_CHECKING:
    import polars as pl

    from bole.core.rules.engines.sql import DialectName

GROUPS = "groups.yaml"
POLICY, CASES = "policy.yaml", "cases.yaml"


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

    def decide(
        self, facts: Facts, on: date, subject: Subject = "person", only: Sequence[str] | None = None
    ) -> Decision:
        """What all policies for this kind of subject come to for these facts on that day, with every condition's outcome.

        `facts`: as profiles keep them (`Fact` tells how each type is stored); absent means unknown. `only`: some policies.
        """
        compiled = self.programs[subject]
        values = compiled.run(facts, on) if only is None else compiled.run_only(only, facts, on)
        asked = tuple(compiled.lowered) if only is None else tuple(only)
        return Decision(self.policies, self.groups, self.sha256, compiled, facts, on, values, asked)

    def decide_frame(
        self, frame: pl.DataFrame, on: date, subject: Subject = "person", masks: bool = False
    ) -> pl.DataFrame:
        """The same for a whole table at once, one row per subject (`engines.frames.profiles` tells its columns).

        Columns: `<policy>/<output>` for every named output of the version that counts, `combination/<policy>` (taken or not) and
        `combination/total`; with `masks` also `<policy>/<condition>`. Null is unknown, money is 分. A number that need not be whole is
        a struct of numerator and denominator.

        Raises:
            TypeError: a column cannot hold its fact exactly.
        """
        from bole.core.rules import tables

        return tables.decide(self.programs[subject], self.groups, frame, on, masks)

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
        (None: all that is read). Decimals and percents may have six places. Outputs whose exact value may need more than 38 digits (sums
        of several ratios) are left out and named in a comment at the front. Overflow and a seventh place stop the statement.
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
        return load_rules(files, self.vocabulary, self.code_lists, self.departments)


@dataclass
class _Loading:
    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    departments: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    def read(self, files: Mapping[str, str]) -> tuple[dict[str, m.Policy], dict[str, m.Group]]:
        groups: dict[str, m.Group] = {}
        if GROUPS in files:
            groups = read_groups(GROUPS, files[GROUPS], self.vocabulary, self.code_lists, self.problems)
        world = World(self.vocabulary, self.code_lists, self.departments, groups)
        policies: dict[str, m.Policy] = {}
        for name in sorted(files):
            if not name.endswith(f"/{POLICY}"):
                if name != GROUPS and not name.endswith(f"/{CASES}"):
                    remedy = f"政策写在 <目录>/{POLICY},算例写在 <目录>/{CASES},互斥组写在 {GROUPS}"
                    self.problems.append(Problem(name, 1, 1, "政策目录里没有这种文件", remedy))
                continue
            policy = read_policy(name, files[name], world, self.problems)
            if policy is None:
                continue
            if policy.key in policies:
                self.problems.append(Problem(name, 1, 1, f"政策“{policy.key}”重复", "换一个 id"))
            policies[policy.key] = policy
        return policies, groups


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
    loading = _Loading(vocabulary, code_lists, departments)
    policies, groups = loading.read(files)
    if loading.problems:
        raise PackInvalid(loading.problems)
    subjects: set[Subject] = {policy.subject for policy in policies.values()}
    programs = {subject: _compiled(subject, policies, groups) for subject in sorted(subjects)}
    return RuleSet(files, policies, groups, vocabulary, code_lists, programs, _digest(files), departments)


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


def _compiled(subject: Subject, policies: Mapping[str, m.Policy], groups: Mapping[str, m.Group]) -> Compiled:
    lowering = Lowering(Program())
    own = {key: policy for key, policy in policies.items() if policy.subject == subject}
    lowered = {key: lowering.policy(policy) for key, policy in own.items()}
    used = {name for policy in own.values() for version in policy.versions for name in _groups_of(version.body)}
    slots = {
        name: {part: lowering.program.add(expression.node).slot for part, expression in _bounds(groups[name])}
        for name in sorted(used)
    }
    return Compiled(subject, lowering.program, lowered, slots)


def _groups_of(body: m.Body) -> tuple[str, ...]:
    return body.exclusive if isinstance(body, m.Benefit) else ()


def _bounds(group: m.Group) -> Iterator[tuple[str, Expression]]:
    if group.ceiling is not None:
        yield "ceiling", group.ceiling
    if group.less is not None:
        yield "less", group.less


def _digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the names and texts of what decides; cases and notes do not."""
    digest = hashlib.sha256()
    for name in sorted(files):
        if name == GROUPS or name.endswith(f"/{POLICY}"):
            for text in (name, files[name]):
                digest.update(len(text).to_bytes(8, "big") + text.encode())
    return digest.hexdigest()
