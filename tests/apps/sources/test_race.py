"""The same file from two browsers in the same moment is one batch."""

from __future__ import annotations

import pytest

from bole.people.sources import services
from bole.people.sources.models import Batch
from tests.factories.sources import S01, csv_file, id_number, insured
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_browsers_send_the_same_file_at_once():
    content = csv_file(S01, [insured("王小明", id_number())])
    found = at_once(*[lambda: services.receive_file(by=None, name="社保.csv", content=content).pk] * 8)
    assert found == [Batch.objects.get().pk] * 8
