"""A message arrives once, in the reader's language, and what cannot be sent is not lost."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from bole.core.errors import Conflict, NotFound
from bole.kernel.notices import channels, kinds, queries, services
from bole.kernel.notices.models import Notice, Outgoing
from bole.kernel.outbox import services as outbox
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    services.register_kind(
        "t.ready", subject="导出完成:%(name)s", text="“%(name)s”已生成。", channels=("email", "zhezhengding")
    )
    services.register_kind("t.quiet", subject="有新任务")


def _notify(kind: str = "t.ready", key: str = "k1", to: object = None) -> list[Notice]:
    users = [cast.user_of("steward")] if to is None else to
    return services.notify(to=users, kind=kind, params={"name": "名单"}, url="/files/", key=key)  # type: ignore[arg-type]


def _outgoing(channel: str) -> Outgoing:
    return Outgoing.objects.get(channel=channel)


def test_a_notice_arrives_once_and_can_be_read(client: Client, post: object) -> None:
    user = cast.as_role(client, "steward")
    _notify("t.quiet")
    assert _notify("t.quiet") == []
    page = client.get("/notices/").content.decode()
    assert page.count("有新任务") == 1
    assert queries.unread_count(user) == 1
    notice = Notice.objects.get()
    assert post(f"/notices/{notice.pk}/open/")["Location"] == "/files/"  # type: ignore[operator]
    assert queries.unread_count(user) == 0
    assert "没有消息" in client.get("/notices/?unread=1").content.decode()


def test_nobody_opens_the_notice_of_another(client: Client, post: object) -> None:
    _notify("t.quiet")
    cast.as_role(client, "clerk")
    assert post(f"/notices/{Notice.objects.get().pk}/open/").status_code == 404  # type: ignore[operator]
    assert "有新任务" not in client.get("/notices/").content.decode()


def test_a_unit_and_role_reach_whoever_serves_there() -> None:
    user = cast.user_of("approver")
    unit = user.memberships.get().unit.code
    made = _notify("t.quiet", to=(unit, "approver"))
    assert user in [notice.user for notice in made]
    assert cast.user_of("clerk") not in [notice.user for notice in made]


def test_nothing_is_told_when_the_transaction_rolls_back() -> None:
    with transaction.atomic():
        _notify()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_mail_goes_out_where_there_is_an_address() -> None:
    user = cast.user_of("steward")
    user.email = "shen@example.org"
    user.save(update_fields=["email"])
    _notify()
    services.send_outgoing(outgoing_id=_outgoing("email").pk)
    services.send_outgoing(outgoing_id=_outgoing("email").pk)
    assert [message.subject for message in mail.outbox] == ["导出完成:名单"]
    row = _outgoing("email")
    assert (row.state, row.address) == ("sent", "s***@example.org")


def test_a_simulated_channel_says_so_on_its_page(client: Client) -> None:
    _notify()
    services.send_outgoing(outgoing_id=_outgoing("zhezhengding").pk)
    cast.as_role(client, "system")
    page = client.get("/notices/outgoing/?channel=zhezhengding").content.decode()
    assert "模拟" in page
    assert "“名单”已生成。" in page
    cast.as_role(client, "clerk")
    assert client.get("/notices/outgoing/").status_code == 403


class _Broken(channels.Simulator):
    def send(self, **arguments: str) -> channels.Sent:  # type: ignore[override]
        raise channels.ChannelFailed("Timeout")


def test_what_cannot_be_sent_waits_in_the_failure_queue(
    client: Client, post: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "_channels", dict(channels._channels))
    services.register_channel(_Broken("zhezhengding", "坏的", lambda user: user.username))
    _notify()
    row = _outgoing("zhezhengding")
    for _ in range(services.MAX_ATTEMPTS):
        with pytest.raises(channels.ChannelFailed):
            services.send_outgoing(outgoing_id=row.pk)
    assert _outgoing("zhezhengding").state == "dead"
    services.send_outgoing(outgoing_id=row.pk)  # given up: nothing happens
    services.register_channel(channels.Simulator("zhezhengding", "好的", lambda user: user.username))
    cast.as_role(client, "system")
    assert "Timeout" in client.get("/notices/outgoing/?state=dead").content.decode()
    post(f"/notices/outgoing/{row.pk}/retry/")  # type: ignore[operator]
    services.send_outgoing(outgoing_id=row.pk)
    assert _outgoing("zhezhengding").state == "sent"
    with pytest.raises(Conflict):
        services.retry_outgoing(by="t", outgoing_id=row.pk)


def test_a_receipt_is_taken_once() -> None:
    _notify()
    services.send_outgoing(outgoing_id=_outgoing("zhezhengding").pk)
    reference = _outgoing("zhezhengding").reference
    services.take_receipt(channel="zhezhengding", reference=reference, delivered=True)
    services.take_receipt(channel="zhezhengding", reference=reference, delivered=False, reason="late")
    assert _outgoing("zhezhengding").state == "delivered"
    with pytest.raises(NotFound):
        services.take_receipt(channel="sms", reference="unknown", delivered=True)


def test_a_simulator_reports_what_it_took_as_delivered() -> None:
    from bole.kernel.notices import tasks

    _notify()
    services.send_outgoing(outgoing_id=_outgoing("zhezhengding").pk)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'notices.receive'")
        arguments = json.loads(cursor.fetchone()[0])
    tasks.receive(**arguments)
    row = _outgoing("zhezhengding")
    assert (row.state, row.simulated) == ("delivered", True)


def test_without_smtp_mail_is_simulated_and_says_so(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from bole.kernel.notices import wiring

    monkeypatch.setattr(channels, "_channels", {})
    settings.EMAIL_CONNECTED = False  # type: ignore[attr-defined]
    wiring.register()
    found = channels.channel_named("email")
    assert found is not None
    assert found.simulated
    assert "模拟" in found.label
    settings.EMAIL_CONNECTED = True  # type: ignore[attr-defined]
    wiring.register()
    assert not channels.channel_named("email").simulated  # type: ignore[union-attr]


def test_a_finished_export_is_announced() -> None:
    user = cast.user_of("steward")
    payload = {"user": user.pk, "file": "0" * 8, "name": "名单.xlsx", "rows": 3}
    event = outbox.publish(topic="documents.exported", key="job-1", payload=payload)
    outbox.deliver(event_id=event.pk, handler="notices.export_ready")
    assert Notice.objects.get().user == user


def test_an_old_notice_of_a_vanished_kind_is_still_shown(client: Client) -> None:
    user = cast.as_role(client, "steward")
    Notice.objects.create(user=user, kind="gone.kind", key="x")
    Notice.objects.create(user=user, kind="t.ready", key="y")
    page = client.get("/notices/").content.decode()
    assert "gone.kind" in page
    assert "导出完成:—" in page


def test_a_talent_reads_the_inbox_on_the_phone_pages(client: Client) -> None:
    cast.as_role(client, "talent")
    assert client.get("/notices/").status_code == 200
