"""Every row against the layout: what is taken in, what goes back, and why.

Rows are checked in slices, so that a million rows need bounded memory; duplicates are found over the whole file at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from bole.core.identity.uscc import clean_uscc
from bole.core.vocabulary import Pack
from bole.people.sources.reading.columns import Columns, convert_columns, resolve_columns
from bole.people.sources.reading.duplicates import settle_duplicates
from bole.people.sources.reading.exclusions import excluded_rows
from bole.people.sources.reading.headers import Recognition, require_complete
from bole.people.sources.reading.issues import IssueLog
from bole.people.sources.reading.payload import payload_columns
from bole.people.sources.reading.profile import Profile, joined, profile_of
from bole.people.sources.reading.series import by_distinct, first_of, where
from bole.people.sources.reading.standard import ROLES, standard_columns
from bole.people.sources.reading.tables import RawTable

SLICE = 100_000
ERASED = "按删除请求"
Erased = Callable[["pl.DataFrame"], "pl.Series"]
"""Which rows (as `payload_columns` gives them) belong to somebody who was deleted: a mask of the same height."""


@dataclass(frozen=True)
class Checked:
    """The outcome for one file.

    `rows`: one line per accepted row: row (UInt32, sheet row number), natural_key, row_hash, values and sealed (JSON), and the standard
    columns of `standard.standard_columns`. `issues`: row, header, rule, severity, message, remedy, value_masked. `excluded`: row, name
    (no content). `unknown_codes`: header, code_list, value, count, suggestion. `counts`: rows_in = accepted + rejected + excluded +
    duplicates, where duplicates are rows wholly equal to an earlier one (nothing changes by them). `profile`: see `profile.Profile`.
    """

    rows: pl.DataFrame
    issues: pl.DataFrame
    excluded: pl.DataFrame
    unknown_codes: pl.DataFrame
    counts: Mapping[str, int]
    profile: Profile


def check_rows(
    raw: RawTable,
    recognition: Recognition,
    pack: Pack,
    today: date,
    *,
    hash_key: bytes = b"",
    erased: Erased | None = None,
    employer: str = "",
) -> Checked:
    """Check all rows of a table. `hash_key` (up to 64 bytes) keys `row_hash`: without a key a hash of an otherwise known row would
    give its identity number away. `erased` tells rows of deleted persons, which are excluded (`ERASED`); `employer` is the credit
    code of the firm that sent its own people only. Raises InvalidInput (`reading.missing_headers`) when required columns are
    missing."""
    require_complete(recognition)
    log = IssueLog(recognition.own_headers())
    parts, excluded, profiles = [], [], []
    for start in range(0, raw.frame.height, SLICE):
        part = _Slice(raw, recognition, pack, today, log, hash_key, employer)
        rows, out = part.check(start, erased)
        parts.append(rows)
        excluded.append(out)
        profiles.append(part.profiles[-1])
    rows = pl.concat(parts)
    left_out = pl.concat(excluded)
    blocked = log.blocked_rows()
    taken = settle_duplicates(rows.filter(~pl.col("row").is_in(blocked.implode())), recognition.layout, log)
    issues = log.frame()
    rejected = issues.filter(pl.col("severity") == "block")["row"].n_unique()
    counts = {
        "rows_in": raw.frame.height,
        "accepted": taken.height,
        "rejected": rejected,
        "excluded": left_out.height,
        "duplicates": raw.frame.height - taken.height - rejected - left_out.height,
    }
    return Checked(taken, issues, left_out, log.unknown_codes(pack), counts, joined(profiles))


@dataclass(frozen=True)
class _Slice:
    """What the checks of a slice of rows need."""

    raw: RawTable
    recognition: Recognition
    pack: Pack
    today: date
    log: IssueLog
    hash_key: bytes
    employer: str
    profiles: list[Profile] = field(default_factory=list)

    def check(self, start: int, erased: Erased | None) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Payload of the rows that stay (rejected ones included), and the excluded rows with the reason."""
        rows = self.raw.row_numbers.slice(start, SLICE)
        texts, conflicts = resolve_columns(self.raw.frame.slice(start, SLICE), self.recognition)
        names = excluded_rows(texts, self.recognition.layout, len(rows))
        mark = self.log.mark()
        payload = self._payload(rows, texts, conflicts, names.is_null())
        gone = erased(payload) if erased is not None else None
        if gone is not None and gone.any():
            self.log.rollback(mark)  # nothing said about those rows may stay
            out = rows.cast(pl.UInt32).is_in(payload["row"].filter(gone).implode())
            names = first_of(names, where(out, pl.Series([ERASED] * len(rows), dtype=pl.String)))
            payload = self._payload(rows, texts, conflicts, names.is_null())
        return payload, pl.DataFrame({"row": rows, "name": names}).filter(names.is_not_null())

    def _payload(
        self, rows: pl.Series, texts: Mapping[str, pl.Series], conflicts: Mapping[str, pl.Series], stay: pl.Series
    ) -> pl.DataFrame:
        rows = rows.filter(stay)
        texts = {header: text.filter(stay) for header, text in texts.items()}
        for header, conflict in conflicts.items():
            self.log.add("doubled", header, rows, conflict.filter(stay))
        columns = convert_columns(rows, texts, self.recognition, self.raw, self.pack, self.today, self.log)
        standard = standard_columns(*_by_role(columns), len(rows), self.pack, self.today)
        self.profiles.append(profile_of(columns, standard))
        _check_people(rows, columns, standard, self.log)
        if self.employer:
            self._check_employer(rows, columns, standard)
        return payload_columns(rows, columns, standard, self.recognition.layout, self.pack, self.hash_key)

    def _check_employer(self, rows: pl.Series, columns: Columns, standard: pl.DataFrame) -> None:
        """A firm sends its own people: every row must carry the firm's own code."""
        header = columns.header_for("employer_uscc")
        texts = columns.texts[header] if header else None
        written = by_distinct(texts, clean_uscc) if texts is not None else standard["uscc"]
        others = written.fill_null("") != self.employer
        self.log.add("other_employer", header or "统一社会信用代码", rows, others, texts)


