"""Ways out of the house. A channel sends one text to one user and says under which reference; docs/how-to/notices-channels.md."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.core.mail import EmailMessage

from bole.core.identity import mask_phone
from bole.kernel.accounts.queries import User


class ChannelFailed(RuntimeError):
    """The channel did not take the message; it will be tried again. The text names no address."""


@dataclass(frozen=True)
class Sent:
    """`reference` is what a later receipt of the channel will name; `address` is masked."""

    reference: str
    address: str


class Channel(Protocol):
    """`send` raises ChannelFailed; it must take the same `key` twice without sending twice, where the provider can."""

    name: str
    label: str
    simulated: bool

    def address_of(self, user: User) -> str:
        """The user's address on this channel, "" where there is none (then nothing is sent)."""
        ...

    def send(self, *, address: str, subject: str, text: str, key: str) -> Sent: ...


class Email:
    """SMTP as the settings say. Mailbox names are shown by their first letter and domain."""

    name, label, simulated = "email", "电子邮件", False

    def address_of(self, user: User) -> str:
        return user.email

    def send(self, *, address: str, subject: str, text: str, key: str) -> Sent:
        message = EmailMessage(subject, text, to=[address], headers={"Message-ID": f"<{key}@bole>"})
        try:
            message.send()
        except OSError as error:  # smtplib's errors are OSErrors
            raise ChannelFailed(type(error).__name__) from None
        box, _, domain = address.partition("@")
        return Sent(key, f"{box[:1]}***@{domain}")


class Simulator:
    """Stands in for a provider that is not connected: nothing leaves, the message is shown on a page marked as simulated."""

    simulated = True

    def __init__(self, name: str, label: str, find: Callable[[User], str]) -> None:
        self.name, self.label, self._find = name, label, find

    def address_of(self, user: User) -> str:
        return self._find(user)

    def send(self, *, address: str, subject: str, text: str, key: str) -> Sent:
        return Sent(f"sim-{uuid.uuid5(uuid.NAMESPACE_URL, key).hex[:16]}", mask_phone(address) or address[:3] + "***")


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> None:
    """Called in `apps.ready()`; a real provider replaces the simulator of the same name."""
    _channels[channel.name] = channel


def channel_named(name: str) -> Channel | None:
    return _channels.get(name)


def all_channels() -> list[Channel]:
    return list(_channels.values())
