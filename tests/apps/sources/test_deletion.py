"""A deleted person is nowhere: not in a table, not in a file that still opens, not in a snapshot, not in a backup, and does not
come back with the next file.

The person goes every way by which content about somebody enters; afterwards every table of the database and every file is looked
through, whatever it is called, so that a new place to keep things is found by this test.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connection

from bole.core.errors import NotFound
from bole.kernel.accounts import queries as accounts
from bole.kernel.audit import services as audit
from bole.kernel.casework import services as casework
from bole.kernel.documents import tasks as documents
from bole.kernel.documents.services import export_table
from bole.kernel.files.models import StoredFile
from bole.kernel.snapshots.models import Snapshot
from bole.kernel.snapshots.services import verify_snapshot
from bole.main import backup
from bole.people.registry import services as registry
from bole.people.registry.models import Person, SavedList
from bole.people.registry.services import exporting
from bole.people.sources import services
from bole.people.sources.models import Batch, Issue, LinkRun, Record, Status, Tombstone
from bole.people.sources.services.intake import originals
from bole.runtime import postgres
from tests import canaries, cast
from tests.factories.sources import S01, S04, S05, S21, csv_file, employed, id_number, insured, load, titled, uscc

pytestmark = pytest.mark.django_db
BINARIES = postgres.locate().binaries
NAME, LATIN, CERTIFICATE, REJECTED = "阚杜鹃", "Canarina Rarissima", "ZC-CANARY-1", "ZC-CANARY-2"
LI, ZHAO = id_number("19851112", sequence=349), id_number("19771201", sequence=121)
TEXTS = (
    *(NAME, "kandujuan", "kan du juan", LATIN, CERTIFICATE, REJECTED, canaries.IDENTITY, canaries.PHONE, "1972-03-04"),
    *("330***********2516", "139****3841"),
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("bole.runtime.paths.var_dir", lambda: tmp_path / "var")
    monkeypatch.setattr("bole.runtime.paths.keys_dir", lambda: tmp_path / "keys")
    return tmp_path


def somebody(months: int = 24) -> list[Any]:
    return insured(NAME, canaries.IDENTITY, phone=canaries.PHONE, months=months)


def arrive() -> Person:
    """Rows in four sources: changed once, ended, rejected, a dated fact, and a file that nobody has recognised yet."""
    load(S01, [somebody(12), insured("李芳", LI)], name=f"社保{NAME}.csv")
    load(S01, [somebody(24), insured("李芳", LI)], name="社保2.csv")
    without_level = titled(NAME, canaries.IDENTITY, REJECTED)
    without_level[4] = ""
    load(S04, [titled(NAME, canaries.IDENTITY, CERTIFICATE), titled("李芳", LI, "ZC2"), without_level])
    load(S04, [titled("李芳", LI, "ZC2")], name="职称2.csv")  # the certificate has ended
    load(S05, [employed(NAME, canaries.IDENTITY, uscc(), phone=canaries.PHONE, post=f"设计师{canaries.PHONE}")])
    load(S21, [[NAME, canaries.IDENTITY, "2020-01-01", "在职"]])
    load([NAME, canaries.IDENTITY, "甲"], [["李芳", LI, "乙"]], name="无表头.csv")
    return Person.objects.get(name=NAME)


def live(person: Person) -> None:
    """What happens around a person: an account, a correction, a case with words, a list, an export, readings."""
    talent = accounts.User.objects.create(
        username=NAME, full_name=NAME, email="canary@example.org", subject=person.pk, first_name=LATIN
    )
    unit = accounts.Unit.objects.create(kind="person", code="P-1", name="个人")
    accounts.Membership.objects.create(user=talent, unit=unit, role="talent")
    clerk, office = cast.user_of("clerk"), cast.user_of("office")
    services.correct_value(by=clerk, person=person.pk, fact="latin_name", value=LATIN, reason=f"{NAME}本人要求")
    services.link_pending()
    case = registry.request_correction(
        by=talent,
        person=person,
        fact="name",
        should_be=f"{NAME}二",
        reason=f"我叫{NAME}",
        source="S01",
        applicant=talent,
    )
    casework.comment(case=case, by=clerk, text=f"已致电{NAME}")
    department = accounts.Unit.objects.get(code="ANJI-RLSBJ")
    registry.save_list(by=clerk, unit=department, name=f"{NAME}的同事", query=f"q={NAME}")
    audit.record_read(by=clerk, purpose="数据核对", subjects=[person.pk], field_classes=["personal"])
    membership = office.memberships.get()
    asked = {"query": "", "purpose": "统计核验", "by": office.username, "release": exporting.release_of(case.pk)}
    export_table(by=office, membership_id=membership.pk, name=exporting.NAME, parameters=asked, form="xlsx")
    run_exports()


def run_exports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'documents.export' returning args")
        for (args,) in cursor.fetchall():
            documents.export(**(args if isinstance(args, dict) else json.loads(args)))


def delete(person: Person) -> None:
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    services.clean_files()


def test_a_deleted_person_is_nowhere(home: Path) -> None:
    person = arrive()
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


def test_files_of_others_can_still_be_read_anew() -> None:
    delete(arrive())
    first = Batch.objects.get(file_name="社保***.csv")
    assert originals.is_kept(first)
    table = originals.read(first, ())
    assert table.frame["姓名"].to_list() == ["李芳"]
    assert table.row_numbers.to_list() == [3], "rows keep the numbers of the sender's sheet"
    assert (first.rows_in, first.rows_accepted, first.rows_excluded, first.rows_erased) == (2, 1, 1, 1)
    again = services.process_batch(Batch.objects.get(file_name="社保2.csv"), again=True)
    assert (again.rows_in, again.rows_unchanged, again.rows_excluded, again.rows_erased) == (2, 1, 1, 1)


def test_a_file_nobody_recognised_goes_whole_when_it_holds_the_number() -> None:
    delete(arrive())
    unknown = Batch.objects.get(file_name="无表头.csv")
    assert unknown.headers == []
    assert not originals.is_kept(unknown)
    with pytest.raises(NotFound):
        originals.read(unknown, ())


def test_a_destroyed_original_is_kept_again_when_the_file_is_sent_again() -> None:
    delete(arrive())
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
def test_a_row_that_comes_again_is_counted_and_not_kept(way: str, home: Path) -> None:
    delete(arrive())
    batch = COMES_BACK[way]()
    gone = 2 if way == "twice in the file" else 1
    assert batch.status == Status.PUBLISHED
    assert (batch.rows_excluded, batch.rows_erased, batch.rows_rejected) == (gone, gone, 0)
    assert batch.rows_in == gone + 1
    assert not Issue.objects.filter(batch=batch).exists()
    assert canaries.in_database([*TEXTS, "阚小鹃"]) == []
    assert canaries.in_stored_files([*TEXTS, "阚小鹃"]) == []
    assert Person.objects.exclude(record_count=0).count() == 1


def test_another_person_under_the_same_certificate_is_taken() -> None:
    """A number typed wrongly once must not shut out its rightful owner."""
    delete(arrive())
    batch = load(S04, [titled("赵军", ZHAO, CERTIFICATE), titled("李芳", LI, "ZC2")])
    assert (batch.rows_accepted, batch.rows_excluded) == (1, 0)
    assert Person.objects.filter(name="赵军").exists()


def test_the_batch_page_says_how_many_rows_were_deleted_on_request(client: Any) -> None:
    delete(arrive())
    batch = load(S01, [somebody(36), insured("李芳", LI)])
    cast.as_role(client, "clerk")
    assert "其中 1 行按删除请求" in client.get(f"/sources/batches/{batch.pk}/").content.decode()


def test_rejected_rows_are_not_handed_out_before_they_are_clean(client: Any) -> None:
    person = arrive()
    rejecting = Batch.objects.get(file_name="file.csv", source="S04")
    cast.as_role(client, "clerk")
    url = f"/sources/batches/{rejecting.pk}/rejects/"
    assert client.get(url).status_code == 200
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    assert client.get(url).status_code == 503
    services.clean_files()
    assert client.get(url).status_code == 404, "the only rejected row was the person's"


def test_who_was_deleted_while_a_file_was_checked_is_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    person = arrive()
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


def test_deleting_twice_and_linking_again_changes_nothing() -> None:
    person = arrive()
    delete(person)
    marks, runs = Tombstone.objects.count(), LinkRun.objects.count()
    delete(person)
    assert services.link_pending() is None
    assert (Tombstone.objects.count(), LinkRun.objects.count()) == (marks, runs)
    assert Record.objects.filter(valid_to_batch=None, values={}).count() == 0


@pytest.mark.django_db(transaction=True)
def test_no_backup_made_afterwards_holds_the_person(home: Path) -> None:
    person = arrive()
    live(person)
    delete(person)
    here = connection.settings_dict
    options = (f"--host={here['HOST']}", f"--username={here['USER']}", f"--dbname={here['NAME']}")
    source = backup.Target(BINARIES, options)
    backup.make_backup(home / "saved", keys_to=home / "medium", source=source, say=lambda step: None)
    assert canaries.in_folder(home, TEXTS) == []
    assert StoredFile.objects.filter(destroyed_at=None).exists()


def test_the_search_finds_what_is_packed(home: Path) -> None:
    frame = io.BytesIO()
    pl.DataFrame({"id": [NAME]}).write_parquet(frame)
    assert canaries.in_content(frame.getvalue(), TEXTS) == [NAME]
