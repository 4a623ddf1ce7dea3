"""Whose table is this? Layouts are recognised by their headers and the synonyms in the pack.

Order does not matter; missing, doubled and unknown headers are named, unknown ones with a suggestion that a person confirms once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from bole.core.errors import InvalidInput
from bole.core.vocabulary import SourceColumn, SourceLayout

REASON_HEADER = "退回原因"
ROW_HEADER = "原行号"
IGNORED = frozenset((REASON_HEADER, ROW_HEADER, "序号", "编号", "备注", "no", "no."))
"""Columns that belong to no layout and need no confirmation."""
ENOUGH = 0.5
"""Share of a layout's columns that must be found; its natural key counts double."""
SUGGEST_FROM = 60

_NOISE = re.compile(r"[\s*:：_\-、,，.。/]+|\(?必填\)?|\(?选填\)?")
_BRACKET = re.compile(r"[((\[【]([^))\]】]*)[))\]】]")
_UNITS = {"元": "元", "万元": "万元", "亿元": "亿元", "千元": "千元", "人民币元": "元", "人民币万元": "万元", "%": "%", "％": "%",
          "个月": "个月", "月": "个月", "年": "年", "亩": "亩", "万千瓦时": "万千瓦时", "千瓦时": "度", "度": "度", "平方米": "平方米",
          "㎡": "平方米", "m2": "平方米", "人": "人", "件": "件", "元/月": "元/月", "万元/年": "万元/年"}  # fmt: skip


@dataclass(frozen=True)
class Recognition:
    """What the headers say.

    `mapping`: header as in the file to the layout's column, its unit replaced by the one in the header's brackets if any.
    `doubled`: column header to the file's headers that all mean it (values are compared row by row).
    `unknown`: header to suggested headers of the layout, best first. `missing`: headers of the layout that the file lacks;
    `missing_required`: those without which no row can be taken. `score`: 0 to 1. `others`: runners-up (layout id, score).
    `is_correction`: a list of rejected rows comes back; it never stands for the whole of a full file.
    """

    layout: SourceLayout
    mapping: Mapping[str, SourceColumn]
    unknown: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    missing_required: tuple[str, ...]
    score: float
    doubled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[tuple[str, float], ...] = ()
    is_correction: bool = False

    def headers_of(self, column_header: str) -> list[str]:
        """The file's headers that mean this column of the layout."""
        return [header for header, column in self.mapping.items() if column.header == column_header]

    def own_headers(self) -> dict[str, list[str]]:
        """Header of the layout to the sender's own, as written but for spaces (several where the file has the column twice)."""
        own: dict[str, list[str]] = {}
        for header, column in self.mapping.items():
            names = own.setdefault(column.header, [])
            if base_header(header) not in names:
                names.append(base_header(header))
        return own


@lru_cache(maxsize=20_000)
def plain_header(text: str) -> str:
    """A header for comparison: NFKC, lower case, without spaces, stars and punctuation; brackets stay."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def header_unit(text: str) -> str:
    """The unit in a header's brackets, in the pack's spelling, or ""."""
    for inside in _BRACKET.findall(unicodedata.normalize("NFKC", text)):
        if unit := _UNITS.get(inside.strip().removeprefix("单位").lstrip(":")):
            return unit
    return ""


def header_words(layouts: Iterable[SourceLayout]) -> frozenset[str]:
    """Every header and synonym of the layouts, for finding the header row."""
    return frozenset(word for layout in layouts for column in layout.columns for word in _column_words(column))


def recognise(
    headers: Sequence[str],
    layouts: Iterable[SourceLayout],
    *,
    expected: str | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Recognition:
    """Find the layout of these headers.

    `expected` is a layout id the sender named; `confirmed` maps headers of files to headers of the layout (a mapping version that a
    person confirmed). Raises InvalidInput (`reading.unknown_layout`, `reading.other_layout`) when nothing fits, or something else
    than expected fits clearly better. Missing required columns do not raise here: see `require_complete`.
    """
    confirmed = confirmed or {}
    found = sorted((_match(headers, layout, confirmed) for layout in layouts), key=lambda r: -r.score)
    if not found:
        raise InvalidInput("没有任何报送表式", remedy="请先装入数据包", code="reading.no_layouts")
    best = found[0]
    if expected is not None:
        return _as_expected(found, expected)
    if best.score < ENOUGH:
        raise _unknown(headers, best)
    rivals = [(r.layout.id, round(r.score, 3)) for r in found[1:4] if r.score >= ENOUGH]
    return replace(_with_suggestions(best), others=tuple(rivals))


def _with_suggestions(found: Recognition) -> Recognition:
    return replace(found, unknown={h: _suggest(h, found.layout, found.missing) for h in found.unknown})


def require_complete(recognition: Recognition) -> None:
    """InvalidInput (`reading.missing_headers`) when required columns or the whole natural key are missing."""
    missing = recognition.missing_required
    if not missing:
        return
    candidates = "、".join(f"“{h}”" for h in recognition.unknown)
    raise InvalidInput(
        "按“%(layout)s”读取,缺少必需的列:%(missing)s",
        remedy="请补上这些列再报送"
        + (";表中有认不出的列:%(unknown)s,如就是所缺的列,请在映射页确认" if candidates else ""),
        code="reading.missing_headers",
        layout=recognition.layout.name,
        missing="、".join(f"“{h}”" for h in missing),
        unknown=candidates,
    )


def _match(headers: Sequence[str], layout: SourceLayout, confirmed: Mapping[str, str]) -> Recognition:
    words = _layout_words(layout)
    mapping: dict[str, SourceColumn] = {}
    unknown: list[str] = []
    for header in headers:
        column = _column_for(header, layout, words, confirmed)
        if column is not None:
            mapping[header] = column
        elif not _ignored(header):
            unknown.append(header)
    present = {column.header for column in mapping.values()}
    missing = tuple(c.header for c in layout.columns if c.header not in present)
    return Recognition(
        layout,
        mapping,
        dict.fromkeys(unknown, ()),
        missing,
        _missing_required(layout, present),
        _score(layout, present, len(mapping) + len(unknown)),
        _doubled(mapping),
        is_correction=any(plain_header(header) == REASON_HEADER for header in headers),
    )


def _column_for(
    header: str, layout: SourceLayout, words: Mapping[str, SourceColumn], confirmed: Mapping[str, str]
) -> SourceColumn | None:
    name = base_header(header)
    if name in confirmed:
        return _with_unit(layout.column(confirmed[name]), header)
    plain = plain_header(name)
    column = words.get(plain) or words.get(_BRACKET.sub("", plain))
    return _with_unit(column, header)


def base_header(header: str) -> str:
    """The sender's own header: without the number that `read_table` adds to a repeated one."""
    return re.sub(r"#\d+$", "", header)


