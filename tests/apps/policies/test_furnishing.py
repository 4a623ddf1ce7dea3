"""The demo county has recognitions to see, by the real verbs; a real county never gets any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bole.governance.policies.models import Recognition
from bole.governance.policies.services import furnishing
from bole.runtime import paths
from tests.factories.recognition import DOCTOR, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    for name in ("沈若溪", "王小明", "王明"):
        somebody(name)
    somebody("李晓明", **DOCTOR)


def test_some_are_recognised_once_and_say_that_they_are_made_up(people: None) -> None:
    assert furnishing.furnish() == 4
    assert furnishing.furnish() == 0
    found = Recognition.objects.all()
    assert {"B", "E"} <= {row.level for row in found}
    assert [row.via for row in found].count("committee") == 1, "whom the talent account stands for"
    assert {row.basis for row in found} == {"演示数据"}
    assert all(row.decision_id for row in found)


def test_a_real_county_gets_none(people: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    monkeypatch.setattr(paths, "var_dir", lambda: tmp_path)
    furnishing.follow_link_run(None)
    assert not Recognition.objects.exists(), "nobody fed a demo county"
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "fed").touch()
    settings.DEMO = False
    furnishing.follow_link_run(None)
    assert not Recognition.objects.exists(), "not in demo mode"
    settings.DEMO = True
    furnishing.follow_link_run(None)
    assert Recognition.objects.exists()
