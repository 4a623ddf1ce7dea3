"""English is complete: every Chinese text of the code has a translation that fits, and English pages show no Chinese of our own."""

from __future__ import annotations

import ast
import datetime as dt
import gettext
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import translation
from django.utils.translation.template import templatize

from bole.ui.components import formats
from bole.ui.components.retelling import retold
from tests import cast

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "bole"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile("[㐀-鿿]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
QUOTED = re.compile("“[^”]*”")
LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


@dataclass
class Entry:
    flags: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def msgid(self) -> str:
        return self.texts["msgid"]

    @property
    def key(self) -> str:
        """As compiled catalogues hold it: the context, if any, before the text."""
        return f"{self.texts['msgctxt']}\x04{self.msgid}" if "msgctxt" in self.texts else self.msgid

    @property
    def translations(self) -> list[str]:
        return [text for key, text in self.texts.items() if key.startswith("msgstr")]


def _entries() -> list[Entry]:
    """The catalogue as it is written; the header is left out."""
    found = []
    for block in CATALOGUE.read_text(encoding="utf-8").strip().split("\n\n"):
        entry, key = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#"):
                entry.flags.append(line)
                continue
            name, _, literal = line.partition(" ") if not line.startswith('"') else (key, "", line)
            key = name
            entry.texts[key] = entry.texts.get(key, "") + ast.literal_eval(literal)
        if entry.texts.get("msgid"):
            found.append(entry)
    return found


ENTRIES = _entries()


def _python_files() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _gettext_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in GETTEXT and node.args:
                yield node


def _texts_in_code() -> dict[str, str]:
    """msgid to where it stands, of Python and templates, with the texts that are translated when shown."""
    found: dict[str, str] = {}
    for path, tree in _python_files():
        for call in _gettext_calls(tree):
            if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                found[call.args[0].value] = f"{path.relative_to(ROOT)}:{call.lineno}"
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        for call in re.findall(r"\b(?:n?gettext|_)\((.*?)\) ", templatize(path.read_text(encoding="utf-8")), re.DOTALL):
            if literal := LITERAL.match(call.strip().removeprefix("u")):
                found[ast.literal_eval(literal[0])] = str(path.relative_to(ROOT))
    return found | dict.fromkeys(_literals(), "scripts/literals.py")


def _literals() -> set[str]:
    spec = importlib.util.spec_from_file_location("literals", ROOT / "scripts" / "literals.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return set(module.literals(SOURCE) | module.pack_words(ROOT / "packs"))


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    known = {entry.msgid for entry in ENTRIES}
    missing = {text: place for text, place in _texts_in_code().items() if text and text not in known}
    assert not missing, f"run scripts/messages.sh and translate: {missing}"


def test_every_entry_is_translated() -> None:
    assert not [entry.msgid for entry in ENTRIES if not all(entry.translations)], "untranslated"
    assert not [entry.msgid for entry in ENTRIES if any("fuzzy" in flag for flag in entry.flags)], "fuzzy"
    assert "#~" not in CATALOGUE.read_text(encoding="utf-8"), "obsolete entries"


def test_placeholders_survive_translation() -> None:
    wrong = []
    for entry in ENTRIES:
        wanted = set(PLACEHOLDER.findall(entry.msgid))
        wrong += [(entry.msgid, text) for text in entry.translations if set(PLACEHOLDER.findall(text)) != wanted]
    assert not wrong


def test_english_is_english() -> None:
    """Chinese stands in a translation only as a quotation of what a file contains."""
    assert not [text for entry in ENTRIES for text in entry.translations if CHINESE.search(QUOTED.sub("", text))]


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalogue = dict(gettext.GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]
    written: dict[object, str] = {}
    for entry in ENTRIES:
        if "msgid_plural" in entry.texts:
            written |= {(entry.key, n): entry.texts[f"msgstr[{n}]"] for n in (0, 1)}
        else:
            written[entry.key] = entry.texts["msgstr"]
    catalogue.pop("", None)
    assert catalogue == written, "run scripts/messages.sh"


def test_nothing_is_filled_in_before_it_is_translated() -> None:
    """`_(f"…")` and `_("…" % x)` look up texts that no catalogue can hold."""
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in _python_files()
        for call in _gettext_calls(tree)
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not wrong


# --- pages ------------------------------------------------------------------------------------------------------------

ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-label")
CHROME = {"h1", "h2", "dt", "label", "legend", "button", "summary"}
IN_CHINESE_ONLY = (
    "/accounts/users/", "/cases/delegations/", "/cases/flows/", "/packs/calendar/", "/packs/classifications/", "/packs/lists/",
    "/packs/regions/", "/packs/sources/", "/plan/", "/register/libraries/",
)  # fmt: skip
"""Pages on which names of people, citations, criteria and spellings stand, which have no English; the rest of them is ours."""
SAMPLES = ("/ui/gallery/",)
"""Invented figures stand in the middle of it."""
VOID = {"input", "br", "hr", "img", "link", "meta", "path", "rect", "line", "circle", "use", "col", "wbr"}


class Texts(HTMLParser):
    """Texts of a page as (tags around, text); parts marked as Chinese by `lang` are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.found: list[tuple[set[str], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = (given.get("lang") or "").startswith("zh")
        if tag not in VOID:
            self.stack.append((tag, foreign))
        self._note({tag, *(name for name, _ in self.stack)}, *(given.get(name) or "" for name in ATTRIBUTES))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and any(name == tag for name, _ in self.stack):
            while self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._note({name for name, _ in self.stack}, data)

    def _note(self, around: set[str], *texts: str) -> None:
        if not around & {"script", "style"} and not any(foreign for _, foreign in self.stack):
            self.found += [(around, text.strip()) for text in texts if text.strip()]


def _chinese(html: str, address: str) -> list[str]:
    """Chinese texts of ours on a page."""
    parser = Texts()
    parser.feed(html)
    found = [(around, text) for around, text in parser.found if CHINESE.search(text)]
    if address in SAMPLES:
        found = [(around, text) for around, text in found if "main" not in around]
    elif address in IN_CHINESE_ONLY:
        found = [(around, text) for around, text in found if around & CHROME or "main" not in around]
    return sorted({text for _, text in found})


VISITORS = ("", "office", "steward", "clerk", "auditor", "system", "security", "talent", "employer")


def _addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address without a parameter."""
    for one in resolver.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _addresses(one, address)
        elif not set("<(") & set(address):
            yield address


def _visit(visitor: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    if visitor:
        cast.as_role(client, visitor)
    return client


@pytest.mark.django_db
def test_pages_in_english_show_no_chinese_of_ours() -> None:
    """Each page as everybody who may open it first."""
    clients = {visitor: _visit(visitor) for visitor in VISITORS}
    found: dict[str, list[str]] = {}
    for address in sorted(set(_addresses(get_resolver()))):
        for visitor, client in clients.items():
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                if left := _chinese(answer.content.decode(), address):
                    found[f"{address} as {visitor or 'anybody'}"] = left
                break
    assert not found, "\n".join(f"{page}: {texts}" for page, texts in found.items())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("visitor", "address", "chinese", "words"),
    [
        ("", "/accounts/login/", "登录", "Sign in"),  # ui/public.html
        ("office", "/work/", "工作台", "Workbench"),  # ui/staff.html
        ("talent", "/cases/mine/", "我的办件", "My cases"),  # ui/talent.html
        ("", "/no-such-page/", "找不到这一页", "Page not found"),  # ui/problem.html
    ],
)
def test_the_switch_holds_on_every_kind_of_page(visitor: str, address: str, chinese: str, words: str) -> None:
    """Chinese first; the cookie wins over what the browser asks for, and `lang` says what is spoken."""
    client = Client()
    if visitor:
        cast.as_role(client, visitor)
    first = client.get(address).content.decode()
    assert chinese in first
    assert '<html lang="zh-CN"' in first
    client.cookies["bole_language"] = "en"
    switched = client.get(address, HTTP_ACCEPT_LANGUAGE="zh-CN").content.decode()
    assert words in switched
    assert '<html lang="en"' in switched
    client.cookies["bole_language"] = "zh-hans"
    assert chinese in client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_days_and_numbers_are_written_for_the_reader() -> None:
    day = dt.date(2026, 11, 3)
    with translation.override("zh-hans"):
        assert (formats.day(day), formats.long_day(day), formats.number(36306)) == (
            "2026-11-03",
            "2026年11月3日",
            "36,306",
        )
    with translation.override("en"):
        assert (formats.day(day), formats.long_day(day), formats.number(36306)) == (
            "2026-11-03",
            "3 November 2026",
            "36,306",
        )


def test_stored_sentences_are_told_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert retold("“户籍地”为空") == "“户籍地” is empty"
        assert retold("与第3行完全相同,只计一次") == "Identical to row 3; counted once"
        assert retold("请填如50或50%") == "Enter for example 50 or 50%"
        assert retold("一句目录里没有的话") == "一句目录里没有的话"
        assert retold("") == ""
    with translation.override("zh-hans"):
        assert retold("“户籍地”为空") == "“户籍地”为空"
