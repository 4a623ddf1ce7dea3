"""The rules language: Chinese expressions over the vocabulary, unknown as a value, a reason for every answer."""

from bole.core.rules.classify import Classifier
from bole.core.rules.expression import Expression, Step, compile_expression
from bole.core.rules.language.parsing import ExpressionInvalid, Fault
from bole.core.rules.language.values import UNKNOWN, Sort, Unknown
from bole.core.rules.packcheck import check_pack

__all__ = [
    "UNKNOWN",
    "Classifier",
    "Expression",
    "ExpressionInvalid",
    "Fault",
    "Sort",
    "Step",
    "Unknown",
    "check_pack",
    "compile_expression",
]
