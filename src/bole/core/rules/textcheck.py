"""One file as it is being written, checked against a rule set in milliseconds: what an editor shows while somebody types."""

from __future__ import annotations

from bole.core.rules.casecheck import check_cases
from bole.core.rules.loading import CASES, GROUPS, POLICY, Loading
from bole.core.rules.policies import model as m
from bole.core.rules.policies.reading import World, read_policy
from bole.core.rules.ruleset import RuleSet
from bole.core.vocabulary import PackInvalid, Problem


def check_text(known: RuleSet, path: str, text: str, deep: bool = False) -> list[Problem]:
    """Faults of a file of `known`, or of a new one, if it said `text`; in the order of lines. Nothing else is read again.

    `path`: as in `known.files`. Of `policy.yaml` what is written, with `deep` (z3, 0.1 s and more) also what can be proved wrong; of
    `cases.yaml` also what comes out otherwise; of `groups.yaml` also what the policies then lack.
    """
    loading = Loading(known.vocabulary, known.code_lists, known.departments)
    loading.check_name(path)
    if loading.problems:
        return loading.problems
    if path.endswith(f"/{POLICY}"):
        return _policy(known, path, text, loading.problems, deep)
    try:
        rules = known.overlay({path: text})
    except PackInvalid as error:
        return list(error.problems)
    return [] if path == GROUPS else _cases(rules, path)


def _policy(known: RuleSet, path: str, text: str, problems: list[Problem], deep: bool) -> list[Problem]:
    world = World(known.vocabulary, known.code_lists, known.departments, known.groups)
    policy = read_policy(path, text, world, problems)
    if policy is not None and (other := known.policies.get(policy.key)) is not None and other.at.file != path:
        problems.append(Problem(path, 1, 1, f"政策“{policy.key}”重复", f"换一个 id;已有的在 {other.at.file}"))
    if problems or policy is None or not deep:
        return sorted(set(problems))
    from bole.core.rules.lint import lint_rules

    found = lint_rules(known.overlay({path: text}), [policy.key])
    return [finding.problem for finding in found if not finding.hint]


def _cases(rules: RuleSet, path: str) -> list[Problem]:
    policy = _beside(rules, path)
    if policy is None:
        return [Problem(path, 1, 1, "旁边没有可用的政策", f"先写好 {path.removesuffix(CASES)}{POLICY}")]
    return sorted(set(check_cases(rules, [policy.key]).problems))


def _beside(rules: RuleSet, path: str) -> m.Policy | None:
    """The policy whose cases stand there."""
    file = path.removesuffix(CASES) + POLICY
    return next((policy for policy in rules.policies.values() if policy.at.file == file), None)
