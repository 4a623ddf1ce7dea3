import pytest

from tests.cast import NAMES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_every_member_of_the_cast_logs_in(client, as_role, name):
    assert as_role(client, name).username == name
    assert client.session["demo_login"] is True
