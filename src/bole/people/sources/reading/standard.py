"""Standard columns: what linkage, search and evidence compare, from whatever the sender's columns were called.

Identity numbers and telephones are computed column-wise (nearly every value is distinct); names and employers once per distinct value.
The column-wise forms agree with the scalar ones in `core.identity` (a property test holds them together).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import polars as pl

from bole.core.identity import cn_id, documents, phones
from bole.core.identity.organisations import clean_organisation, short_organisation
from bole.core.identity.uscc import parse_uscc
from bole.core.vocabulary import Pack
from bole.people.sources.reading.names import name_columns
from bole.people.sources.reading.series import by_distinct, empty_column, first_of, normalised, where

ROLES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "org_name", "place_name", "team_name"),
    "latin_name": ("latin_name",),
    "id_number": ("id_number",),
    "passport": ("passport_no",),
    "phone": ("phone",),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "employer": ("employer_name", "patent_owner"),
    "uscc": ("employer_uscc", "uscc"),
    "township": ("township", "org_township", "place_township"),
}
"""Which fact fills which standard column, best first; columns of record sets count by their last part."""

_SEX = {"1": "M", "2": "F", "M": "M", "F": "F", "男": "M", "女": "F"}
_NOISE = r"""[\s'"`‘’“”,.;:、。·_\-]+"""
_SCIENTIFIC = r"^[0-9]\.?[0-9]*E\+?1[4-9]$"


def id_columns(texts: pl.Series, today: date) -> pl.DataFrame:
    """`core.identity.parse_id` of a column: clean, state, number, birth, sex, kind (null where the scalar form has None or "")."""
    frame = pl.DataFrame({"raw": normalised(texts.cast(pl.String))}).select(clean=_clean_id(pl.col("raw")))
    clean = pl.col("clean")
    frame = frame.with_columns(
        full=clean.str.contains(r"^[0-9]{17}[0-9X]$"),
        old=clean.str.contains(r"^[0-9]{15}$"),
        scientific=clean.str.contains(_SCIENTIFIC),
    )
    century = (
        pl.when(clean.str.slice(12, 3).is_in(["996", "997", "998", "999"])).then(pl.lit("18")).otherwise(pl.lit("19"))
    )
    widened = clean.str.slice(0, 6) + century + clean.str.slice(6)
    first17 = pl.when("full").then(clean.str.slice(0, 17)).when("old").then(widened)
    frame = frame.with_columns(
        first17=first17, truncated=pl.col("scientific") | (pl.col("full") & clean.str.ends_with("000"))
    )
    frame = frame.with_columns(
        check=_check_character(pl.col("first17").cast(pl.Int64)), birth=_birth(pl.col("first17"), today)
    )
    return frame.with_columns(state=_id_state()).select("clean", "state", *_id_details())


def _clean_id(raw: pl.Expr) -> pl.Expr:
    upper = raw.str.to_uppercase().str.strip_chars()
    bare = upper.str.strip_suffix(".0").str.replace_all(_NOISE, "")
    return pl.when(upper.str.contains(_SCIENTIFIC)).then(upper).otherwise(bare).fill_null("")


def _check_character(first17: pl.Expr) -> pl.Expr:
    """GB 11643-1999, 4.3, on whole columns."""
    total = pl.sum_horizontal((first17 // 10 ** (16 - i) % 10) * weight for i, weight in enumerate(cn_id.WEIGHTS))
    remainder = pl.when(first17.is_not_null()).then(total % 11)
    return remainder.replace_strict(list(range(11)), list(cn_id.CHECK_CHARACTERS), default=None, return_dtype=pl.String)


def _birth(first17: pl.Expr, today: date) -> pl.Expr:
    born = first17.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return pl.when((born.dt.year() >= cn_id.EARLIEST_BIRTH_YEAR) & (born <= today)).then(born)


def _id_state() -> pl.Expr:
    clean, born = pl.col("clean"), pl.col("birth").is_not_null()
    plausible = clean.str.slice(0, 2).is_in(sorted(cn_id.PROVINCES)) | clean.str.starts_with("9")
    return (
        pl.when(clean == "")
        .then(pl.lit("missing"))
        .when("truncated")
        .then(pl.lit("truncated"))
        .when(pl.col("old") & born & plausible)
        .then(pl.lit("fifteen"))
        .when(~pl.col("full"))
        .then(pl.lit("other"))
        .when(born & (pl.col("check") == clean.str.slice(17)))
        .then(pl.lit("valid"))
        .otherwise(pl.lit("bad_check"))
    )


def _id_details() -> list[pl.Expr]:
    state, first17 = pl.col("state"), pl.col("first17")
    shaped = state.is_in(["valid", "fifteen", "bad_check"])
    sex = pl.when(first17.str.slice(16).cast(pl.Int8, strict=False) % 2 == 1).then(pl.lit("M")).otherwise(pl.lit("F"))
    kind = (
        pl.when(first17.str.slice(0, 2).is_in(["81", "82", "83"]) & (state != "fifteen"))
        .then(pl.lit("hmt_permit"))
        .when(first17.str.starts_with("9") & (state != "fifteen"))
        .then(pl.lit("foreigner_permit"))
        .otherwise(pl.lit("resident"))
    )
    return [
        pl.when(state.is_in(["valid", "fifteen"])).then(first17 + pl.col("check")).alias("number"),
        pl.when(shaped).then("birth").alias("birth"),
        pl.when(shaped).then(sex).alias("sex"),
        pl.when(shaped).then(kind).alias("kind"),
    ]


def document_column(clean: pl.Series) -> pl.Series:
    """`core.identity.document_kind` of cleaned numbers, "" where none."""
    text = pl.col("clean")
    kind = (
        pl.when(text.str.contains(f"^{documents.HMT_TRAVEL_PERMIT}$"))
        .then(pl.lit("hmt_travel_permit"))
        .when(text.str.contains(f"^{documents.OLD_FOREIGNER_CARD}$"))
        .then(pl.lit("old_foreigner_card"))
        .when(text.str.contains(f"^{documents.PASSPORT}$"))
        .then(pl.lit("passport"))
        .when(text.str.contains(f"^{documents.MILITARY}$"))
        .then(pl.lit("military"))
        .otherwise(pl.lit(""))
    )
    return pl.DataFrame({"clean": clean}).select(kind.alias("kind"))["kind"]


def passport_column(texts: pl.Series) -> pl.Series:
    """`core.identity.parse_passport` of a column."""
    if texts.null_count() == len(texts):
        return empty_column(len(texts))
    frame = pl.DataFrame({"raw": normalised(texts.cast(pl.String))}).select(clean=_clean_id(pl.col("raw")))
    kinds = document_column(frame["clean"])
    known = kinds.is_in(["passport", "old_foreigner_card", "hmt_travel_permit"])
    return frame.select(pl.when(known).then("clean").alias("passport"))["passport"]


def phone_column(texts: pl.Series) -> pl.Series:
    """`core.identity.parse_phone` of a column."""
    plain = pl.col("raw").str.strip_chars().str.strip_suffix(".0")
    digits = plain.str.extract(r"^([^/、,;|\n]*)").str.replace_all(r"[\s\-()_.·—–]+", "")
    domestic = digits.str.replace(r"^(?:\+|00)?86", "")
    good = f"^(?:{phones.MOBILE}|{phones.LANDLINE})$"
    number = pl.when(digits.str.contains(good)).then(digits).when(domestic.str.contains(good)).then(domestic)
    return pl.DataFrame({"raw": normalised(texts.cast(pl.String))}).select(number.alias("phone"))["phone"]


def place_names(pack: Pack) -> tuple[str, ...]:
    """Names that lead the names of the county's organisations: the county and the regions above it, with and without 省, 市, 县."""
    counties = [unit for unit in pack.units.values() if unit.kind == "county"]
    names = {word for unit in counties for word in (unit.name, *unit.aliases)}
    regions = pack.code_lists.get("regions")
    for unit in counties:
        for code in (unit.code[:2] + "0000", unit.code[:4] + "00", unit.code[:6]):
            if regions is not None and code in regions.items:
                names.add(regions.items[code].name)
    return tuple(names | {name[:-1] for name in names if name[-1:] in "省市县区" and len(name) > 2})


# The same firms stand in nearly every file: their names are taken apart once per process.
_clean_organisation = lru_cache(maxsize=100_000)(clean_organisation)
_short_organisation = lru_cache(maxsize=100_000)(short_organisation)
_parse_uscc = lru_cache(maxsize=100_000)(parse_uscc)


def standard_columns(
    texts: Mapping[str, pl.Series], values: Mapping[str, pl.Series], height: int, pack: Pack, today: date
) -> pl.DataFrame:
    """The standard columns of rows.

    `texts` and `values` hold raw texts and converted values by role (see `ROLES`); roles may be absent. Dates are Date, `latin` and
    `birth_from_id` Boolean, all else String.
    """
    empty = empty_column(height)
    ids = id_columns(texts.get("id_number", empty), today)
    names = name_columns(first_of(texts.get("name", empty), texts.get("latin_name", empty)))
    latin = name_columns(texts["latin_name"]) if "latin_name" in texts else None
    passport = first_of(passport_column(texts.get("passport", empty)), _only_other(ids))
    born = values.get("birth_date", empty).str.to_date("%Y-%m-%d", strict=False)
    proven = ids.select(pl.when(pl.col("state").is_in(["valid", "fifteen"])).then("birth").alias("b"))["b"]
    sex = values.get("sex", empty).replace_strict(_SEX, default=None, return_dtype=pl.String)
    employer = by_distinct(texts.get("employer", empty), _clean_organisation)
    places = place_names(pack)
    return names.with_columns(
        (latin["name"] if latin is not None else empty).alias("latin_name"),
        ids["number"].alias("cn_id"),
        ids["clean"].replace("", None).alias("cn_id_raw"),
        ids["state"].alias("id_state"),
        ids["kind"].alias("id_kind"),
        ids["birth"].alias("id_birth"),
        passport.alias("passport"),
        phone_column(texts.get("phone", empty)).alias("phone"),
        first_of(born, proven).alias("birth_date"),
        (born.is_null() & proven.is_not_null()).alias("birth_from_id"),
        first_of(sex, ids["sex"]).alias("sex"),
        employer.alias("employer"),
        by_distinct(employer, lambda name: _short_organisation(name, places)).alias("employer_short"),
        by_distinct(texts.get("uscc", empty), _parse_uscc).alias("uscc"),
        values.get("township", empty).alias("township"),
    )


def _only_other(ids: pl.DataFrame) -> pl.Series:
    """Passports standing in the column of identity numbers."""
    return passport_column(where(ids["state"] == "other", ids["clean"]))
