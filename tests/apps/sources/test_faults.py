"""Killed between any two steps, the next start loses and doubles nothing; a person reads why something stopped."""

from __future__ import annotations

import errno

import psycopg
import pytest
from django.db import OperationalError

from bole.core.errors import Unavailable
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Batch, Edge, Issue, LinkRun, Membership, Record, Status
from bole.people.sources.services.intake import originals, processing, storing
from bole.people.sources.services.linking import running
from bole.people.sources.services.publishing import writing
from tests.factories.sources import S01, S04, csv_file, id_number, insured, titled

pytestmark = pytest.mark.django_db
WANG, LI = id_number("19900307", sequence=121), id_number("19851112", sequence=348)
FILES = (
    ("社保.csv", S01, [insured("王小明", WANG), insured("", LI), insured("赵军", "军字第0212345号", kind="军官证")]),
    ("职称.csv", S04, [titled("王小明", WANG, "ZC1"), titled("李芳", LI, "ZC2")]),
)


class Killed(BaseException):
    """The process died here."""


def run_all() -> None:
    for name, headers, rows in FILES:
        batch = services.receive_file(by=None, name=name, content=csv_file(headers, rows), start=False)
        services.process_batch(batch)
    services.link_pending()


def state() -> dict[str, object]:
    """Everything a user would notice."""
    return {
        "people": sorted(Person.objects.values_list("name", "record_count", "masked_id")),
        "records": Record.objects.count(),
        "edges": Edge.objects.count(),
        "members": Membership.objects.count(),
        "issues": Issue.objects.count(),
        "batches": list(
            Batch.objects.order_by("file_name").values_list(
                "status", "rows_in", "rows_accepted", "rows_rejected", "rows_excluded", "purged"
            )
        ),
    }


STEPS = [
    (processing.reading, "read_table"),
    (processing.reading, "check_rows"),
    (originals, "keep_rejects"),
    (storing.frames, "copy_in"),
    (storing, "_store_issues"),
    (originals, "purge_excluded"),
    (running, "graph_for"),
    (running, "rescore"),
    (running, "cluster_touched"),
    (running, "_write_memberships"),
    (writing.registry, "publish_persons"),
    (writing, "_assign_keys"),
    (running.outbox, "publish"),
    (running, "_publish_snapshot"),
]


@pytest.mark.parametrize("place", range(len(STEPS)), ids=[name for _, name in STEPS])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_the_next_start_ends_where_an_untroubled_run_ends(monkeypatch, place, when):
    module, name = STEPS[place]
    original = getattr(module, name)

    def dies(*args, **kwargs):
        if when == "after":
            original(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies)
        with pytest.raises(Killed):
            run_all()
    run_all()
    found = state()
    assert found["people"] == [
        ("李芳", 1, f"{LI[:3]}***********{LI[-4:]}"),
        ("王小明", 2, f"{WANG[:3]}***********{WANG[-4:]}"),
    ]
    assert (found["records"], found["edges"], found["members"]) == (3, 1, 3)
    assert found["batches"] == [(Status.PUBLISHED, 3, 1, 1, 1, True), (Status.PUBLISHED, 2, 2, 0, 0, False)]


def test_full_disk_is_said_and_nothing_is_half_written(monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull("no space")

    batch = services.receive_file(by=None, name="社保.csv", content=csv_file(S01, FILES[0][2]), start=False)
    with monkeypatch.context() as patch:
        patch.setattr(storing.frames, "copy_in", full)
        with pytest.raises(Unavailable) as stopped:
            services.process_batch(batch)
    assert "磁盘已满" in str(stopped.value)
    batch.refresh_from_db()
    assert (batch.status, batch.error_code) == (Status.FAILED, "database.disk_full")
    assert Record.objects.count() == 0
    services.process_batch(batch)
    assert batch.status == Status.STORED


def test_full_disk_under_the_files_is_said_too(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    batch = services.receive_file(by=None, name="社保.csv", content=csv_file(S01, FILES[0][2]), start=False)
    with monkeypatch.context() as patch:
        patch.setattr(originals.files, "store_file", full)
        with pytest.raises(Unavailable) as stopped:
            services.process_batch(batch)
    assert stopped.value.code == "database.disk_full"
    services.process_batch(batch)
    assert batch.status == Status.STORED


def test_stopped_database_is_said(monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    batch = services.receive_file(by=None, name="社保.csv", content=csv_file(S01, FILES[0][2]), start=False)
    with monkeypatch.context() as patch:
        patch.setattr(storing, "store_rows", gone)
        with pytest.raises(Unavailable) as stopped:
            services.process_batch(batch)
    assert stopped.value.code == "database.down"


def test_a_fault_of_the_program_is_said_and_the_file_can_go_on_later(monkeypatch):
    name, headers, rows = FILES[0]
    batch = services.receive_file(by=None, name=name, content=csv_file(headers, rows), start=False)
    with monkeypatch.context() as broken:
        broken.setattr(storing, "_store_issues", lambda *_, **__: {}["王小明"])
        with pytest.raises(KeyError):
            services.process_batch(batch)
    batch.refresh_from_db()
    assert batch.status == Status.FAILED
    assert "KeyError" in batch.error
    assert "王小明" not in batch.error
    assert Record.objects.count() == 0
    services.process_batch(batch)
    assert batch.status == Status.STORED


def test_second_link_run_has_nothing_to_do():
    run_all()
    before = (state(), LinkRun.objects.count())
    assert services.link_pending() is None
    assert (state(), LinkRun.objects.count()) == before


def test_order_of_files_does_not_change_the_people():
    run_all()
    first = sorted(Person.objects.values_list("name", "facts"), key=str)
    for batch in Batch.objects.all():
        services.retract_batch(by=None, batch=batch, reason="换顺序")
    services.link_pending()
    for name, headers, rows in reversed(FILES):
        services.process_batch(services.receive_file(by=None, name=name, content=csv_file(headers, rows), start=False))
        services.link_pending()
    assert sorted(Person.objects.exclude(record_count=0).values_list("name", "facts"), key=str) == first
