"""What becomes of memory that a worker has used: Polars gives it back after half a second, and the next table asks the system for it again."""

from __future__ import annotations

import os

POLARS = "_RJEM_MALLOC_CONF"
"""Read once, when Polars is loaded."""
KEPT = "dirty_decay_ms:60000"
"""A minute: jobs that follow each other write over the same pages, a quarter of the CPU of deciding a county is saved; then it goes back."""


def keep_for_a_minute() -> None:
    """For processes that decide table after table; before Polars is loaded. What the administrator has set stays."""
    os.environ.setdefault(POLARS, KEPT)
