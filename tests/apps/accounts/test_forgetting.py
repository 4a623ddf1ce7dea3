"""The account of an erased person is closed; staff and demo accounts only lose their tie."""

import uuid

import pytest
from django.test import Client

from bole.kernel.accounts import services
from bole.kernel.accounts.queries import Unit, User
from bole.kernel.vault import services as vault
from tests.cast import bind

pytestmark = pytest.mark.django_db


def account(role: str, subject: uuid.UUID) -> User:
    unit = Unit.objects.create(kind="person", code=f"P-{role}", name="个人")
    user = services.open_account(by=None, username=f"lu-{role}", full_name="卢芳菲", password="a long enough one", unit=unit,
                                 role=role)  # fmt: skip
    User.objects.filter(pk=user.pk).update(subject=subject, email="lu@example.org")
    return user


def test_name_address_and_password_go_and_nobody_gets_in():
    subject = uuid.uuid4()
    user = account("talent", subject)
    browser = Client()
    browser.force_login(user)
    vault.destroy_subject(subject, by="test", reason="本人要求")
    user.refresh_from_db()
    assert (user.username, user.full_name, user.email, user.subject) == (f"erased-{user.pk}", "", "", None)
    assert not user.is_active
    assert not user.has_usable_password()
    assert browser.get("/accounts/me/").status_code == 302


def test_staff_and_demo_accounts_only_lose_their_tie():
    subject, other = uuid.uuid4(), uuid.uuid4()
    clerk, talent = account("clerk", subject), bind("talent", subject=other)
    for gone in (subject, other):
        services.forget_subject(gone)
    for user, name in ((clerk, "卢芳菲"), (talent, talent.full_name)):
        user.refresh_from_db()
        assert user.is_active
        assert user.full_name == name
        assert user.subject is None
