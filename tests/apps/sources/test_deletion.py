"""A deleted person is nowhere: not in a table, not in a file that still opens, not in a snapshot, not in a backup, and does not
come back with the next file.

The person goes every way by which content about somebody enters; afterwards every table of the database and every file is looked
through, whatever it is called, so that a new place to keep things is found by this test.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from django.db.models import Q

from bole.core.errors import NotFound
from bole.kernel.accounts import queries as accounts
from bole.kernel.snapshots.models import Snapshot
from bole.kernel.snapshots.services import verify_snapshot
from bole.people.registry import services as registry
from bole.people.registry.models import Person, SavedList
from bole.people.sources import services
from bole.people.sources.models import Batch, FormerCluster, Issue, LinkRun, Membership, Record, Status, Tombstone
from bole.people.sources.services.intake import originals
from bole.runtime import postgres
from tests import canaries, cast
from tests.factories.deletion import CERTIFICATE, LI, NAME, TEXTS, arrive, delete, live, lives_in, somebody
from tests.factories.sources import S01, S04, S05, csv_file, employed, id_number, insured, load, titled, uscc

pytestmark = pytest.mark.django_db
BINARIES = postgres.locate().binaries
ZHAO = id_number("19771201", sequence=121)


@pytest.fixture(scope="module")
def arrived(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Person]]:
    """The rows of the person, taken in once for all tests of this file in one transaction: the folder of the files, the person."""
    folder = tmp_path_factory.mktemp("arrived")
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            lives_in(folder, patch)
            person = arrive()
        yield folder, person
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def home(arrived: tuple[Path, Person], db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files for each test."""
    shutil.copytree(arrived[0], tmp_path, dirs_exist_ok=True)
    lives_in(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def person(arrived: tuple[Path, Person]) -> Person:
    return Person.objects.get(pk=arrived[1].pk)


def test_a_deleted_person_is_nowhere(home: Path, person: Person) -> None:
    live(person)
    seen = set(canaries.in_database(TEXTS))
    assert {"sources_record", "sources_batch", "registry_person", "casework_event", "accounts_user"} <= seen
    assert len(canaries.in_stored_files(TEXTS)) >= 6
    assert canaries.in_sealed_records(TEXTS)

    delete(person)
    services.link_pending()
    assert canaries.in_database(TEXTS) == []
    assert canaries.in_stored_files(TEXTS) == []
    assert canaries.in_sealed_records(TEXTS) == []
    assert canaries.in_folder(home, [*TEXTS]) == []
    for snapshot in Snapshot.objects.filter(removed_at=None):
        assert str(person.pk) not in pl.read_parquet(snapshot.table("persons"))["id"]
        assert verify_snapshot(snapshot) == []
    assert set(Person.objects.exclude(name="").values_list("name", flat=True)) == {"李芳"}
    assert not accounts.User.objects.filter(subject=person.pk).exists()
    assert SavedList.objects.count() == 0


def test_what_was_one_person_before_is_forgotten_with_the_rows_and_with_the_emptied_id(person: Person) -> None:
    nodes = list(Membership.objects.filter(person=person.pk).values_list("node", flat=True))
    about = FormerCluster.objects.filter(Q(person=person.pk) | Q(nodes__overlap=nodes))
    assert about.exists(), "the person grew file by file"
    delete(person)
    services.link_pending()
    assert not about.exists()


def test_files_of_others_can_still_be_read_anew(person: Person) -> None:
    delete(person)
    first = Batch.objects.get(file_name="社保***.csv")
    assert originals.is_kept(first)
    table = originals.read(first, ())
    assert table.frame["姓名"].to_list() == ["李芳"]
    assert table.row_numbers.to_list() == [3], "rows keep the numbers of the sender's sheet"
    assert (first.rows_in, first.rows_accepted, first.rows_excluded, first.rows_erased) == (2, 1, 1, 1)
    again = services.process_batch(Batch.objects.get(file_name="社保2.csv"), again=True)
    assert (again.rows_in, again.rows_unchanged, again.rows_excluded, again.rows_erased) == (2, 1, 1, 1)


def test_a_file_nobody_recognised_goes_whole_when_it_holds_the_number(person: Person) -> None:
    delete(person)
    unknown = Batch.objects.get(file_name="无表头.csv")
    assert unknown.headers == []
    assert not originals.is_kept(unknown)
    with pytest.raises(NotFound):
        originals.read(unknown, ())


def test_a_destroyed_original_is_kept_again_when_the_file_is_sent_again(person: Person) -> None:
    delete(person)
    rows = [["李芳", LI, "乙"]]
    batch = services.receive_file(
        by=None, name="无表头.csv", content=csv_file([NAME, canaries.IDENTITY, "甲"], rows), start=False
    )
    assert originals.is_kept(batch)
    services.clean_files()
    assert not originals.is_kept(batch)


COMES_BACK: dict[str, Callable[[], Batch]] = {
    "changed": lambda: load(S01, [somebody(36), insured("李芳", LI)]),
    "under a new name": lambda: load(S01, [insured("阚小鹃", canaries.IDENTITY), insured("李芳", LI)]),
    "in another source": lambda: load(
        S05, [employed(NAME, canaries.IDENTITY, uscc("91330523MA28C000")), employed("李芳", LI, uscc())]
    ),
    "by the key of the row": lambda: load(
        S04, [[*titled(NAME, "", CERTIFICATE)[:7], "另一家公司"], titled("李芳", LI, "ZC2")]
    ),
    "twice in the file": lambda: load(S01, [somebody(36), somebody(36), insured("李芳", LI)]),
    "rejected": lambda: load(S01, [insured("", canaries.IDENTITY), insured("李芳", LI)]),
}


@pytest.mark.parametrize("way", COMES_BACK)
def test_a_row_that_comes_again_is_counted_and_not_kept(way: str, home: Path, person: Person) -> None:
    delete(person)
    batch = COMES_BACK[way]()
    gone = 2 if way == "twice in the file" else 1
    assert batch.status == Status.PUBLISHED
    assert (batch.rows_excluded, batch.rows_erased, batch.rows_rejected) == (gone, gone, 0)
    assert batch.rows_in == gone + 1
    assert not Issue.objects.filter(batch=batch).exists()
    assert canaries.in_database([*TEXTS, "阚小鹃"]) == []
    assert canaries.in_stored_files([*TEXTS, "阚小鹃"]) == []
    assert Person.objects.exclude(record_count=0).count() == 1


def test_another_person_under_the_same_certificate_is_taken(person: Person) -> None:
    """A number typed wrongly once must not shut out its rightful owner."""
    delete(person)
    batch = load(S04, [titled("赵军", ZHAO, CERTIFICATE), titled("李芳", LI, "ZC2")])
    assert (batch.rows_accepted, batch.rows_excluded) == (1, 0)
    assert Person.objects.filter(name="赵军").exists()


def test_the_batch_page_says_how_many_rows_were_deleted_on_request(client: Any, person: Person) -> None:
    delete(person)
    batch = load(S01, [somebody(36), insured("李芳", LI)])
    cast.as_role(client, "clerk")
    assert "其中 1 行按删除请求" in client.get(f"/sources/batches/{batch.pk}/").content.decode()


def test_rejected_rows_are_not_handed_out_before_they_are_clean(client: Any, person: Person) -> None:
    rejecting = Batch.objects.get(file_name="file.csv", source="S04")
    cast.as_role(client, "clerk")
    url = f"/sources/batches/{rejecting.pk}/rejects/"
    assert client.get(url).status_code == 200
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    assert client.get(url).status_code == 503
    services.clean_files()
    assert client.get(url).status_code == 404, "the only rejected row was the person's"


def test_who_was_deleted_while_a_file_was_checked_is_not_stored(
    monkeypatch: pytest.MonkeyPatch, person: Person
) -> None:
    check, calls = services.intake.processing.reading.check_rows, []  # type: ignore[attr-defined]

    def slow(*args: Any, **options: Any) -> Any:
        checked = check(*args, **options)
        if not calls:
            calls.append(1)
            registry.delete_person(by=None, person=person, reason="本人申请删除")
        return checked

    batch = services.receive_file(by=None, name="社保3.csv", content=csv_file(S01, [somebody(48)]), start=False)
    monkeypatch.setattr(services.intake.processing.reading, "check_rows", slow)  # type: ignore[attr-defined]
    services.process_batch(batch)
    assert (batch.rows_accepted, batch.rows_erased) == (0, 1)
    assert canaries.in_sealed_records(TEXTS) == []


def test_deleting_twice_and_linking_again_changes_nothing(person: Person) -> None:
    delete(person)
    marks, runs = Tombstone.objects.count(), LinkRun.objects.count()
    delete(person)
    assert services.link_pending() is None
    assert (Tombstone.objects.count(), LinkRun.objects.count()) == (marks, runs)
    assert Record.objects.filter(valid_to_batch=None, values={}).count() == 0


def test_the_search_finds_what_is_packed(home: Path) -> None:
    frame = io.BytesIO()
    pl.DataFrame({"id": [NAME]}).write_parquet(frame)
    assert canaries.in_content(frame.getvalue(), TEXTS) == [NAME]
