"""Back end 2: the same program over whole tables with Polars (`decide`), and tables made from profiles (`frame_of`)."""

from bole.core.rules.engines.frames.deciding import decide
from bole.core.rules.engines.frames.evaluating import evaluate, exact
from bole.core.rules.engines.frames.profiles import frame_of

__all__ = ["decide", "evaluate", "exact", "frame_of"]
