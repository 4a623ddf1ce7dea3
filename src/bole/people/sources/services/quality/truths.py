"""Answer keys from outside: who truly stands in which row (`file,row,person`), and which persons form groups (`person,trait`)."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from bole.core.errors import InvalidInput, NotFound

TRUTH_COLUMNS = ("file", "row", "person")
TRAIT_COLUMNS = ("person", "trait")


def read_truth(path: Path) -> pl.DataFrame:
    """Columns file (base name), row (Int64, counted in the sheet from 1, header rows too), person (String); each row once.

    Raises NotFound or InvalidInput (`truth.*`) saying what is wrong and in which line.
    """
    frame = _read_csv(path, TRUTH_COLUMNS)
    number = frame["row"].str.strip_chars().cast(pl.Int64, strict=False)
    _refuse_lines(path, number.is_null() | (number < 1), "row", "行号必须是从 1 起的整数")
    _refuse_lines(path, frame["person"].str.strip_chars() == "", "person", "人员编号不能为空")
    _refuse_lines(path, frame["file"].str.strip_chars() == "", "file", "文件名不能为空")
    truth = frame.select(
        pl.col("file").str.strip_chars().str.extract(r"([^/\\]+)$"),
        number.alias("row"),
        pl.col("person").str.strip_chars(),
    ).unique(maintain_order=True)
    _refuse_lines(path, truth.select("file", "row").is_duplicated(), "row", "同一行给了两个不同的人员编号")
    return truth


def read_traits(path: Path) -> dict[str, set[str]]:
    """Persons by trait."""
    frame = _read_csv(path, TRAIT_COLUMNS).with_columns(pl.all().str.strip_chars()).unique()
    groups = frame.sort("trait").group_by("trait", maintain_order=True).agg("person")
    return {trait: set(persons) for trait, persons in groups.iter_rows()}


def _read_csv(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    """The named columns as texts without nulls; further columns are ignored."""
    try:
        frame = pl.read_csv(io.StringIO(_text(path)), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise InvalidInput(
            "%(file)s 不是完好的 csv 表。",
            remedy="请存为逗号分隔、第一行是列名的 csv。",
            code="truth.not_csv",
            file=path.name,
        ) from error
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise InvalidInput(
            "%(file)s 缺少列 %(missing)s;需要的列是 %(columns)s。",
            remedy="请在第一行写上这些列名(英文,逗号分隔)。",
            code="truth.columns",
            file=path.name,
            missing=", ".join(missing),
            columns=", ".join(columns),
        )
    if frame.is_empty():
        raise InvalidInput("%(file)s 只有列名,没有内容。", code="truth.empty", file=path.name)
    return frame.select(pl.col(columns).fill_null(""))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("找不到文件:%(names)s", code="file.missing", names=str(path)) from error
    except OSError as error:
        raise InvalidInput("不能读取 %(names)s。", code="file.unreadable", names=str(path)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and text.strip():
            return text
        break
    code = "truth.empty" if not content.strip() else "truth.encoding"
    raise InvalidInput(
        "%(file)s 是空的。" if code == "truth.empty" else "%(file)s 不是 UTF-8 或 GB18030 编码的文本。",
        remedy="请存为 UTF-8 编码的 csv。",
        code=code,
        file=path.name,
    )


def _refuse_lines(path: Path, wrong: pl.Series, column: str, why: str) -> None:
    """Names the first wrong line (the header is line 1)."""
    if wrong.any():
        raise InvalidInput(
            "%(file)s 第 %(line)s 行的 %(column)s 不对:%(why)s(共 %(count)s 处)。",
            remedy="请改正后再运行。",
            code="truth.values",
            file=path.name,
            line=int(wrong.arg_true()[0]) + 2,
            column=column,
            why=why,
            count=int(wrong.sum()),
        )
