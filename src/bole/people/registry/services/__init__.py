"""Writes of the register."""

from bole.people.registry.services.bulk import Written
from bole.people.registry.services.evidence import EvidenceProvider, LinkedRecord, evidence, register_evidence
from bole.people.registry.services.persons import (
    publish_persons,
    redirect_persons,
    resolve_redirect,
    retire_persons,
)

__all__ = [
    "EvidenceProvider",
    "LinkedRecord",
    "Written",
    "evidence",
    "publish_persons",
    "redirect_persons",
    "register_evidence",
    "resolve_redirect",
    "retire_persons",
]
