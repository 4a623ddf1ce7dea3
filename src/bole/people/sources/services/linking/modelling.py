"""The model in use: the one the packs ship, with the frequencies of this register once it is large enough, or a retrained one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import polars as pl
from django.db import transaction

from bole.core.errors import InvalidInput
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.sources.models import LinkModel
from bole.people.sources.scoring import (
    Counting,
    Model,
    as_json,
    common_values,
    count_terms,
    dump_model,
    from_json,
    read_model,
)
from bole.people.sources.services.base import linkage_settings
from bole.runtime.paths import packs_dir

FILE = "linkage/model.json"
_read: dict[str, Model] = {}
"""Models by version: reading one takes a quarter of a second."""


def current_model() -> Model:
    """The model by which every edge in force was scored."""
    version = LinkModel.objects.filter(in_use=True).values_list("version", flat=True).first()
    if version is None:
        return shipped_model()
    if version not in _read:
        _read[version] = read_model(bytes(LinkModel.objects.values_list("content", flat=True).get(version=version)))
    return _read[version]


def shipped_model() -> Model:
    """The model that came with the county's pack, else with its base. Raises InvalidInput when neither has one."""
    pack = taxonomy.current_pack()
    places = [packs_dir() / name / FILE for name in (pack.id, pack.base) if name]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise InvalidInput("数据包没有比对模型(%(file)s)。", code="linkage.model", file=FILE)
    key = str(path)
    if key not in _read:
        _read[key] = from_json(json.loads(path.read_text("utf-8")))
    return _read[key]


def counting() -> Counting:
    """What the pack says about counting values of a register."""
    return Counting(
        listed=int(linkage_settings.figure("terms", "listed", least=1)),
        common=int(linkage_settings.figure("terms", "common", least=2)),
        common_birth=linkage_settings.figure("terms", "common_birth", most=1),
    )


def is_due(rows: int) -> bool:
    """True when a register of so many rows has outgrown the frequencies in use."""
    growth = linkage_settings.section("terms")
    if rows < growth["from_rows"]:
        return False
    return rows >= current_model().terms.rows * growth["growth"] or not LinkModel.objects.filter(in_use=True).exists()


def renew_terms(rows: pl.DataFrame) -> bool:
    """Counts names, telephones and employers anew when the register has grown much since; True when everything must be rescored.

    Frequencies are frozen in between, so that a small file changes only what it touches. A number or telephone that has come to
    stand in very many rows is a reason too.
    """
    if not is_due(rows.height) and not has_new_common_values(rows):
        return False
    model, terms = current_model(), count_terms(rows, counting())
    base = model.version.split("+")[0]
    counted = model.with_terms(terms, base)
    use_model(replace(counted, version=f"{base}+{terms.rows}.{digest_of(counted)}"), by=None)
    return True


def digest_of(model: Model) -> str:
    """Eight letters of a model's content: versions of one day and one size differ by it."""
    return hashlib.sha256(json.dumps(as_json(model), sort_keys=True).encode()).hexdigest()[:8]


def has_new_common_values(rows: pl.DataFrame, total: int | None = None) -> bool:
    """True when a number or telephone stands in so many of these rows (of `total`) that the model must know."""
    known = current_model().terms.common
    return any(
        set(values) - set(known.get(column, ())) for column, values in common_values(rows, counting(), total).items()
    )


@transaction.atomic
def use_model(model: Model, *, by: Any, report: dict[str, Any] | None = None) -> LinkModel:
    """Puts a model in force; the caller rescores all rows in the same transaction."""
    LinkModel.objects.filter(in_use=True).update(in_use=False)
    values = {**as_row(model, by=by, report=report or {}), "in_use": True}
    return LinkModel.objects.update_or_create(version=model.version, defaults=values)[0]


def as_row(model: Model, *, by: Any, report: dict[str, Any]) -> dict[str, Any]:
    """The fields of a stored model."""
    return {
        "content": dump_model(model),
        "rows": model.terms.rows,
        "report": report,
        "trained_by": by if getattr(by, "pk", None) else None,
    }
