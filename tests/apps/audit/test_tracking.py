"""Every change of a tracked row is on record, whoever makes it and however."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from bole.kernel.audit import queries, services
from bole.kernel.outbox.models import FeedToken

pytestmark = pytest.mark.django_db


def _events() -> list[tuple[str, str]]:
    model = queries.event_models()["outbox_feedtokenevent"]
    return list(model.objects.order_by("pgh_id").values_list("pgh_label", "name"))


def _token(name: str) -> FeedToken:
    return FeedToken(name=name, role="office", topics=[], digest=name.encode())


def test_bulk_single_and_raw_changes_are_all_recorded() -> None:
    FeedToken.objects.bulk_create([_token("a"), _token("b")])
    FeedToken.objects.filter(name="a").update(name="a2")
    with connection.cursor() as cursor:
        cursor.execute("update outbox_feedtoken set name = 'b2' where name = 'b'")
    FeedToken.objects.all().delete()
    labels = [label for label, _ in _events()]
    assert labels == ["insert", "insert", "update", "update", "delete", "delete"]


def test_an_update_that_changes_nothing_leaves_no_trace() -> None:
    FeedToken.objects.bulk_create([_token("a")])
    FeedToken.objects.update(name="a")
    assert [label for label, _ in _events()] == ["insert"]


def test_the_actor_and_the_path_are_kept_and_no_value() -> None:
    with services.acting_as("clerk", "/register/"):
        _token("a").save()
    event = queries.changes(table="outbox_feedtokenevent").get()
    assert event.pgh_context.metadata["actor"] == "clerk"
    assert event.pgh_context.metadata["url"] == "/register/"
    assert set(event.pgh_context.metadata) == {"actor", "user", "url", "request"}
    assert queries.changes(table="outbox_feedtokenevent", actor="someone else").count() == 0


def test_changed_fields_are_named() -> None:
    token = _token("a")
    token.save()
    token.name = "b"
    token.save()
    newest = queries.changes(table="outbox_feedtokenevent", object_id=str(token.pk)).first()
    assert queries.changed_fields(newest) == ["名称"]


def test_events_cannot_be_rewritten() -> None:
    _token("a").save()
    model = queries.event_models()["outbox_feedtokenevent"]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(name="z")


def test_unknown_tables_and_ids_find_nothing() -> None:
    assert queries.changes(table="pg_shadow").count() == 0
    assert queries.changes(table="outbox_feedtokenevent", object_id="1; drop table x").count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_application_role_may_not_rewrite_the_trail() -> None:
    services.protect_tables(role="bole_app")
    with connection.cursor() as cursor:
        cursor.execute(
            "select has_table_privilege('bole_app', 'audit_readlog', 'insert'),"
            " has_table_privilege('bole_app', 'audit_readlog', 'update'),"
            " has_table_privilege('bole_app', 'outbox_feedtokenevent', 'delete'),"
            " has_table_privilege('bole_app', 'audit_seal', 'truncate')"
        )
        assert cursor.fetchone()[1:] == (False, False, False)