def _by_role(columns: Columns) -> tuple[dict[str, pl.Series], dict[str, pl.Series]]:
    """Texts and values by the role of their targets."""
    texts, values = {}, {}
    for role, facts in ROLES.items():
        header = next((h for fact in facts if (h := columns.header_for(fact))), None)
        if header is not None:
            texts[role], values[role] = columns.texts[header], columns.values[header]
    return texts, values


def _check_people(rows: pl.Series, columns: Columns, standard: pl.DataFrame, log: IssueLog) -> None:
    """Checks that need several columns: identity numbers against birth date and sex, credit codes, names."""
    header = columns.header_for("id_number")
    state = standard["id_state"]
    if header:
        raw = columns.texts[header]
        future = (state == "bad_check") & standard["id_kind"].is_not_null() & columns.bad_birth(standard)
        log.add("id_birth", header, rows, future, raw, mask="id")
        log.add("id_check", header, rows, (state == "bad_check") & ~future, raw, mask="id")
        log.add("id_truncated", header, rows, state == "truncated", raw, mask="id")
        log.add("id_unknown", header, rows, (state == "other") & standard["passport"].is_null(), raw, mask="id")
        log.add("id_region", header, rows, columns.odd_region(standard), raw, mask="id")
    proven = standard["cn_id"].is_not_null()
    if birth := columns.header_for("birth_date"):
        differs = proven & (standard["birth_date"].dt.strftime("%Y%m%d") != standard["cn_id"].str.slice(6, 8))
        log.add("birth_differs", birth, rows, differs, columns.texts[birth])
    if sex := columns.header_for("sex"):
        odd = standard["cn_id"].str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
        log.add("sex_differs", sex, rows, proven & ((standard["sex"] == "M") != odd), columns.texts[sex])
    for fact in ("employer_uscc", "uscc"):
        if code := columns.header_for(fact):
            log.add(
                "uscc", code, rows, columns.texts[code].is_not_null() & standard["uscc"].is_null(), columns.texts[code]
            )
