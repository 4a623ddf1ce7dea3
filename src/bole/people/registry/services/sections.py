"""What other apps show on a person's page and on the own page: each brings a template and says what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.template.loader import render_to_string

from bole.people.registry.models import Person

Place = Literal["person", "own"]
Context = Callable[[Person, HttpRequest], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Section:
    template: str
    context: Context


_sections: dict[tuple[Place, str], Section] = {}


def register_section(place: Place, name: str, template: str, context: Context) -> None:
    """Called in `apps.ready()`. `context(person, request)` checks the reader's right; None shows nothing."""
    _sections[place, name] = Section(template, context)


def sections_of(place: Place, person: Person, request: HttpRequest) -> list[str]:
    """The rendered sections for this reader, in the order of registration."""
    found = []
    for (where, _name), section in _sections.items():
        context = section.context(person, request) if where == place else None
        if context is not None:
            found.append(render_to_string(section.template, {"person": person, **context}, request=request))
    return found
