"""Back end 4: the slots of a program as Python source, for one subject at a time. The closures are the reference; this is what is fast.

Nothing of a policy's text stands in the source: it is made of the typed tree alone, and every value is a constant in its namespace.
"""

from bole.core.rules.engines.generated.source import Generated, Run

__all__ = ["Generated", "Run"]
