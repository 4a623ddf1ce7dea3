"""Reads of the register."""

from bole.people.registry.models import Organisation, Person, Place, Project, SavedList, Team
from bole.people.registry.queries.people import (
    absorbed_ids,
    erased_ids,
    find_people,
    moved_ids,
    person_within,
    question_of,
    resolve_redirect,
    within,
)
from bole.people.registry.queries.totals import classification_counts, list_url, public_counts, stock_counts
from bole.people.registry.queries.vocabulary import Words, words

__all__ = [
    "Organisation",
    "Person",
    "Place",
    "Project",
    "SavedList",
    "Team",
    "Words",
    "absorbed_ids",
    "classification_counts",
    "erased_ids",
    "find_people",
    "list_url",
    "moved_ids",
    "person_within",
    "public_counts",
    "question_of",
    "resolve_redirect",
    "stock_counts",
    "within",
    "words",
]
