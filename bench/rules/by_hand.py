"""Three benefits written by hand in Polars, as somebody would who has this one table: what the rule set is held against."""

from __future__ import annotations

import datetime as dt

import polars as pl

POLICIES = ("graduate-living-subsidy", "home-purchase", "living-allowance")
FULL_TIME = ("contract", "public", "dispatch")
CHINESE = ("CHN", "HKG", "MAC", "TWN")
WAN = 10_000_00


def decide(frame: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """eligible and amount of each, unknown kept as null."""
    plan = frame.lazy().with_columns(
        full=pl.coalesce("is_full_time", pl.col("employment_mode").is_in(FULL_TIME)),
        foreign=pl.coalesce(
            "is_foreigner",
            pl.col("nationality").is_not_null() & ~pl.col("nationality").is_in(CHINESE),
        ),
        contract_date=pl.coalesce("home_contract_date", _over("properties", "house_contract_date", highest=True)),
        price=pl.coalesce("home_purchase_price", _over("properties", "house_price", highest=True)),
        first_job=pl.coalesce("first_job_on", _over("jobs", "employed_since", highest=False)),
        homes=pl.col("properties").list.len().fill_null(0),
        spouse_homes=pl.when("spouse").then(pl.col("spouse.properties").list.len().fill_null(0)),
        spouse_contract=_over("spouse.properties", "house_contract_date", highest=False),
    )
    return plan.select(*_living(), *_graduates(), *_home()).collect()


def _over(rows: str, column: str, *, highest: bool) -> pl.Expr:
    """Unknown where one row is unknown."""
    inner = pl.col(rows).list.eval(pl.element().struct.field(column))
    best = inner.list.max() if highest else inner.list.min()
    return pl.when(~inner.list.eval(pl.element().is_null()).list.any()).then(best)


def _living() -> list[pl.Expr]:
    level = pl.col("recognised_class")
    high, good = level.is_in(list("ABCDE")), pl.col("annual_review").is_in(["excellent", "passed"])
    sums = {"A": 10_000_00, "B": 8_000_00, "C": 5_000_00, "D": 3_000_00, "E": 2_000_00}
    return [
        (high & pl.col("full") & good).alias("living_allowance/eligible"),
        level.replace_strict(sums, default=None, return_dtype=pl.Int64).alias("living_allowance/amount"),
    ]


def _graduates() -> list[pl.Expr]:
    sums = {"11": 3 * WAN, "14": 15_000_00, "21": WAN, "31": 5_000_00, "47": 5_000_00}
    fits = pl.col("education_level").is_in(list(sums))
    first = pl.col("first_job").is_between("graduation_date", pl.col("graduation_date").dt.offset_by("5y"))
    return [
        (fits & first & (pl.col("insured_months_continuous") >= 6)).alias("graduate_living_subsidy/eligible"),
        pl.col("education_level")
        .replace_strict(sums, default=None, return_dtype=pl.Int64)
        .alias("graduate_living_subsidy/amount"),
    ]


def _home() -> list[pl.Expr]:
    sums = {"B": 100 * WAN, "C": 70 * WAN, "D": 40 * WAN, "E": 20 * WAN, "F": 8 * WAN}
    in_force = pl.col("contract_date") >= dt.date(2021, 1, 1)
    insured = (pl.col("insured_months_continuous") >= 6) | (
        pl.col("foreign") & (pl.col("taxed_months_continuous") >= 6)
    )
    alone = (
        pl.col("marital_status").is_in(["10", "30", "40"])
        | ~(pl.col("spouse_homes") > 0)
        | (pl.col("spouse_contract") >= pl.col("contract_date"))
    )
    eligible = (
        in_force
        & pl.col("recognised_class").is_not_null()
        & pl.col("full")
        & insured
        & (pl.col("service_commitment_years") >= 5)
        & (pl.col("homes") > 0)
        & (pl.col("homes") <= 1)
        & alone
    )
    most = pl.col("recognised_class").replace_strict(sums, default=None, return_dtype=pl.Int64)
    half = pl.col("price") // 2
    amount = pl.when(most.is_not_null() & half.is_not_null()).then(pl.min_horizontal(half, most))
    return [eligible.alias("home_purchase/eligible"), (amount // 100 * 100).alias("home_purchase/amount")]
