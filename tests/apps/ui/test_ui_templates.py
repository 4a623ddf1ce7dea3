"""What every template of the repository keeps to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src/bole"
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
NAMES = [str(path.relative_to(SOURCE)) for path in TEMPLATES]
each_template = pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)


def _markup(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", text, flags=re.S)


@each_template
def test_no_inline_style_or_script(path: Path) -> None:
    text = _markup(path)
    assert not re.findall(r"<[a-z][^>]*\sstyle\s*=", text), "widths are SVG, the rest is a class"
    assert not re.findall(r"<style\b", text)
    assert not re.findall(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", text), "behaviour belongs in bole.js"
    assert "javascript:" not in text
    for attributes, inside in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, flags=re.S):
        assert "src=" in attributes
        assert not inside.strip()


@each_template
def test_page_stands_on_a_base_or_is_a_partial(path: Path) -> None:
    if path.name.startswith("_") or path == SOURCE / "ui/templates/ui/base.html":
        return
    assert _markup(path).lstrip().startswith("{% extends "), "pages extend a base; partials start with _"


@each_template
def test_post_forms_carry_csrf_and_key(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*method=[\"']?post[\"']?[^>]*>.*?</form>", _markup(path), flags=re.S | re.I)
    for form in forms:
        assert "{% csrf_token %}" in form
        assert "{% idempotency %}" in form
    opened = len(re.findall(r"<form\b[^>]*method=[\"']?post", _markup(path), flags=re.I))
    assert opened == len(forms), "a form opens and closes in one template"


@each_template
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    assert not re.findall(r"(?:src|srcset|action|data-poll|hx-get|hx-post)=[\"'](?:https?:)?//", _markup(path))
    assert not re.findall(r"<link\b[^>]*href=[\"'](?:https?:)?//", _markup(path))


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 40
