"""What stands between a draft and its publication, and how an edition relates to the pack's texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from bole.core.rules import RuleSet, check_cases
from bole.core.rules.editing import cases
from bole.core.rules.policies import model as m
from bole.core.vocabulary import PackInvalid, Problem
from bole.governance.policies.models import Draft, Edition, Simulation
from bole.governance.policies.queries.ruleset import digest_of, draft_rules, pack_rules, rules
from bole.kernel.casework import queries as casework

FLOW = "policy_publication"


@dataclass(frozen=True)
class Hindrance:
    """Why a draft may not be sent yet. `tab`: where it is mended."""

    key: str
    text: str
    tab: str
    remedy: str = ""


@dataclass
class Check:
    """A draft looked through: faults of its texts, its cases as they ran, what no case has tested, what z3 found."""

    rules: RuleSet | None = None
    problems: list[Problem] = field(default_factory=list)
    runs: list[cases.Run] = field(default_factory=list)
    untested: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> list[cases.Run]:
        return [run for run in self.runs if not run.passed]


def check_of(draft: Draft) -> Check:
    """Faults, else the cases. Some tens of milliseconds."""
    found = Check()
    try:
        found.rules = draft_rules(draft)
    except PackInvalid as error:
        found.problems = list(error.problems)
        return found
    policy = found.rules.policies.get(draft.policy)
    if policy is not None:
        found.runs, rest = cases.run_cases(found.rules, draft.policy)
        found.untested = [*rest, *_versions_without(policy, found.runs)]
    others = [key for key in touched(found.rules, draft) if key != draft.policy]
    found.untested += sorted(set(check_cases(found.rules, others).problems))
    return found


def touched(known: RuleSet, draft: Draft) -> list[str]:
    """The policies whose cases must still pass: those whose files the draft changes, all of them where it changes the groups."""
    folders = {file.rsplit("/", 1)[0] for file in draft.files if "/" in file}
    every = any("/" not in file for file in draft.files)
    return [key for key, policy in known.policies.items() if every or policy.at.file.rsplit("/", 1)[0] in folders]


def _versions_without(policy: m.Policy, runs: list[cases.Run]) -> list[Problem]:
    """Versions under which no case falls."""
    seen = {run.since for run in runs}
    return [
        Problem(
            policy.at.file,
            version.at.line,
            version.at.column,
            _("没有算例落在 %(day)s 起的版本") % {"day": version.since.isoformat()},
            _("在算例里补一例"),
        )
        for version in policy.versions
        if version.since not in seen
    ]


def hindrances(draft: Draft, check: Check | None = None, deep: bool = True) -> list[Hindrance]:
    """All reasons why a draft may not be sent, in the order in which people mend them."""
    if not draft.is_open:
        return [Hindrance("draft_closed", _("草案不在起草中。"), "")]
    check = check or check_of(draft)
    known = rules()
    found = []
    if all(text == known.files.get(file, "") for file, text in draft.files.items()):
        found.append(Hindrance("unchanged", _("和现行规则没有差别。"), "form"))
    if not draft.reason.strip():
        found.append(Hindrance("no_reason", _("没有写依据或理由。"), "overview"))
    if stale := stale_files(draft):
        text = _("起草以后现行文本有变化:%(files)s。") % {"files": "、".join(stale)}
        found.append(Hindrance("stale", text, "rebase", _("先并入现行文本。")))
    found += [Hindrance("faulty", str(problem), "source") for problem in check.problems]
    found += _of_cases(check)
    if not check.problems and deep:
        found += [Hindrance("unsound", str(problem), "source") for problem in deep_findings(draft, check)]
    if not found and not is_simulated(draft):
        found.append(Hindrance("not_simulated", _("改动以后还没有测算要花多少。"), "simulation", _("先测算。")))
    return found


def _of_cases(check: Check) -> list[Hindrance]:
    found = [Hindrance("case_failed", run.problems[0].message, "cases", _("改算例,或改规则。")) for run in check.failed]
    return found + [Hindrance("untested", p.message, "cases", p.suggestion) for p in check.untested]


def deep_findings(draft: Draft, check: Check | None = None) -> list[Problem]:
    """What can be proved wrong about the draft's policy (contradictions, gaps, overlaps), each with an example person."""
    from bole.core.rules.lint import lint_rules

    known = check.rules if check is not None else draft_rules(draft)
    if known is None or draft.policy not in known.policies:
        return []
    return [finding.problem for finding in lint_rules(known, [draft.policy]) if not finding.hint]


def stale_files(draft: Draft) -> list[str]:
    """The files of a draft that came into force otherwise since it was begun."""
    known = rules()
    return sorted(file for file in draft.files if known.files.get(file, "") != draft.base.get(file, ""))


def is_simulated(draft: Draft) -> bool:
    """True where the last simulation holds for these texts over the rules in force."""
    kept = Simulation.objects.filter(draft=draft).only("draft_sha256", "base_sha256").first()
    return kept is not None and kept.draft_sha256 == digest_of(draft.files) and kept.base_sha256 == rules().sha256


# --- editions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A file of the edition in force against the pack. `state`: absorbed (the pack says the same), diverged (the pack has another text
    than the one it was made from), holds."""

    file: str
    state: str


def standings(edition: Edition) -> list[Standing]:
    """How each file of an edition stands to the pack in force."""
    pack = pack_rules().files
    found = []
    for file, text in sorted(edition.files.items()):
        now = pack.get(file, "")
        base = digest_of({file: now}) if now else ""
        state = "absorbed" if now == text else "holds" if base == edition.base.get(file, "") else "diverged"
        found.append(Standing(file, state))
    return found


def withdrawal_of(edition: Edition) -> casework.Case | None:
    """The open case that would take an edition back."""
    rows = casework.Case.objects.filter(flow__key=FLOW, status=casework.Case.Status.OPEN)
    return rows.filter(data__withdraws=edition.number).first()
