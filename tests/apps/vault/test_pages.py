"""The state of the keys is for those who guard them."""

from __future__ import annotations

import pytest
from django.test import Client

from bole.kernel.vault import services
from tests import cast

pytestmark = pytest.mark.django_db


def test_guardians_see_counts_and_others_nothing(client: Client) -> None:
    services.new_keys([None, None])
    for who, status in (("security", 200), ("auditor", 200), ("system", 403), ("office", 403)):
        cast.as_role(client, who)
        assert client.get("/vault/").status_code == status, who
