"""The rules language: Chinese expressions over the vocabulary, unknown as a value, a reason for every answer."""

from bole.core.rules.casecheck import check_cases
from bole.core.rules.classify import Classifier
from bole.core.rules.decision import Decision, Result
from bole.core.rules.expression import Expression, Step, compile_expression
from bole.core.rules.language.parsing import ExpressionInvalid, Fault
from bole.core.rules.language.values import UNKNOWN, Sort, Unknown
from bole.core.rules.packcheck import check_pack
from bole.core.rules.ruleset import RuleSet, load_rules, rules_of
from bole.core.rules.textcheck import check_text
from bole.core.rules.tracing import Outcome

__all__ = [
    "UNKNOWN",
    "Classifier",
    "Decision",
    "Expression",
    "ExpressionInvalid",
    "Fault",
    "Outcome",
    "Result",
    "RuleSet",
    "Sort",
    "Step",
    "Unknown",
    "check_cases",
    "check_pack",
    "check_text",
    "compile_expression",
    "load_rules",
    "rules_of",
]
