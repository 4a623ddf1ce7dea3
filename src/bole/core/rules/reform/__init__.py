"""What a reform would change before it is issued: cost by year, who gains and who loses, the day a budget runs out."""

from bole.core.rules.reform.budgets import runs_out
from bole.core.rules.reform.comparing import compare, movements
from bole.core.rules.reform.differing import Difference, difference
from bole.core.rules.reform.results import Comparison

__all__ = ["Comparison", "Difference", "compare", "difference", "movements", "runs_out"]
