"""Nobody gets past a mark; a second factor is asked; one key has one effect."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from bole.kernel.accounts import queries, services
from bole.kernel.accounts.middleware import AccessMiddleware
from bole.kernel.accounts.perms import FIELD_CLASSES, POLICY, ROLE_DESCRIPTIONS, SCOPES
from bole.kernel.accounts.queries import Membership, Role, Unit, User
from bole.kernel.audit.models import SecurityEvent
from tests import cast
from tests.apps.accounts.door_urls import unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.apps.accounts.door_urls")]


def key() -> str:
    return uuid.uuid4().hex


def test_a_marked_view_opens_for_its_role_only(client: Client) -> None:
    assert client.get("/closed/").status_code == 302
    cast.as_role(client, "clerk")
    assert client.get("/closed/").status_code == 403
    cast.as_role(client, "system")
    assert client.get("/closed/").content == b"county"


def test_a_view_without_a_mark_does_not_answer(rf: RequestFactory) -> None:
    middleware = AccessMiddleware(lambda request: HttpResponse("reached"))
    with pytest.raises(ImproperlyConfigured, match="unmarked"):
        middleware.process_view(rf.get("/unmarked/"), unmarked, (), {})


def test_library_pages_we_do_not_offer_do_not_exist(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/password/reset/").status_code == 404
    assert client.get("/accounts/login/").status_code == 200


def test_staff_without_a_second_factor_must_enrol_one(client: Client) -> None:
    client.force_login(cast.user_of("system"))
    answer = client.get("/closed/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")
    client.force_login(cast.user_of("talent"))
    assert client.get("/closed/").status_code == 403  # talents are not asked for one


def test_demo_door_exists_only_in_demo_mode(client: Client) -> None:
    with override_settings(DEMO=False):
        assert client.get("/accounts/demo/").status_code == 404
        assert client.post("/accounts/demo/clerk/", {"_idempotency": key()}).status_code == 404
    answer = client.post("/accounts/demo/clerk/", {"_idempotency": key(), "next": "https://evil.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_real_account_has_no_demo_door(client: Client) -> None:
    User.objects.create(username="real")
    assert client.post("/accounts/demo/real/", {"_idempotency": key()}).status_code == 404


def test_a_repeated_post_has_one_effect_and_the_same_answer(client: Client) -> None:
    cast.as_role(client, "clerk")
    body = {"code": "ONE", "_idempotency": key()}
    first, second = client.post("/make/", body), client.post("/make/", body)
    assert (first["Location"], second["Location"]) == ("/after/", "/after/")
    assert Unit.objects.filter(code="ONE").count() == 1


def test_the_same_key_with_other_content_is_refused(client: Client) -> None:
    cast.as_role(client, "clerk")
    same = key()
    client.post("/make/", {"code": "ONE", "_idempotency": same})
    answer = client.post("/make/", {"code": "TWO", "_idempotency": same})
    assert answer.status_code == 400
    assert "已经提交过" in answer.content.decode()
    assert not Unit.objects.filter(code="TWO").exists()


def test_a_post_without_a_key_has_no_effect(client: Client) -> None:
    cast.as_role(client, "clerk")
    assert client.post("/make/", {"code": "ONE"}).status_code == 400
    assert not Unit.objects.filter(code="ONE").exists()


def test_a_failed_post_leaves_nothing_and_may_be_sent_again(client: Client) -> None:
    cast.as_role(client, "clerk")
    same = key()
    failed = client.post("/make/", {"code": "ONE", "fail": "1", "_idempotency": same})
    assert failed.status_code == 409
    assert "请刷新后再看" in failed.content.decode()
    assert not Unit.objects.filter(code="ONE").exists()
    assert client.post("/make/", {"code": "ONE", "_idempotency": same}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_have_one_effect() -> None:
    same, answers = key(), []
    clients = [Client(), Client()]
    for one in clients:
        cast.as_role(one, "clerk")

    def click(one: Client) -> None:
        answers.append(one.post("/make/", {"code": "ONE", "_idempotency": same}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=click, args=(one,)) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Unit.objects.filter(code="ONE").count() == 1


def test_wrong_passwords_are_throttled(client: Client) -> None:
    unit = Unit.objects.first()
    assert unit is not None
    services.open_account(
        by=None, username="real", full_name="真", password="correct horse battery", unit=unit, role=Role.TALENT
    )
    assert client.post("/accounts/login/", {"login": "real", "password": "x"}).status_code == 400, "no key"

    def try_in(password: str) -> int:
        return client.post(
            "/accounts/login/", {"login": "real", "password": password, "_idempotency": key()}
        ).status_code

    codes = [try_in("x") for _ in range(8)]
    assert codes[0] == 200
    assert try_in("correct horse battery") != 302, "the account is closed for a while, even to the right password"
    events = SecurityEvent.objects.filter(kind="accounts.login_failed")
    assert events.exists()
    assert "password" not in str(list(events.values("detail")))


def test_at_most_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of log-ins waits its turn instead of taking 19 MiB each."""
    import threading
    import time

    from django.contrib.auth.hashers import Argon2PasswordHasher

    from bole.kernel.accounts.authentication import CappedArgon2Hasher

    now, most, lock = [0], [0], threading.Lock()

    def slow(self: object, password: str, encoded: str) -> bool:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return True

    monkeypatch.setattr(Argon2PasswordHasher, "verify", slow)
    threads = [threading.Thread(target=CappedArgon2Hasher().verify, args=("x", "y")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2


def test_policy_table_speaks_of_known_roles_scopes_and_field_classes() -> None:
    assert set(ROLE_DESCRIPTIONS) == set(Role)
    for action, rows in POLICY.items():
        assert action.count(".") == 1
        for role, (scope, classes) in rows.items():
            assert role in Role
            assert scope in SCOPES
            assert set(classes.split()) <= set(FIELD_CLASSES)


def test_the_three_administrators_exclude_each_other() -> None:
    user, unit = User.objects.create(username="three"), Unit.objects.first()
    Membership.objects.create(user=user, unit=unit, role=Role.SYSTEM_ADMIN)
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="membership_one_admin_role"):
        Membership.objects.create(user=user, unit=unit, role=Role.AUDITOR)


def test_duties_that_moved_are_followed_to_the_unit_of_today() -> None:
    new = Unit.objects.create(kind="department", code="NEW", name="新局")
    middle = Unit.objects.create(kind="department", code="MID", name="中局", successor=new)
    old = Unit.objects.create(kind="department", code="OLD", name="老局", successor=middle)
    assert queries.current_code(old.code) == new.code


def test_sync_units_is_idempotent_and_links_parents() -> None:
    rows = [
        {"kind": "county", "code": "C", "name": "县"},
        {"kind": "township", "code": "T", "name": "镇", "parent": "C"},
    ]
    assert services.sync_units(rows) == 2
    assert services.sync_units(rows) == 0
    assert Unit.objects.get(code="T").parent.code == "C"  # type: ignore[union-attr]


def test_a_grant_without_a_matching_scope_shows_nothing() -> None:
    membership = Membership.objects.filter(role=Role.CLERK).first()
    grant = services.grant_of(membership, "accounts.view_units")
    assert grant is not None

    class Unscoped:
        SCOPES: dict[str, str] = {}

    assert grant.filter(Unscoped) == services.NOTHING  # type: ignore[arg-type]


def test_application_role_cannot_truncate() -> None:
    """The promise of the launcher, seen from the tables: default privileges give no TRUNCATE to bole_app."""
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('bole_app', 'accounts_unit', 'TRUNCATE')")
        assert cursor.fetchone() == (False,)


@pytest.mark.urls("bole.main.urls")
def test_the_rights_page_speaks_the_readers_language(client: Client) -> None:
    """Every action, scope and field class has a name; the code stands small beside it."""
    from bole.kernel.accounts.perms import ACTION_NAMES, FIELD_CLASS_NAMES, FIELD_CLASSES, SCOPE_NAMES, SCOPES

    assert set(ACTION_NAMES) == set(POLICY)
    assert (set(SCOPE_NAMES), set(FIELD_CLASS_NAMES)) == (set(SCOPES), set(FIELD_CLASSES))
    cast.as_role(client, "security")
    page = client.get("/accounts/rights/?role=clerk").content.decode()
    assert "报送文件" in page
    assert "公开、内部、个人信息" in page
    assert ">department<" not in page


@pytest.mark.urls("bole.main.urls")
def test_units_and_users_are_found(client: Client) -> None:
    cast.as_role(client, "system")
    assert "数据局" in client.get("/accounts/units/?q=DSJ").content.decode()
    assert "财政局" not in client.get("/accounts/units/?q=DSJ&kind=department").content.decode()
    assert "clerk" in client.get("/accounts/users/?q=clerk").content.decode()
