"""An event is dealt with if and only if its transaction commits, and once per handler."""

from __future__ import annotations

import datetime as dt

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone

from bole.core.errors import Conflict
from bole.kernel.outbox import queries, registry, services, tasks
from bole.kernel.outbox.models import Event, Receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[registry.Message]:
    seen: list[registry.Message] = []
    monkeypatch.setattr(registry, "_handlers", {})
    services.handles("t.happened", "test.note")(seen.append)
    return seen


def _queued() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, args from procrastinate_jobs where status = 'todo' order by id")
        import json

        return [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in cursor.fetchall()]


def _deliver_all() -> None:
    for name, args in _queued():
        if name == "outbox.deliver":
            tasks.deliver(**args)


def test_a_published_event_reaches_its_handler_once(handled: list[registry.Message]) -> None:
    services.publish(topic="t.happened", key="1", payload={"batch": 7})
    services.publish(topic="t.happened", key="1", payload={"batch": 7})
    assert handled == []
    _deliver_all()
    _deliver_all()
    assert [(message.key, message.payload) for message in handled] == [("1", {"batch": 7})]


def test_nothing_happens_when_the_transaction_rolls_back(handled: list[registry.Message]) -> None:
    before = _queued()
    with transaction.atomic():
        services.publish(topic="t.happened", key="1", payload={})
        transaction.set_rollback(True)
    assert not Event.objects.filter(topic="t.happened").exists()
    assert _queued() == before


def test_a_failing_handler_leaves_no_half_effect_and_becomes_a_dead_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", {})
    fail = [True]

    def handler(message: registry.Message) -> None:
        services.publish(topic="t.effect", key=message.key, payload={})
        if fail[0]:
            raise ValueError("330523199001011234")

    services.handles("t.happened", "test.effect")(handler)
    event = services.publish(topic="t.happened", key="1", payload={})
    for _ in range(services.MAX_ATTEMPTS):
        with pytest.raises(ValueError, match="3305"):
            services.deliver(event_id=event.pk, handler="test.effect")
    assert not Event.objects.filter(topic="t.effect").exists()
    letter = queries.dead_letters().get()
    assert letter.error == "ValueError"
    fail[0] = False
    services.retry_dead(by="test", receipt_id=letter.pk)
    _deliver_all()
    assert Event.objects.filter(topic="t.effect").count() == 1
    assert not queries.dead_letters().exists()
    with pytest.raises(Conflict):
        services.retry_dead(by="test", receipt_id=letter.pk)


def test_a_lost_delivery_is_found_again(handled: list[registry.Message]) -> None:
    with connection.cursor() as cursor:
        Receipt.objects.all().delete()
        services.publish(topic="t.happened", key="1", payload={})
        cursor.execute("delete from procrastinate_jobs")
    assert services.redeliver_lost() == 0
    Receipt.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=6))
    assert services.redeliver_lost() == 1
    assert services.redeliver_lost() == 1  # still queued: no second queue row
    assert len(_queued()) == 1
    _deliver_all()
    assert len(handled) == 1


def test_old_events_go_and_waiting_ones_stay(handled: list[registry.Message]) -> None:
    services.publish(topic="t.happened", key="old", payload={})
    _deliver_all()
    services.publish(topic="t.happened", key="waiting", payload={})
    Event.objects.update(at=timezone.now() - dt.timedelta(days=100))
    services.clean_up()
    assert list(Event.objects.filter(topic="t.happened").values_list("key", flat=True)) == ["waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_stalled_job_whose_successor_is_queued_does_not_stop_the_sweep() -> None:
    """Killed while it ran a periodic task: the next one is queued under the same lock."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status) values"
            " ('system', 't.periodic', 't.lock', 'doing'), ('system', 't.periodic', 't.lock', 'todo'),"
            " ('system', 't.other', null, 'doing')"
        )
    async_to_sync(tasks.sweep_stalled.func)(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("select task_name, status::text from procrastinate_jobs order by id")
        assert cursor.fetchall() == [("t.periodic", "todo"), ("t.other", "todo")]
