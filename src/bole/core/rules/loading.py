"""Texts to policies to programs. What another rule set has read and lowered already, and whose text did not change, is taken from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bole.core.rules.compiled import Compiled
from bole.core.rules.expression import Expression
from bole.core.rules.policies import model as m
from bole.core.rules.policies.groups import read_groups
from bole.core.rules.policies.lowering import Lowering
from bole.core.rules.policies.reading import World, read_policy
from bole.core.rules.program import Program
from bole.core.vocabulary import CodeList, Problem, Subject, Vocabulary

GROUPS = "groups.yaml"
POLICY, CASES = "policy.yaml", "cases.yaml"
WORN = 5 / 4
"""The slots of replaced policies stay in a program until it has grown by so much; then it is made anew."""


@dataclass(frozen=True)
class Before:
    """What was read and compiled of other texts; those in `changed` are different now."""

    policies: Mapping[str, m.Policy]
    groups: Mapping[str, m.Group]
    programs: Mapping[Subject, Compiled]
    changed: frozenset[str]

    def policy(self, file: str) -> m.Policy | None:
        """The policy of a file that says what it said, where its groups are what they were."""
        found = None if file in self.changed else self._by_file.get(file)
        return None if found is not None and GROUPS in self.changed and groups_of(found) else found

    @cached_property
    def _by_file(self) -> Mapping[str, m.Policy]:
        return {policy.at.file: policy for policy in self.policies.values()}


@dataclass
class Loading:
    """Reads files; `problems` are those of all of them."""

    vocabulary: Vocabulary
    code_lists: Mapping[str, CodeList]
    departments: frozenset[str] = frozenset()
    before: Before | None = None
    problems: list[Problem] = field(default_factory=list)

    def read(self, files: Mapping[str, str]) -> tuple[dict[str, m.Policy], dict[str, m.Group]]:
        """Policies by key in the order of their files, and groups by key."""
        groups = self.groups(files)
        world = World(self.vocabulary, self.code_lists, self.departments, groups)
        policies: dict[str, m.Policy] = {}
        for name in sorted(files):
            if not name.endswith(f"/{POLICY}"):
                self.check_name(name)
                continue
            policy = self.before.policy(name) if self.before else None
            policy = policy or read_policy(name, files[name], world, self.problems)
            if policy is None:
                continue
            if policy.key in policies:
                self.problems.append(Problem(name, 1, 1, f"政策“{policy.key}”重复", "换一个 id"))
            policies[policy.key] = policy
        return policies, groups

    def groups(self, files: Mapping[str, str]) -> dict[str, m.Group]:
        """Groups by key; none where there is no such file."""
        if self.before is not None and GROUPS not in self.before.changed:
            return dict(self.before.groups)
        if GROUPS not in files:
            return {}
        return read_groups(GROUPS, files[GROUPS], self.vocabulary, self.code_lists, self.problems)

    def check_name(self, name: str) -> None:
        """Only what has a meaning may lie there."""
        if name != GROUPS and not name.endswith((f"/{CASES}", f"/{POLICY}")):
            remedy = f"政策写在 <目录>/{POLICY},算例写在 <目录>/{CASES},互斥组写在 {GROUPS}"
            self.problems.append(Problem(name, 1, 1, "政策目录里没有这种文件", remedy))


def compiled(
    subject: Subject, policies: Mapping[str, m.Policy], groups: Mapping[str, m.Group], before: Compiled | None = None
) -> Compiled:
    """The policies for one kind of subject as one program; parts that are the same objects as before keep their slots."""
    own = {key: policy for key, policy in policies.items() if policy.subject == subject}
    used = sorted({name for policy in own.values() for name in groups_of(policy)})
    if before is not None and len(before.program.slots) > before.fresh * WORN:
        before = None
    if before is not None and before.policies == own and all(before.groups.get(name) is groups[name] for name in used):
        return before
    lowering = Lowering(before.program.copy() if before else Program())
    lowered = {
        key: before.lowered[key] if before and before.policies.get(key) is policy else lowering.policy(policy)
        for key, policy in own.items()
    }
    slots = {
        name: {part: lowering.program.add(expression.node).slot for part, expression in _bounds(groups[name])}
        for name in used
    }
    kept = {name: groups[name] for name in used}
    made_of = before.fresh if before else 0
    made = Compiled(subject, lowering.program, lowered, slots, own, kept, made_of)
    return made.after(before) if before else made


def groups_of(policy: m.Policy) -> tuple[str, ...]:
    """The exclusivity groups of all versions of a benefit."""
    bodies = [version.body for version in policy.versions]
    return tuple(dict.fromkeys(name for body in bodies if isinstance(body, m.Benefit) for name in body.exclusive))


def _bounds(group: m.Group) -> Iterator[tuple[str, Expression]]:
    if group.ceiling is not None:
        yield "ceiling", group.ceiling
    if group.less is not None:
        yield "less", group.less
