"""Writes of the register."""

from bole.people.registry.services.bulk import Written
from bole.people.registry.services.persons import (
    publish_persons,
    redirect_persons,
    resolve_redirect,
    retire_persons,
)

__all__ = ["Written", "publish_persons", "redirect_persons", "resolve_redirect", "retire_persons"]
