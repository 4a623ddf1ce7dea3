"""Workbooks are read in copies of one process: what happens to one file must not happen to the next."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bole.core.errors import InvalidInput
from bole.people.sources.reading import nursery

from .conftest import INSURED, Reader, citizen, insured, sheet_of, workbook

GOOD = sheet_of(INSURED, [insured("王小明", citizen(123))])


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    nursery.close()
    yield
    nursery.close()


def running() -> int:
    assert nursery._running is not None
    return nursery._running._process.pid


def grid_bomb() -> bytes:
    def build(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "尾")

    return workbook(build)


def test_a_good_file_after_a_bomb_is_read_by_the_same_process(reader: Reader):
    assert reader.table(GOOD, "参保.xlsx").frame.height == 1
    first = running()
    with pytest.raises(InvalidInput):
        reader.table(grid_bomb(), "参保.xlsx")
    assert reader.table(GOOD, "参保.xlsx").frame.height == 1
    assert running() == first
    peak = next(line for line in Path(f"/proc/{first}/status").read_text().splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) < 200_000  # kB: nothing of the bomb was ever in the process that goes on


def test_a_killed_process_is_replaced(reader: Reader):
    reader.table(GOOD, "参保.xlsx")
    first = running()
    os.kill(first, signal.SIGKILL)
    assert reader.table(GOOD, "参保.xlsx").frame.height == 1
    assert running() != first


def test_a_file_that_takes_too_long_is_given_up_and_nothing_is_left(reader: Reader, monkeypatch: pytest.MonkeyPatch):
    reader.table(GOOD, "参保.xlsx")
    first = running()
    os.kill(first, signal.SIGSTOP)  # as if a file kept it busy
    monkeypatch.setattr(nursery, "CHILD_SECONDS", 0.3)
    with pytest.raises(InvalidInput) as caught:
        reader.table(GOOD, "参保.xlsx")
    assert caught.value.code == "reading.bomb"
    assert not Path(f"/proc/{first}").exists()
    monkeypatch.setattr(nursery, "CHILD_SECONDS", 60)
    assert reader.table(GOOD, "参保.xlsx").frame.height == 1


def test_threads_that_read_at_once_each_get_their_own_file(reader: Reader):
    books = {
        count: sheet_of(INSURED, [insured("王小明", citizen(n)) for n in range(100, 100 + count)])
        for count in (1, 7, 30)
    }
    found: dict[int, int] = {}

    def read(count: int) -> None:
        found[count] = reader.table(books[count], "参保.xlsx").frame.height

    threads = [threading.Thread(target=read, args=(count,)) for count in books]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {count: count for count in books}


def test_it_ends_when_its_owner_is_gone(reader: Reader):
    reader.table(GOOD, "参保.xlsx")
    assert nursery._running is not None
    process = nursery._running._process
    nursery._running._line.close()
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    assert process.returncode == 0
