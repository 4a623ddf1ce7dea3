"""What becomes of memory that a worker has used: Polars gives it back after half a second, and the next table asks the system for it again."""

from __future__ import annotations

import os

POLARS = "_RJEM_MALLOC_CONF"
"""Read once, when Polars is loaded."""
KEPT = "dirty_decay_ms:10000"
"""Ten seconds: the tables of a job write over the same pages, a tenth of the CPU of deciding a county; then they go back."""


def keep_for_seconds() -> None:
    """For processes that decide table after table; before Polars is loaded. What the administrator has set stays."""
    os.environ.setdefault(POLARS, KEPT)
