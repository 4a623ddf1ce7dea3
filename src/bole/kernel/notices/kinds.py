"""Kinds of notices: their texts, and by which channels besides the inbox they go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Kind:
    """`subject` and `text` are Chinese msgids with `%(name)s` placeholders. What goes out of the house names no persons."""

    name: str
    subject: str
    text: str = ""
    channels: Sequence[str] = ()


_kinds: dict[str, Kind] = {}


def register_kind(name: str, *, subject: str, text: str = "", channels: Sequence[str] = ()) -> None:
    """Called in `apps.ready()`; the texts with `gettext_noop`."""
    _kinds[name] = Kind(name, subject, text, channels)


def kind_named(name: str) -> Kind:
    """Raises LookupError for a kind nobody registered."""
    return _kinds[name]


def subject_of(name: str, params: Mapping[str, Any]) -> str:
    """The subject in the language in force; a kind that is gone shows its name."""
    kind = _kinds.get(name)
    return _filled(kind.subject, params) if kind else name


def text_of(name: str, params: Mapping[str, Any]) -> str:
    kind = _kinds.get(name)
    return _filled(kind.text, params) if kind and kind.text else ""


def _filled(template: str, params: Mapping[str, Any]) -> str:
    return gettext(template) % _Lenient(params)


class _Lenient(dict[str, Any]):
    """A parameter that an older notice lacks reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
