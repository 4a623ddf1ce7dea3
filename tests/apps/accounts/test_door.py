"""How staff get in: password, then the second factor; half-way is not in."""

import uuid

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from bole.kernel.accounts import services
from bole.kernel.accounts.queries import Role, Unit

pytestmark = pytest.mark.django_db


def test_the_right_password_and_the_second_factor_let_staff_in(client: Client) -> None:
    unit, word = Unit.objects.filter(kind="department").first(), "correct horse battery"
    assert unit is not None
    user = services.open_account(by=None, username="real", full_name="真", password=word, unit=unit, role=Role.CLERK)
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(user=user, type="totp", data={"secret": get_adapter().encrypt(secret)})
    answer = client.post("/accounts/login/", {"login": "real", "password": word, "_idempotency": uuid.uuid4().hex})
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/work/").status_code == 302, "half-way in is not in"
    assert (
        client.post("/accounts/2fa/authenticate/", {"code": "000000", "_idempotency": uuid.uuid4().hex}).status_code
        == 200
    )
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    answer = client.post("/accounts/2fa/authenticate/", {"code": code, "_idempotency": uuid.uuid4().hex})
    assert answer.status_code == 302
    assert client.get("/work/").status_code == 200
