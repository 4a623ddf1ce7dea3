"""A file of a million rows goes the whole way into the records, in bounded memory, and its sender can follow it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from bole.people.sources import services
from bole.people.sources.models import Batch, Issue, Record, Status
from bole.people.sources.services.intake import processing
from tests.factories.sources import S01, id_number, insured

ROWS = 1_000_000
MEMORY_KB = 4 << 20
FIRST_DAY = date(1960, 1, 1)


def million() -> io.BytesIO:
    """Everybody has a number of their own; each thousandth row has no name, each hundredth a telephone that is none."""
    text = io.StringIO()
    text.write(",".join(S01) + "\n")
    for i in range(ROWS):
        born = f"{FIRST_DAY + timedelta(days=i // 900):%Y%m%d}"
        name = "" if i % 1000 == 999 else f"王{chr(0x4E00 + i % 5000)}"
        row = insured(name, id_number(born, sequence=100 + i % 900), phone="12" if i % 100 == 50 else "")
        text.write(",".join(map(str, row)) + "\n")
    return io.BytesIO(text.getvalue().encode("gb18030"))


def peak_kb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


@pytest.mark.prove
@pytest.mark.django_db
def test_a_million_rows_are_stored(client, as_role, monkeypatch: pytest.MonkeyPatch):
    batch = services.receive_file(by=None, name="社保.csv", content=million(), start=False)
    seen: list[tuple[str, int]] = []
    advance = processing.advance

    def noted(batch: Batch, status: Status, **values: object) -> None:
        advance(batch, status, **values)
        seen.append((str(batch.status), batch.rows_read))

    monkeypatch.setattr(processing, "advance", noted)
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far belongs to other tests
    services.process_batch(batch)
    peak = peak_kb()
    assert seen == [("reading", 0), ("reading", ROWS), ("checked", ROWS), ("stored", ROWS)]
    assert (batch.rows_in, batch.rows_rejected, batch.rows_accepted) == (ROWS, ROWS // 1000, ROWS - ROWS // 1000)
    assert Record.objects.filter(sealed__isnull=False).count() == batch.rows_accepted
    assert Issue.objects.filter(rule="phone").count() == ROWS // 100
    assert peak < MEMORY_KB, f"{peak} kB"
    as_role(client, "steward")
    page = client.get(reverse("sources:batch", args=[batch.pk])).content.decode()
    assert f"{ROWS:,}" in page
    assert "“姓名”为空" in page
