"""Back end 2: a program over whole tables with Polars (`evaluate`), and tables made from profiles (`frame_of`)."""

from bole.core.rules.engines.frames.evaluating import evaluate, exact, widened
from bole.core.rules.engines.frames.profiles import frame_of
from bole.core.rules.engines.frames.table import Table

__all__ = ["Table", "evaluate", "exact", "frame_of", "widened"]
