"""The register's part of a snapshot: everybody is counted, nobody is named."""

from __future__ import annotations

import polars as pl
import pytest

from bole.kernel.snapshots.services import publish_snapshot
from bole.people.registry.services.snapshotting import naming_facts
from bole.runtime import paths
from tests.factories import registry as factories

pytestmark = pytest.mark.django_db


def test_people_are_counted_without_names_or_numbers() -> None:
    [person] = factories.publish(factories.person_row("沈若溪"))
    snapshot = publish_snapshot(by="test")
    frame = pl.read_parquet(paths.var_dir() / "snapshots" / snapshot.folder / "persons.parquet")
    assert str(person.id) in frame["id"].to_list()
    assert "沈若溪" not in frame.write_csv()
    assert {"organisations", "places", "persons"} <= set(snapshot.manifest["tables"])


def test_facts_that_name_somebody_are_known_by_their_type() -> None:
    assert {"name", "id_number", "phone", "passport_no"} <= set(naming_facts())
