"""Nobody rewrites the trail unseen: changed, deleted, added, reordered and cut-off rows are all found."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bole.kernel.audit import queries, sealing, services
from bole.kernel.audit.models import ReadLog, Seal, SecurityEvent
from bole.runtime import keys, paths

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "keys_dir", lambda: tmp_path)


def _trail(rows: int) -> None:
    for n in range(rows):
        services.record_security(by=f"someone {n}", kind="test.event", number=n)


def _tamper(statement: str) -> None:
    """As a thief with the owner's rights would: triggers off, then the deed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "alter table audit_securityevent disable trigger user; alter table audit_seal disable trigger user"
        )
        cursor.execute(statement)
        cursor.execute(
            "alter table audit_securityevent enable trigger user; alter table audit_seal enable trigger user"
        )


def _kinds() -> set[str]:
    return {problem["kind"] for problem in services.verify(by="test").problems}


def test_an_untouched_trail_verifies_and_grows() -> None:
    _trail(5)
    assert services.seal() >= 1
    _trail(3)
    services.seal()
    result = services.verify(by="test")
    assert result.problems == []
    assert result.rows >= 8
    assert Seal.objects.filter(stream="audit_securityevent").count() == 2


@pytest.mark.parametrize(
    "deed",
    [
        "update audit_securityevent set actor = 'nobody' where id = (select max(id) - 2 from audit_securityevent)",
        "delete from audit_securityevent where id = (select max(id) - 2 from audit_securityevent)",
        "delete from audit_securityevent",
        "update audit_securityevent set actor = case when id % 2 = 0 then 'someone 1' else 'someone 0' end",
    ],
)
def test_changed_and_deleted_rows_are_found(deed: str) -> None:
    _trail(6)
    services.seal()
    _tamper(deed)
    assert "rows_changed" in _kinds()


def test_a_row_pushed_into_the_past_is_found() -> None:
    _trail(3)
    last = SecurityEvent.objects.latest("id").pk
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('audit_securityevent', 'id'))")
    _trail(1)
    services.seal()
    forged = SecurityEvent(pk=last + 1, actor="forger", where="", kind="test.forged")
    forged.save(force_insert=True)
    assert "rows_changed" in _kinds()


def test_a_changed_seal_is_found() -> None:
    _trail(3)
    services.seal()
    _trail(3)
    services.seal()
    _tamper("update audit_seal set rows = rows + 1 where number = 1")
    assert {"chain_broken", "rows_changed"} <= _kinds()


def test_a_seal_taken_out_of_the_middle_is_found() -> None:
    for _ in range(3):
        _trail(2)
        services.seal()
    _tamper("delete from audit_seal where number = 2")
    assert "seals_missing" in _kinds()


def test_a_trail_cut_off_with_its_seals_is_found_by_the_anchors() -> None:
    _trail(3)
    services.seal()
    kept = SecurityEvent.objects.latest("id").pk
    _trail(3)
    services.seal()
    _tamper(f"delete from audit_securityevent where id > {kept}; delete from audit_seal where number > 1")
    assert _kinds() == {"seals_missing"}


def test_a_seal_signed_with_another_key_is_found() -> None:
    _trail(3)
    services.seal()
    (keys.paths.keys_dir() / "seal-1.key").write_bytes(b"k" * 32)
    assert "signature_wrong" in _kinds()


def test_rows_of_a_writer_that_has_not_committed_wait_for_the_next_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "WRITERS_WAIT_S", 0.3)
    import psycopg

    _trail(1)
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("dbname", "user", "host")}
    with psycopg.connect(**wanted) as other:
        other.execute(
            'insert into audit_securityevent (at, actor, role, unit, "where", request_id, kind, detail)'
            " values (now(), 'slow', '', '', '', '', 'slow', '{}')"
        )
        _trail(1)
        services.seal()
        assert not Seal.objects.filter(stream="audit_securityevent").exists()
    services.seal()
    assert Seal.objects.get(stream="audit_securityevent").rows == 3
    assert _kinds() == set()


def test_the_trail_refuses_to_be_rewritten() -> None:
    services.record_read(by="test", purpose="核验", subjects=[uuid.uuid4()], field_classes=["personal"])
    for attempt in (ReadLog.objects.all().delete, lambda: ReadLog.objects.update(actor="nobody")):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_columns_added_later_leave_old_seals_valid() -> None:
    _trail(2)
    services.seal()
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_securityevent add column later integer default 7")
    try:
        assert _kinds() == set()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table audit_securityevent drop column later")


def test_readers_of_a_person_are_listed_newest_first() -> None:
    person, other = uuid.uuid4(), uuid.uuid4()
    services.record_read(by="a", purpose="受理", subjects=[person, other], field_classes=["personal", "personal"])
    services.record_read(by="b", purpose="复核", subjects=[person], field_classes=["sensitive"])
    services.record_read(by="c", purpose="空页", subjects=[], field_classes=["personal"])
    assert [row.actor for row in queries.reads_of(person)] == ["b", "a"]
    assert queries.reads_of(other).get().field_classes == ["personal"]


@pytest.fixture
def twins() -> Iterator[tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]]:
    """Connections to two databases of one template: their table `rows` has the same number in both."""
    names = [f"twin_{uuid.uuid4().hex}" for _ in range(2)]
    opened = [connection.copy(alias) for alias in ("default", "default")]
    for other, name, template in zip(opened, names, ("template1", names[0]), strict=True):
        with connection.cursor() as cursor:
            cursor.execute(f"create database {name} template {template}")
        other.settings_dict = {**connection.settings_dict, "NAME": name}
        if template == "template1":
            with other.cursor() as cursor:
                cursor.execute("create table rows (id int)")
            other.close()
    yield tuple(opened)
    for other, name in zip(opened, names, strict=True):
        other.close()
        with connection.cursor() as cursor:
            cursor.execute(f"drop database {name}")


def test_writers_of_other_databases_are_not_waited_for(
    twins: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, elsewhere = twins
    monkeypatch.setattr(sealing, "connection", own)
    with elsewhere.cursor() as cursor:
        elsewhere.set_autocommit(False)
        cursor.execute("insert into rows values (1)")
        assert sealing._writers("rows") == set()
        elsewhere.rollback()
        elsewhere.set_autocommit(True)
