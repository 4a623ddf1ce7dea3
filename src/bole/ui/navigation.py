"""What the shell shows around a page. Apps above contribute in `apps.ready()`; ui itself knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

Badge = Callable[[HttpRequest], int | None]

GROUPS = (
    gettext_noop("工作"),
    gettext_noop("数据"),
    gettext_noop("政策"),
    gettext_noop("规划"),
    gettext_noop("服务"),
    gettext_noop("管理"),
)


@dataclass(frozen=True)
class Entry:
    """One door in the navigation. `action` is the policy action that opens it ("" = everyone logged in)."""

    group: str
    label: Any
    url_name: str
    action: str = ""
    order: int = 100
    badge: Badge | None = None
    hot: bool = False
    area: str = "staff"


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    count: int | None
    hot: bool
    current: bool


@dataclass(frozen=True)
class Group:
    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Identity:
    """Who works here and as what; `url` leads to the page where a person changes role, password or second factor."""

    name: str
    role: str = ""
    url: str = ""


_entries: dict[tuple[str, str], Entry] = {}
_providers: dict[str, Callable[..., Any]] = {}


def register(
    group: str,
    label: Any,
    url_name: str,
    action: str = "",
    order: int = 100,
    badge: Badge | None = None,
    *,
    hot: bool = False,
    area: str = "staff",
) -> None:
    """Adds a door: `group` is one of GROUPS (Chinese), `label` a gettext_lazy text, `area` "staff", "talent" or "public".

    `badge` is asked once per page and must be cheap; a `hot` badge is work that waits for this user.
    """
    _entries[(area, url_name)] = Entry(group, label, url_name, action, order, badge, hot, area)


def use_authority(may: Callable[[HttpRequest, str], bool]) -> None:
    """Accounts tells how to ask whether this request may do an action."""
    _providers["authority"] = may


def use_identity(describe: Callable[[HttpRequest], Identity | None]) -> None:
    _providers["identity"] = describe


def use_as_of(read: Callable[[], Any]) -> None:
    """Snapshots tell the date that figures without their own date stand for."""
    _providers["as_of"] = read


def use_search(url_name: str, action: str = "") -> None:
    """The page that the search box of the shell sends `q` to, for those who may do `action`."""
    _entries[("search", url_name)] = Entry("", "", url_name, action, area="search")


def identity_of(request: HttpRequest) -> Identity | None:
    if "identity" in _providers:
        described: Identity | None = _providers["identity"](request)
        return described
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Identity(getattr(user, "full_name", "") or user.get_username())


def as_of() -> Any:
    return _providers["as_of"]() if "as_of" in _providers else None


def search_address(request: HttpRequest) -> str:
    """Where the search box leads, "" for those who may not search."""
    found = [_address(entry.url_name) for entry in _ordered("search") if _allowed(request, entry)]
    return found[0] if found else ""


def groups_for(request: HttpRequest, area: str = "staff") -> list[Group]:
    """The doors this request may open, in the order of GROUPS, the longest matching address marked as current."""
    doors = [(entry, url) for entry in _ordered(area) if _allowed(request, entry) and (url := _address(entry.url_name))]
    here = max((url for _, url in doors if _is_here(request.path, url)), key=len, default=None)
    found: dict[str, list[Link]] = {}
    for entry, url in doors:
        count = entry.badge(request) if entry.badge else None
        found.setdefault(entry.group, []).append(Link(str(entry.label), url, count, entry.hot, url == here))
    return [Group(gettext(name) if name else "", tuple(links)) for name, links in found.items()]


def unresolved() -> list[str]:
    """Names of doors that lead nowhere: a test keeps this empty."""
    return [entry.url_name for entry in _entries.values() if not _address(entry.url_name)]


def _ordered(area: str) -> list[Entry]:
    rank = {name: place for place, name in enumerate(GROUPS)}
    entries = [entry for entry in _entries.values() if entry.area == area]
    return sorted(entries, key=lambda entry: (rank.get(entry.group, len(rank)), entry.group, entry.order))


def _allowed(request: HttpRequest, entry: Entry) -> bool:
    if entry.area == "public" and not entry.action:
        return True
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return not entry.action or ("authority" in _providers and _providers["authority"](request, entry.action))


def _is_here(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
