"""What can be proved about policies before anybody is decided by them (z3), each fault with somebody it happens to.

Every example is decided again by the reference (closures) before it is reported; what z3 does not decide within its bound is never a
fault. Facts are taken as known; what has no exact form in z3 (counts in proofs, products of facts, odd texts) is left open there.
"""

from __future__ import annotations

from collections.abc import Iterable

from bole.core.rules.lint.amounts import check_figures
from bole.core.rules.lint.boundaries import BoundaryPerson, people_at_the_edge
from bole.core.rules.lint.conditions import check_conditions, check_routes, check_who
from bole.core.rules.lint.findings import Bench, Finding
from bole.core.rules.lint.tables import check_parameters, check_table
from bole.core.rules.policies import model as m
from bole.core.rules.ruleset import RuleSet

__all__ = ["BoundaryPerson", "Finding", "boundary_people", "lint_rules"]


def lint_rules(rules: RuleSet, only: Iterable[str] | None = None, deep: bool = True) -> list[Finding]:
    """Findings of all policies, or those named, in the order of files and lines.

    Without `deep`: gaps, overlaps and unreachable rows of tables, values by a fact, routes. With it also contradictions, conditions that
    decide nothing (cases that pass have shown that there are none), divisions by zero, rates over 100 %, and all hints.
    """
    import z3

    context = z3.Context()
    found: list[Finding] = []
    for key in sorted(rules.policies if only is None else only):
        policy = rules.policies[key]
        for version in policy.versions:
            bench = Bench(rules, policy, version, context)
            _check(bench, deep)
            found += bench.found
    return sorted((each for each in found if deep or not each.hint), key=lambda finding: finding.problem)


def boundary_people(rules: RuleSet, policy: str) -> list[BoundaryPerson]:
    """For every comparison of a policy somebody just below, at and just above its threshold; those that z3 finds within its bound."""
    own = rules.policies[policy]
    return [person for version in own.versions for person in people_at_the_edge(Bench(rules, own, version))]


def _check(bench: Bench, deep: bool) -> None:
    body = bench.version.body
    if isinstance(body, m.Table):
        check_table(bench, body, deep)
    elif isinstance(body, m.Classification):
        check_routes(bench, body)
    check_parameters(bench, deep)
    if deep:
        check_conditions(bench)
        if isinstance(body, m.Benefit | m.Selection):
            check_who(bench, body.who)
        check_figures(bench)
