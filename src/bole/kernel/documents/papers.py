"""PDF by Typst: a template (Typst source) and a context as JSON; Chinese fonts are looked for and their lack is said."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext_noop as _
from PIL import ImageFont

from bole.core.errors import InvalidInput, Unavailable
from bole.runtime import paths

CANDIDATES = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "FangSong",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
)
PREAMBLE = (
    '#set text(font: ("{font}",), lang: "zh", region: "cn", size: 12pt)\n#let data = json(bytes(sys.inputs.data))\n'
)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[paths.build_dir() / "fonts"] if (paths.build_dir() / "fonts").exists() else [])


def chinese_font() -> str:
    """The family used for Chinese text; raises Unavailable where the machine has none."""
    known = set(_fonts().families())
    for family in CANDIDATES:
        if family in known:
            return family
    raise Unavailable(
        _("服务器上没有中文字体,不能生成 PDF。"),
        remedy=_("请管理员安装中文字体,例如:apt install fonts-noto-cjk,然后重启。"),
        code="pdf.no_font",
    )


def render_pdf(template: Path | str, context: Mapping[str, Any]) -> bytes:
    """Compiles a Typst template (a file, or source text) with `data` bound to the context.

    Raises Unavailable without a Chinese font, InvalidInput for a faulty template or characters that no font can draw.
    """
    font = chinese_font()
    source = template.read_text(encoding="utf-8") if isinstance(template, Path) else template
    check_glyphs(_texts(context), font)
    with tempfile.TemporaryDirectory(prefix="bole-pdf-") as folder:
        main = Path(folder) / "main.typ"
        main.write_text(PREAMBLE.format(font=font) + source, encoding="utf-8")
        data = json.dumps(dict(context), ensure_ascii=False, default=str)
        try:
            return typst.compile(str(main), root=folder, font_paths=_fonts(), format="pdf", sys_inputs={"data": data})
        except typst.TypstError as error:
            raise InvalidInput(_("PDF 模板有错误:%(problem)s"), code="template.pdf", problem=str(error)[:300]) from None


def check_glyphs(texts: Iterator[str], font: str) -> None:
    """Refuses characters that would print as empty boxes, naming them."""
    wanted = {
        c for text in texts for c in text if ord(c) > 0x2E7F and unicodedata.category(c) not in ("Cc", "Cf", "Cn")
    }
    missing = sorted(character for character in wanted if not _drawable(character, font))
    if missing:
        raise InvalidInput(
            _("字体“%(font)s”没有这些字:%(characters)s"),
            remedy=_("请管理员安装覆盖 GB 18030-2022 的字体,例如花园明朝或思源宋体扩展。"),
            code="pdf.missing_glyph",
            font=font,
            characters="".join(missing[:20]),
        )


@lru_cache(maxsize=50_000)
def _drawable(character: str, font: str) -> bool:
    face, empty = _face(font)
    if face is None:
        return True
    return bytes(face.getmask(character, mode="L")) != empty


@lru_cache(maxsize=4)
def _face(font: str) -> tuple[ImageFont.FreeTypeFont | None, bytes]:
    """The font's file as Pillow opens it, and what it draws for a character that no font has."""
    for info in _fonts().fonts():
        path = getattr(info, "path", None)
        if info.family == font and path:
            face = ImageFont.truetype(str(path), size=24, index=getattr(info, "index", 0))
            return face, bytes(face.getmask("\U0010fffd", mode="L"))
    return None, b""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
