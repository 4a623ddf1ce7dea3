"""Another county is another folder: its own headers, codes and criteria are read without a line of Python."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from bole.core.rules import Classifier, check_pack
from bole.core.vocabulary import load_folder
from bole.people.sources.reading import check_rows, read_table, recognise

PACKS = Path(__file__).resolve().parents[2] / "packs"
TODAY = dt.date(2026, 11, 1)
FILE = """\
船员姓名,身份号,号码,哪个镇,本子号,档次,发本日
王小明,110105194912310028,13800000001,溪口乡,B-001,头等,2019.05.01
李四,,13800000002,999901001,B-002,丙,2020-06-30
"""


def test_a_second_county_reads_its_own_file() -> None:
    pack = load_folder(PACKS / "tiny", [check_pack])
    raw = read_table(FILE.encode(), "船员.csv", layouts=pack.sources.values())
    recognition = recognise(raw.headers, pack.sources.values())
    assert recognition.layout is not None
    assert recognition.layout.id == "R1"
    checked = check_rows(raw, recognition, pack, TODAY)
    rows = [json.loads(values) for values in checked.rows["values"]]
    assert [row["boat_licence"] for row in rows] == ["1", "3"]
    assert [row["township"] for row in rows] == ["999901102", "999901101"]
    assert [Classifier.of(pack).classify(row, TODAY)["crews"] for row in rows] == [["senior"], []]
