"""Back end 1, the reference: a typed tree becomes one Python closure `(facts, row, on) -> value`; None is unknown."""

from bole.core.rules.engines.closures import conditions, facts, figures, recordsets
from bole.core.rules.engines.closures.base import COMPILERS, Closure, Facts, compile_node

for _part in (facts, conditions, figures, recordsets):
    COMPILERS.update(_part.COMPILERS)

__all__ = ["Closure", "Facts", "compile_node"]
