"""The same file from two browsers in the same moment is one batch."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from bole.people.sources import services
from bole.people.sources.models import Batch
from tests.factories.sources import S01, csv_file, id_number, insured

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_browsers_send_the_same_file_at_once():
    barrier, found = threading.Barrier(8), []

    def send() -> None:
        try:
            barrier.wait(timeout=10)
            content = csv_file(S01, [insured("王小明", id_number())])
            found.append(services.receive_file(by=None, name="社保.csv", content=content).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _browser in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert found == [Batch.objects.get().pk] * 8
