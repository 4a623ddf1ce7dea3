"""Telling people something: into the inbox at once, by other channels through the queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop as _
from procrastinate.contrib.django import app

from bole.core.errors import Conflict, NotFound
from bole.kernel.accounts.queries import User, users_serving
from bole.kernel.audit.services import record_security
from bole.kernel.notices.channels import Channel, ChannelFailed, Simulator, channel_named, register_channel
from bole.kernel.notices.kinds import kind_named, register_kind, subject_of, text_of
from bole.kernel.notices.models import Notice, Outgoing

__all__ = ["Channel", "ChannelFailed", "Simulator", "register_channel", "register_kind"]

MAX_ATTEMPTS = 6


@transaction.atomic
def notify(
    *, to: Iterable[User] | tuple[str, str], kind: str, params: dict[str, Any], url: str, key: str
) -> list[Notice]:
    """One notice per user, in the caller's transaction; the same user and key again: nothing. Returns the new ones.

    `to`: users, or `(unit_code, role)` for whoever serves there now. Raises LookupError for an unknown kind.
    """
    described = kind_named(kind)
    users = _recipients(to)
    have = set(Notice.objects.filter(user__in=users, key=key).values_list("user_id", flat=True))
    fresh = [Notice(user=user, kind=kind, params=params, url=url, key=key) for user in users if user.pk not in have]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    if described.channels and fresh:
        made = Notice.objects.filter(user__in=[notice.user_id for notice in fresh], key=key).select_related("user")
        for notice in made:
            _queue(notice, described.channels)
    return fresh


def _recipients(to: Iterable[User] | tuple[str, str]) -> list[User]:
    if isinstance(to, tuple) and len(to) == 2 and all(isinstance(part, str) for part in to):
        unit_code, role = to
        return list(users_serving(unit_code=str(unit_code), role=str(role)))
    return list({user.pk: user for user in to if user.is_active}.values())  # type: ignore[union-attr]


def _queue(notice: Notice, channels: Sequence[str]) -> None:
    for name in channels:
        channel = channel_named(name)
        if channel is None or not channel.address_of(notice.user):
            continue
        outgoing = Outgoing.objects.create(notice=notice, channel=name, simulated=channel.simulated)
        _defer(outgoing)


def _defer(outgoing: Outgoing) -> None:
    app.configure_task("notices.send", queue="notices").defer(outgoing_id=outgoing.pk)


def send_outgoing(*, outgoing_id: int) -> None:
    """Sends one waiting message. A failure is noted and raised (the queue tries again), until it is given up."""
    outgoing = Outgoing.objects.select_related("notice__user").filter(pk=outgoing_id).first()
    if outgoing is None or outgoing.state != Outgoing.State.WAITING:
        return
    notice, channel = outgoing.notice, channel_named(outgoing.channel)
    address = channel.address_of(notice.user) if channel else ""
    outgoing.attempts += 1
    try:
        if channel is None or not address:
            raise ChannelFailed("no address")
        with translation.override(notice.user.language):
            subject, text = subject_of(notice.kind, notice.params), text_of(notice.kind, notice.params)
        sent = channel.send(address=address, subject=subject, text=text or subject, key=f"notice-{outgoing.pk}")
    except ChannelFailed as error:
        _note_failure(outgoing, error)
        raise
    outgoing.text, outgoing.address, outgoing.reference = text or subject, sent.address, sent.reference
    _move(outgoing, Outgoing.State.SENT)
    if channel.simulated:  # as a provider would, later and by itself
        app.configure_task("notices.receive", queue="notices").defer(channel=channel.name, reference=sent.reference)


def _note_failure(outgoing: Outgoing, error: ChannelFailed) -> None:
    outgoing.error = str(error)[:200]
    _move(outgoing, Outgoing.State.DEAD if outgoing.attempts >= MAX_ATTEMPTS else Outgoing.State.WAITING)


def _move(outgoing: Outgoing, state: str) -> None:
    outgoing.state, outgoing.touched_at = state, timezone.now()
    outgoing.save()


@transaction.atomic
def take_receipt(*, channel: str, reference: str, delivered: bool, reason: str = "") -> None:
    """A provider says what became of a message. Raises NotFound for a reference nobody knows; a second receipt is nothing."""
    found = Outgoing.objects.select_for_update().filter(channel=channel, reference=reference).first()
    if found is None:
        raise NotFound(_("没有这条外发消息。"), code="notice.unknown")
    if found.state == Outgoing.State.SENT:
        found.error = "" if delivered else reason[:200]
        _move(found, Outgoing.State.DELIVERED if delivered else Outgoing.State.DEAD)


@transaction.atomic
def retry_outgoing(*, by: Any, outgoing_id: int) -> None:
    """Sends a given-up message again."""
    found = Outgoing.objects.select_for_update().get(pk=outgoing_id)
    if found.state != Outgoing.State.DEAD:
        raise Conflict(_("这条消息不在失败队列中。"), code="notice.not_dead")
    found.attempts, found.error = 0, ""
    _move(found, Outgoing.State.WAITING)
    record_security(by=by, kind="notices.retried", outgoing=outgoing_id)
    _defer(found)


@transaction.atomic
def withdraw_notices(*, urls: Iterable[str]) -> int:
    """Removes the messages that lead to these pages, and what was sent of them; returns how many."""
    return Notice.objects.filter(url__in=list(urls)).delete()[1].get("notices.Notice", 0)


@transaction.atomic
def mark_read(*, by: User, notice_id: int | None = None) -> int:
    """Marks one notice of `by`, or all of them; returns how many were unread."""
    unread = Notice.objects.filter(user=by, read_at=None)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=timezone.now())
