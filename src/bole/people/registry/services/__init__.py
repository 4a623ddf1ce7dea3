"""Writes of the register."""

from bole.people.registry.services.bulk import Written
from bole.people.registry.services.correcting import (
    apply_correction,
    delete_person,
    empty_person,
    request_correction,
    withdraw_correction,
)
from bole.people.registry.services.dependants import Dependant, dependants_of, register_dependants
from bole.people.registry.services.disclosing import PURPOSES, note_reading, require_purpose, reveal_value
from bole.people.registry.services.evidence import EvidenceProvider, LinkedRecord, register_evidence
from bole.people.registry.services.groups import publish_groups
from bole.people.registry.services.lists import drop_list, save_list
from bole.people.registry.services.organisations import publish_organisations
from bole.people.registry.services.persons import (
    PersonLines,
    bulk_loading,
    classify_persons,
    person_lines,
    publish_persons,
    redirect_persons,
    restore_indexes,
    retire_persons,
)
from bole.people.registry.services.places import publish_places
from bole.people.registry.services.providing import Given, announce_facts, provided, register_facts, with_provided
from bole.people.registry.services.sections import register_section, sections_of

__all__ = [
    "PURPOSES",
    "Dependant",
    "EvidenceProvider",
    "Given",
    "LinkedRecord",
    "PersonLines",
    "Written",
    "announce_facts",
    "apply_correction",
    "bulk_loading",
    "classify_persons",
    "delete_person",
    "dependants_of",
    "drop_list",
    "empty_person",
    "note_reading",
    "person_lines",
    "provided",
    "publish_groups",
    "publish_organisations",
    "publish_persons",
    "publish_places",
    "redirect_persons",
    "register_dependants",
    "register_evidence",
    "register_facts",
    "register_section",
    "request_correction",
    "require_purpose",
    "restore_indexes",
    "retire_persons",
    "reveal_value",
    "save_list",
    "sections_of",
    "with_provided",
    "withdraw_correction",
]
