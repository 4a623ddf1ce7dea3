"""The stylesheet: contrast of every pair of tokens in use, size, no address outside."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "src/bole/ui/static/ui"
CSS = (STATIC / "bole.css").read_text(encoding="utf-8")
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", CSS, flags=re.S))


def _tokens(selector: str) -> dict[str, str]:
    bodies = [body for name, body in RULES if name.strip() == selector]
    return dict(re.findall(r"(--[\w-]+):(#[0-9a-f]{6})", ";".join(bodies)))


NORMAL = _tokens(":root")
LARGE = NORMAL | _tokens(":root[data-size=large]")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2 definition."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _pairs_in_rules() -> set[tuple[str, str]]:
    """Rules that set both text and ground."""
    pairs = set()
    for _, body in RULES:
        text = re.search(r"(?<![\w-])color:var\((--[\w-]+)\)", body)
        ground = re.search(r"(?<![\w-])background(?:-color)?:var\((--[\w-]+)\)", body)
        if text and ground:
            pairs.add((text[1], ground[1]))
    return pairs


# Text that inherits its ground: every quiet, linked or coloured word stands on these.
INHERITED = {
    (text, ground)
    for text in ("--ink", "--ink-2", "--ink-3", "--bamboo", "--bamboo-strong")
    for ground in ("--paper", "--mist", "--fog", "--bamboo-soft")
}
INHERITED |= {(text, "--paper") for text in ("--amber", "--cinnabar", "--sky")}
INHERITED |= {("--ink", ground) for ground in ("--sky-soft", "--cinnabar-soft", "--amber-soft", "--bamboo-soft")}
INHERITED |= {
    ("--on-bamboo", "--bamboo"),
    ("--on-bamboo", "--bamboo-strong"),
    ("--on-hero", "--bamboo"),
    ("--ink-3", "--grey-soft"),
}
SHAPES = {
    ("--edge", "--paper"),
    ("--edge", "--mist"),
    ("--sky", "--paper"),
    ("--sky", "--mist"),
    ("--bamboo", "--grey-soft"),
    ("--cinnabar", "--grey-soft"),
    ("--ink", "--grey-soft"),
}


@pytest.mark.parametrize("mode", [NORMAL, LARGE], ids=["normal", "large"])
def test_text_can_be_read(mode: dict[str, str]) -> None:
    pairs = _pairs_in_rules() | INHERITED
    assert len(_pairs_in_rules()) > 12
    weak = {pair: round(contrast(mode[pair[0]], mode[pair[1]]), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}


def test_borders_focus_and_bars_can_be_seen() -> None:
    assert not {pair for pair in SHAPES if contrast(NORMAL[pair[0]], NORMAL[pair[1]]) < 3}


def test_colours_are_tokens() -> None:
    """Outside the tokens and the paper's print rules no colour is written by hand."""
    screen = CSS.split("@media print")[0]
    body = "".join(body for name, body in RULES if ":root" not in name and body in screen)
    assert not re.findall(r"#[0-9a-f]{3,8}\b", body)


def test_every_token_exists() -> None:
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) <= set(re.findall(r"(--[\w-]+):", CSS))


def test_sizes() -> None:
    assert len(gzip.compress(CSS.encode())) <= 20_000
    assert (STATIC / "bole.js").stat().st_size <= 10_000


@pytest.mark.parametrize("name", ["bole.css", "bole.js", "favicon.svg"])
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text.replace("Http", "")
    assert "@import" not in text
    assert "eval(" not in text
