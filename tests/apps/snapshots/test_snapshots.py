"""A snapshot is whole, true to its manifest, and free of identifiers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from django.test import Client

from bole.core.errors import InvalidInput
from bole.kernel.outbox.models import Event, Job
from bole.kernel.snapshots import queries, services, tasks
from tests import cast

pytestmark = pytest.mark.django_db


def _writer(**columns: list[object]) -> services.Writer:
    def write(path: Path) -> services.TableInfo:
        frame = pl.DataFrame(columns)
        frame.write_parquet(path)
        return services.TableInfo(rows=frame.height, as_of=dt.date(2026, 6, 30))

    return write


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path)
    monkeypatch.setattr(services, "_writers", {})
    services.register_table("persons", _writer(name=["沈若溪", "王明"], township=["递铺街道", None]))
    return tmp_path


def test_a_snapshot_says_what_it_holds() -> None:
    snapshot = services.publish_snapshot(by="test")
    manifest = json.loads((snapshot.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["persons"]["rows"] == 2
    assert manifest["tables"]["persons"]["schema"] == {"name": "String", "township": "String"}
    assert manifest["as_of"] == "2026-06-30"
    assert queries.latest() == snapshot
    assert queries.as_of() == dt.date(2026, 6, 30)
    assert pl.read_parquet(snapshot.table("persons")).height == 2
    assert services.verify_snapshot(snapshot) == []
    assert Event.objects.filter(topic="snapshots.published", key=snapshot.folder).exists()


@pytest.mark.parametrize("cells", [["11010519491231002X"], ["见 11010519491231002X 号"], ["13800138000", None]])
def test_a_table_with_an_identifier_is_refused_whole(home: Path, cells: list[str]) -> None:
    services.register_table("leaky", _writer(note=cells))
    with pytest.raises(InvalidInput) as caught:
        services.publish_snapshot(by="test")
    assert "note" in str(caught.value)
    assert cells[0] not in str(caught.value)
    assert queries.latest() is None
    assert list((home / "snapshots").iterdir()) == []


def test_codes_that_only_look_like_identifiers_pass() -> None:
    services.register_table(
        "firms", _writer(uscc=["91330523198001011234", "330523001"], patent=["ZL202310123456.7", None])
    )
    assert services.publish_snapshot(by="test").rows == 4


def test_a_writer_that_fails_leaves_the_former_snapshot_current(home: Path) -> None:
    first = services.publish_snapshot(by="test")

    def broken(path: Path) -> services.TableInfo:
        path.write_bytes(b"half")
        raise OSError("disk full")

    services.register_table("z", broken)
    with pytest.raises(OSError, match="disk full"):
        services.publish_snapshot(by="test")
    assert queries.latest() == first
    assert [path.name for path in (home / "snapshots").iterdir()] == [first.folder]


def test_a_changed_file_is_noticed() -> None:
    snapshot = services.publish_snapshot(by="test")
    snapshot.table("persons").chmod(0o600)
    snapshot.table("persons").write_bytes(b"other")
    assert services.verify_snapshot(snapshot) == ["persons"]


def test_old_snapshots_lose_their_files_and_keep_their_row() -> None:
    made = [services.publish_snapshot(by="test") for _ in range(3)]
    assert services.remove_old(keep=1) == 2
    assert not made[0].path.exists()
    assert queries.latest() == made[2]
    assert queries.snapshots().count() == 3


def test_an_office_publishes_from_the_page(client: Client, post: object) -> None:
    cast.as_role(client, "steward")
    assert "还没有快照" in client.get("/snapshots/").content.decode()
    response = post("/snapshots/publish/")  # type: ignore[operator]
    job = Job.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    tasks.publish(job_id=job.pk)
    snapshot = queries.latest()
    assert snapshot is not None
    assert snapshot.by == "steward"
    assert snapshot.folder in client.get("/snapshots/").content.decode()
    assert "persons" in client.get(f"/snapshots/{snapshot.pk}/").content.decode()
    cast.as_role(client, "clerk")
    assert client.get("/snapshots/").status_code == 403
