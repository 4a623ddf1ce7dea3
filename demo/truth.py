"""The answer key: which true person stands in which row; which people have which traits; which rows were planted."""

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from demo.county import County


def write_table(path: Path, headers: list[str], rows: Iterable) -> None:
    """A csv in UTF-8, complete when it appears."""
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows(rows)
    os.replace(part, path)


def write_json(path: Path, content: dict) -> None:
    """JSON, complete when it appears."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    os.replace(part, path)


def traits(county: County) -> Iterator[tuple[int, str]]:
    """(person, trait) for benchmarks that report groups apart."""
    phones = Counter(person.phone for person in county.people)
    for person in county.people:
        flags = {
            "household": person.household, "shared_phone": phones[person.phone] > 1, "twin": person.twin > 0, "minority": person.minority, "rare_character": person.rare,
            "foreign": bool(person.nation), "renewed_passport": bool(person.passport_old), "returnee": person.returnee,
            "dead": person.died > 0, "civil_servant": person.kind == "civil", "away": person.kind == "away",
            "renamed_employer": person.firm >= 0 and bool(county.firms[person.firm].former),
        }  # fmt: skip
        for trait, holds in flags.items():
            if holds:
                yield person.id, trait
