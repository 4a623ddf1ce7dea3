"""`bole intake` as an operator types it."""

from __future__ import annotations

import json

import pytest

from bole.main import cli
from bole.people.registry.models import Person
from bole.people.sources.services.intake import watching
from tests.factories.sources import S01, S04, csv_file, id_number, insured, titled

pytestmark = pytest.mark.django_db
WANG = id_number("19900307", sequence=121)


@pytest.fixture(autouse=True)
def prepared(monkeypatch):
    monkeypatch.setattr(cli, "prepare", lambda **_: None)


def write(folder, name, headers, rows):
    path = folder / name
    path.write_bytes(csv_file(headers, rows).getvalue())
    return str(path)


def test_load_returns_once_linked_and_says_what_happened(tmp_path, capsys):
    files = [
        write(tmp_path, "社保_2026-03.csv", S01, [insured("王小明", WANG)]),
        write(tmp_path, "职称.csv", S04, [titled("王小明", WANG, "ZC1")]),
    ]
    assert cli.main(["intake", "load", *files, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [(file["source"], file["status"], file["accepted"]) for file in result["files"]] == [
        ("S01", "published", 1),
        ("S04", "published", 1),
    ]
    assert result["files"][0]["as_of"] == "2026-03-31"
    assert Person.objects.get().record_count == 2
    assert cli.main(["intake", "load", *files, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["link"] is None


def test_bad_file_gives_a_code_and_the_others_are_loaded(tmp_path, capsys):
    files = [
        write(tmp_path, "odd.csv", ["甲", "乙"], [["1", "2"]]),
        write(tmp_path, "社保.csv", S01, [insured("王小明", WANG)]),
    ]
    (tmp_path / "empty.csv").touch()
    assert cli.main(["intake", "load", *files, str(tmp_path / "empty.csv"), "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert [file["status"] for file in result["files"]][1] == "published"
    assert all(file["error"] for file in result["files"] if file["status"] != "published")
    assert cli.main(["intake", "load", str(tmp_path / "none.csv"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "file.missing"


def test_watched_folder_is_emptied_into_the_register(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(watching.paths, "var_dir", lambda: tmp_path)
    monkeypatch.setattr(watching, "SETTLED_S", 0)
    write(watching.inbox(), "社保.csv", S01, [insured("王小明", WANG)])
    (watching.inbox() / "空.csv").touch()
    monkeypatch.setattr(
        "bole.people.sources.services.intake.receiving.files.store_file", lambda **_: type("Stored", (), {"pk": ""})()
    )
    monkeypatch.setattr("bole.people.sources.services.intake.processing._process", lambda batch, again: None)
    assert cli.main(["intake", "watch", "--once", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == ["社保.csv"]
    assert sorted(path.name for path in (watching.inbox() / "refused").iterdir()) == ["空.csv", "空.csv.txt"]


def test_status_counts(tmp_path, capsys):
    cli.main(["intake", "load", write(tmp_path, "社保.csv", S01, [insured("王小明", WANG)]), "--json"])
    capsys.readouterr()
    assert cli.main(["intake", "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == 1
