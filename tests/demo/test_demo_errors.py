"""Every kind of slip happens, planted rows are where they are said to be, deltas bring change."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from demo.errors import Pen
from demo.layouts import LAYOUTS
from demo.names import minority_name
from demo.rates import RATES
from demo.values import CODED
from tests.demo.conftest import Generated

ROOT = Path(__file__).parents[2]
ALIASES = ("皈山乡", "良朋镇", "昆铜乡", "杭核镇", "报褔镇", "上野乡", "330523101000")


def _kinds() -> list[str]:
    groups = ("id", "name", "phone", "date", "passport")
    kinds = [f"{group}.{kind}" for group in groups for kind in RATES[group]]
    kinds += [f"employer.{kind}" for kind in RATES["employer"] if kind != "missing_code"]
    kinds += [f"other.{kind}" for kind in RATES["other"] if kind not in ("rejected", "excluded")]
    return [
        *kinds,
        "id.missing",
        "reject.no_name",
        "reject.bad_date",
        "reject.bad_code",
        "exclude.military",
        "exclude.cadre",
    ]


@pytest.mark.parametrize("kind", _kinds())
def test_every_slip_happens(generated: Generated, kind: str) -> None:
    assert generated.manifest["slips"].get(kind, 0) > 0


def test_old_and_misspelt_townships_occur(generated: Generated) -> None:
    cells = set()
    for name in generated.names():
        if name[:3] in ("S01", "S09", "S14"):
            cells |= {str(cell).strip() for row in generated.sheet(name) for cell in row}
    assert [alias for alias in ALIASES if alias not in cells] == []


def test_planted_rows_are_where_they_are_said_to_be(generated: Generated) -> None:
    checked = set()
    for name, rows in generated.planted.items():
        sheet = generated.sheet(name)
        for row, kind in rows.items():
            cells = [str(cell) for cell in sheet[row - 1]]
            if kind == "duplicate" and not LAYOUTS[name[:3]].merged and not LAYOUTS[name[:3]].numbered:
                assert sheet[row - 1] == sheet[row - 2], (name, row)
                checked.add(kind)
            elif kind == "exclude.military":
                assert any("字第" in cell for cell in cells), (name, row)
                checked.add(kind)
            elif kind == "exclude.cadre":
                assert any(word in cell for cell in cells for word in ("中共安吉县", "办公室", "县管领导干部")), (
                    name,
                    row,
                )
                checked.add(kind)
            elif kind == "reject.no_name" and name.startswith("S01"):
                assert cells[0] == ""
                checked.add(kind)
    assert checked == {"duplicate", "exclude.military", "exclude.cadre", "reject.no_name"} or len(checked) >= 3


def test_traits_are_told_apart(generated: Generated) -> None:
    lines = (generated.out / "traits.csv").read_text("utf-8").splitlines()[1:]
    found = {line.split(",")[1] for line in lines}
    assert {
        "household",
        "twin",
        "minority",
        "rare_character",
        "foreign",
        "renewed_passport",
        "returnee",
        "dead",
        "civil_servant",
        "away",
    } <= found


def test_twins_share_birthday_and_surname_but_no_number(generated: Generated) -> None:
    twins = [person for person in generated.county.people if person.twin > 0]
    assert twins
    for person in twins:
        other = generated.county.person(person.twin)
        assert other.twin == person.id
        assert (person.birth, person.surname, person.id_no[:14]) == (other.birth, other.surname, other.id_no[:14])
        assert person.id_no != other.id_no


def test_relatives_share_phones_and_couples_get_each_others_papers(generated: Generated) -> None:
    people = generated.county.people
    couples = [(person, generated.county.person(person.spouse)) for person in people if person.spouse > 0]
    assert 0.04 * len(couples) < sum(one.phone == other.phone for one, other in couples) < 0.25 * len(couples)
    phones = Counter(person.phone for person in people)
    lines = [line.split(",") for line in (generated.out / "traits.csv").read_text("utf-8").splitlines()[1:]]
    marked = {int(person) for person, trait in lines if trait == "shared_phone"}
    assert marked == {person.id for person in people if phones[person.phone] > 1}
    assert generated.manifest["slips"]["families.documents_swapped"] > 0
    pen = Pen(Random(1), "S02", excel=False, seen=Counter())
    married = next(one for one, other in couples if one.phone != other.phone)
    assert 0 < pen_share(lambda: pen.phone(married) == married.kin_phone) < 0.03


def pen_share(test: Callable[[], bool], draws: int = 4000) -> float:
    """How often a slip happens."""
    return sum(test() for _ in range(draws)) / draws


def test_minority_names_are_written_in_many_ways(generated: Generated) -> None:
    rng = Random(1)
    names = [minority_name(rng, undotted=0.3, long=0.15)[0] for _ in range(400)]
    dots = Counter(name.count("·") for name in names)
    assert set(dots) == {0, 1, 2}
    assert 80 < dots[0] < 160
    person = next(person for person in generated.county.people if person.minority)
    person = replace(person, name="买买提·阿不都热合曼", surname="买买提", given="阿不都热合曼")
    pen = Pen(Random(2), "S02", excel=False, seen=Counter())
    written = Counter(pen.name(person) for _ in range(2000))
    forms = {
        "买买提·阿不都热合曼",
        "买买提•阿不都热合曼",
        "买买提阿不都热合曼",
        "买买提",
        "买买提·阿不都",
        "麦麦提·阿不都热合曼",
    }
    assert forms <= set(written)
    assert written["买买提·阿不都热合曼"] > 600


def test_delta_is_about_two_percent_and_keeps_keys(generated: Generated) -> None:
    entries = generated.manifest["files"]
    for source in ("S01", "S02", "S05"):
        full = next(f["rows"] for f in entries if f["source"] == source and not f["delta"])
        part = next(f["rows"] for f in entries if f["source"] == source and f["delta"])
        assert 0.01 * full < part < 0.04 * full
    column = 2  # the number in S01
    full_name = next(n for n in generated.names(delta=False) if n.startswith("S01"))
    delta_name = next(n for n in generated.names(delta=True) if n.startswith("S01"))
    sent = {row[column] for row in generated.sheet(full_name)}
    again = [row[column] in sent for row in generated.sheet(delta_name)[1:]]
    assert 0.6 * len(again) < sum(again) < len(again)


def test_delta_rows_of_known_people_keep_their_person(generated: Generated) -> None:
    full = next(n for n in generated.names(delta=False) if n.startswith("S01"))
    delta = next(n for n in generated.names(delta=True) if n.startswith("S01"))
    by_number = {generated.sheet(full)[row - 1][2]: person for row, person in generated.truth[full].items()}
    sheet = generated.sheet(delta)
    known = {
        row: person
        for row, person in generated.truth[delta].items()
        if len(sheet[row - 1][2]) == 18 and sheet[row - 1][2] in by_number
    }
    agree = sum(by_number[sheet[row - 1][2]] == person for row, person in known.items())
    assert agree >= 0.9 * len(known) > 0


def test_readme_lists_what_a_pack_must_know() -> None:
    text = (ROOT / "demo" / "README.md").read_text("utf-8")
    headers = [header for layout in LAYOUTS.values() for variants in layout.headers for header in variants]
    spellings = [spelling for values in CODED.values() for text_ in values.values() for spelling in text_.split("|")]
    assert [word for word in headers + spellings if word not in text] == []


def test_demo_and_product_do_not_know_each_other() -> None:
    def imports(folder: Path) -> set[str]:
        found: set[str] = set()
        for path in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
        return found

    assert "bole" not in imports(ROOT / "demo")
    assert "demo" not in imports(ROOT / "src" / "bole")
