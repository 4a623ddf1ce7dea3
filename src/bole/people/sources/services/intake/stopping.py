"""A batch that needs a person before it goes on."""

from __future__ import annotations

from bole.core.errors import BoleError


class Pause(Exception):
    """Carries what to ask; the batch keeps everything it has."""

    def __init__(self, error: BoleError) -> None:
        self.error = error
        super().__init__(str(error))
