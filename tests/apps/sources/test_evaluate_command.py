"""`bole link evaluate` on a county small enough to count by hand."""

from __future__ import annotations

import json

import pytest

from bole.main import cli
from bole.people.sources.models import Batch
from bole.people.sources.services import retract_batch
from tests.factories.sources import S01, S04, S21, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
WANG, LI, ZHAO, SUN = (id_number("19900307", sequence=number) for number in (121, 122, 124, 126))


@pytest.fixture(autouse=True)
def prepared(monkeypatch):
    monkeypatch.setattr(cli, "prepare", lambda **_: None)


@pytest.fixture
def county():
    """Wang in two files; Li with a second row under another number; Zhao's row carries Sun's number; one row rejected."""
    insured_rows = [insured("王小明", WANG), insured("李红", LI), insured("孙国强", SUN), insured("", ZHAO)]
    load(S01, insured_rows, name="社保.csv", link=False)
    other = id_number("19880101", sequence=333)
    load(S04, [titled("王小明", WANG, "1"), titled("李红", other, "2"), titled("孙国强", SUN, "3")], name="职称.csv")


KEY = {("社保.csv", 2): "wang", ("社保.csv", 3): "li", ("社保.csv", 4): "sun", ("社保.csv", 5): "zhao",
       ("职称.csv", 2): "wang", ("职称.csv", 3): "li", ("职称.csv", 4): "zhao"}  # fmt: skip


def key_file(tmp_path, key=KEY, *, name="truth.csv", header="file,row,person"):
    lines = [header, *(f"{file},{row},{person}" for (file, row), person in key.items())]
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    return str(tmp_path / name)


def evaluate(capsys, *arguments, code=0):
    assert cli.main(["link", "evaluate", "--truth", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("county")
def test_figures_are_those_counted_by_hand(tmp_path, capsys):
    found = evaluate(capsys, key_file(tmp_path))
    assert (found["rows"], found["rejected_rows"]) == (6, 1)
    assert (found["right_pairs"], found["linked_pairs"], found["true_pairs"]) == (1, 2, 2)
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)
    assert (found["exact_persons"], found["exact_count"], found["persons"]) == (0.25, 1, 4)
    assert (found["mixed_clusters"], found["mixed_share"]) == (1, 0.25)
    assert isinstance(found["review_pairs"], int)
    assert not any(isinstance(value, dict | list) for value in found.values())


@pytest.mark.usefixtures("county")
def test_groups_are_reported_apart_and_in_words(tmp_path, capsys):
    traits = tmp_path / "traits.csv"
    traits.write_text("person,trait\nli,twin\nwang,returnee\nnobody,minority\n", "utf-8")
    found = evaluate(capsys, key_file(tmp_path), "--traits", str(traits))
    assert {trait: scores["recall"] for trait, scores in found["groups"].items()} == {"twin": 0.0, "returnee": 1.0}
    assert cli.main(["link", "evaluate", "--truth", key_file(tmp_path), "--traits", str(traits)]) == 0
    text = capsys.readouterr().out
    assert "F1 0.50000" in text
    assert "twin" in text
    assert "退回 1" in text


@pytest.mark.usefixtures("county")
def test_rows_sent_again_belong_to_the_rows_they_repeat(tmp_path, capsys):
    """A later full file: Wang unchanged, Li's row with another phone, Sun's row gone; judged by the later file alone."""
    load(S01, [insured("王小明", WANG), insured("李红", LI, phone="13800000001")], name="社保4.csv")
    later = {("社保4.csv", 2): "wang", ("社保4.csv", 3): "li", ("职称.csv", 2): "wang", ("职称.csv", 3): "li"}
    found = evaluate(capsys, key_file(tmp_path, later))
    assert (found["rows"], found["precision"], found["recall"]) == (4, 1.0, 0.5)
    found = evaluate(capsys, key_file(tmp_path, KEY | later))  # the same rows by both files: no pair counts twice
    assert (found["rows"], found["ended_rows"], found["true_pairs"]) == (5, 1, 2)
    assert found["recall"] == 0.5


@pytest.mark.usefixtures("county")
def test_dated_facts_of_nobody_stand_alone_and_retracted_files_are_not_loaded(tmp_path, capsys):
    load(S21, [["周建国", id_number("19770505"), "2020-01-01", "在职"]], name="公务员.csv")
    key = KEY | {("公务员.csv", 2): "wang", ("公务员.csv", 9): "li", ("不存在.csv", 2): "li"}
    found = evaluate(capsys, key_file(tmp_path, key))
    assert (found["waiting_rows"], found["not_in_file_rows"], found["unknown_files"]) == (1, 1, 1)
    assert found["true_pairs"] == 4
    retract_batch(by=None, batch=Batch.objects.get(file_name="职称.csv"), reason="错")
    assert evaluate(capsys, key_file(tmp_path, key))["unknown_files"] == 2


def test_rows_that_may_not_be_kept_and_rows_sent_twice_are_told_apart(tmp_path, capsys):
    officer = insured("赵卫东", "军字第0212345号", kind="军官证")
    load(S01, [insured("王小明", WANG), officer, insured("王小明", WANG), insured("李红", LI)], name="社保.csv")
    key = {("社保.csv", row): person for row, person in ((2, "wang"), (3, "zhao"), (4, "wang"), (5, "li"), (6, "sun"))}
    found = evaluate(capsys, key_file(tmp_path, key))
    counted = (found["rows"], found["excluded_rows"], found["repeated_rows"], found["not_in_file_rows"])
    assert counted == (2, 1, 1, 1)


BAD_KEYS = (
    ("file,line,who\n社保.csv,2,a\n", "truth.columns", "row, person"),
    ("file,row,person\n社保.csv,2,a\n社保.csv,zwei,b\n", "truth.values", "第 3 行"),
    ("file,row,person\n社保.csv,2,a\n社保.csv,2,b\n", "truth.values", "同一行"),
    ("file,row,person\n社保.csv,2,\n", "truth.values", "person"),
    ("file,row,person\n", "truth.empty", "只有列名"),
    ("", "truth.empty", "空"),
    ("file,row,person\n别的.csv,2,a\n", "truth.unknown_files", "别的.csv"),
    ("file,row,person\n社保.csv,900,a\n", "truth.no_rows", "表头"),
    ("file,row,person\n社保.csv,2,a,b,c\n社保.csv,2\n", "truth.not_csv", "csv"),
    (b"PK\x03\x04\x00\x00\xff\xfe\x00", "truth.encoding", "UTF-8"),
)


@pytest.mark.usefixtures("county")
def test_a_bad_key_says_what_is_wrong(tmp_path, capsys):
    path = tmp_path / "key.csv"
    for content, code, says in BAD_KEYS:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = evaluate(capsys, str(path), code=1)
        assert (found["code"], says in found["error"], "key.csv" in found["error"]) == (code, True, True), found


@pytest.mark.usefixtures("county")
def test_keys_come_in_either_encoding_and_with_folders(tmp_path, capsys):
    text = (tmp_path / "truth.csv", "PERSON, Row ,file,note\nwang,2,C:\\月报\\社保.csv,x\nwang,2,a/b/职称.csv,x\n")
    text[0].write_bytes(text[1].encode("gb18030"))
    assert evaluate(capsys, str(text[0]))["f1"] == 1
    assert evaluate(capsys, str(tmp_path / "none.csv"), code=1)["code"] == "file.missing"