def _with_unit(column: SourceColumn | None, header: str) -> SourceColumn | None:
    unit = header_unit(header)
    return replace(column, unit=unit) if column is not None and unit and unit != column.unit else column


def _layout_words(layout: SourceLayout) -> dict[str, SourceColumn]:
    words: dict[str, SourceColumn] = {}
    for column in layout.columns:
        words.setdefault(plain_header(column.header), column)
    for column in layout.columns:
        for word in _column_words(column):
            words.setdefault(word, column)
    return words


def _column_words(column: SourceColumn) -> list[str]:
    plain = [plain_header(word) for word in (column.header, *column.synonyms)]
    return plain + [bare for word in plain if (bare := _BRACKET.sub("", word)) and bare != word]


def _ignored(header: str) -> bool:
    plain = plain_header(base_header(header))
    return plain in IGNORED or plain.startswith(REASON_HEADER) or re.fullmatch(r"\(?第\d+列\)?", plain) is not None


def _score(layout: SourceLayout, present: set[str], given: int) -> float:
    """Share of the layout found (natural key double), lowered by columns that the layout does not know."""
    weights = {c.header: 2.0 if c.header in layout.natural_key or c.required else 1.0 for c in layout.columns}
    found = sum(weights[h] for h in present) / sum(weights.values())
    return found * (0.5 + 0.5 * len(present) / given) if given else 0.0


def _missing_required(layout: SourceLayout, present: set[str]) -> tuple[str, ...]:
    missing = [c.header for c in layout.columns if c.required and c.header not in present]
    if not any(h in present for h in layout.natural_key):
        missing += [h for h in layout.natural_key if h not in missing]
    return tuple(missing)


def _doubled(mapping: Mapping[str, SourceColumn]) -> dict[str, tuple[str, ...]]:
    by_column: dict[str, list[str]] = {}
    for header, column in mapping.items():
        by_column.setdefault(column.header, []).append(header)
    return {column: tuple(headers) for column, headers in by_column.items() if len(headers) > 1}


def _suggest(header: str, layout: SourceLayout, missing: Sequence[str]) -> tuple[str, ...]:
    choices = {(c.header, word): word for c in layout.columns if c.header in missing for word in _column_words(c)}
    plain = _BRACKET.sub("", plain_header(base_header(header)))
    close = process.extract(plain, choices, scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM, limit=6)
    partial = process.extract(plain, choices, scorer=fuzz.partial_ratio, score_cutoff=90, limit=6)
    return tuple(dict.fromkeys(key[0] for _word, _score, key in [*close, *partial]))[:3]


def _as_expected(found: Sequence[Recognition], expected: str) -> Recognition:
    mine = next((r for r in found if r.layout.id == expected), None)
    if mine is None:
        raise InvalidInput(
            "没有编号为%(source)s的报送表式", remedy="请核对来源编号", code="reading.no_layouts", source=expected
        )
    best = found[0]
    if best.layout.id != expected and best.score >= ENOUGH and best.score > mine.score + 0.1:
        raise InvalidInput(
            "这是“%(found)s”(%(found_id)s)的表,不是“%(expected)s”(%(expected_id)s)的表",
            remedy="请改选来源“%(found)s”,或换一个文件",
            code="reading.other_layout",
            found=best.layout.name,
            found_id=best.layout.id,
            expected=mine.layout.name,
            expected_id=expected,
        )
    if mine.score < ENOUGH and mine.missing_required:
        require_complete(mine)
    return _with_suggestions(mine)


def _unknown(headers: Sequence[str], best: Recognition) -> InvalidInput:
    known = "、".join(best.mapping) or "无"
    return InvalidInput(
        "认不出这是哪个部门的报送表:表头为“%(headers)s”",
        remedy="最接近的是“%(layout)s”(认得的列:%(known)s)。请核对表头,或上传时指定来源",
        code="reading.unknown_layout",
        headers="、".join(headers[:12]) + ("…" if len(headers) > 12 else ""),
        layout=best.layout.name,
        known=known,
    )
