"""A pack is read whole, with a place for every fault; misspellings get a suggestion."""

from __future__ import annotations

import pytest

from bole.core.vocabulary import PackInvalid, diff_packs, load_pack

GOOD = {
    "county.yaml": "pack: x\nname: 某县\nname_en: X\nversion: '1'\ncite: 例\nmark: M\n",
    "facts.yaml": """\
cite: 例
mark: M
legal_bases: {duty: 法定职责}
purposes: {register: 名册}
facts:
  name: {name: 姓名, name_en: Name, type: name, trusted: [A1], basis: duty, purpose: register}
  degree: {name: 学位, name_en: Degree, type: code, code_list: degree, basis: duty, purpose: register}
""",
    "codelists/degree.yaml": """\
cite: 例
mark: M
code_lists:
  degree:
    name: 学位
    items:
      "2": {name: 博士, rank: 30}
      "3": {name: 硕士, rank: 20}
""",
    "departments.yaml": "cite: 例\nmark: M\nkind: department\nunits:\n  - {code: RS, name: 人社局}\n",
    "sources/A1.yaml": """\
id: A1
name: 名册
name_en: List
cite: 例
mark: M
department: RS
subject: person
file_mode: full
refresh_days: 30
legal_basis: 例
purpose: 例
natural_key: [姓名]
columns:
  - {header: 姓名, to: [name], type: name}
  - {header: 学位, to: [degree], type: code, codes: {博: "2"}}
""",
}


def faults(**changes: tuple[str, str]) -> list[str]:
    """The problems after replacing text in files: file (dots for slashes) → (old, new)."""
    files = dict(GOOD)
    for name, (old, new) in changes.items():
        path = name.replace("__", "/") + ".yaml"
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    with pytest.raises(PackInvalid) as caught:
        load_pack(files)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_pack_loads_and_knows_its_words() -> None:
    pack = load_pack(GOOD)
    assert pack.vocabulary.by_name("学位").key == "degree"
    assert pack.vocabulary.suggest("学味") == "学位"
    assert pack.sources["A1"].columns[1].code_list == "degree"
    assert pack.code_lists["degree"].find(" 博士 ").code == "2"
    assert load_pack(GOOD).sha256 == pack.sha256


SEEDED = [
    ({"facts": ("basis: duty, purpose: register}\n  degree", "bases: duty, purpose: register}\n  degree")},
     ["facts.yaml:6:62: 事实“name”中没有“bases”这一项(是否指“basis”?)", "facts.yaml:6:9: 事实“name”缺少“basis”"]),
    ({"facts": ("type: name", "type: nmae")}, ["facts.yaml:6:41: “type”不能是“nmae”(是否指“name”?)"]),
    ({"facts": ("code_list: degree", "code_list: degre")}, ["facts.yaml:7:11: “degree”的代码表“degre”不存在(是否指“degree”?)"]),
    ({"facts": ("trusted: [A1]", "trusted: [A2]")}, ["facts.yaml:6:9: 事实“name”信任的来源“A2”不存在(是否指“A1”?)"]),
    ({"facts": ("mark: M", "mark: Z")}, ["facts.yaml:2:7: “mark”不能是“Z”(可用:F、K、M)"]),
    ({"facts": ("cite: 例\n", "")}, ["facts.yaml:1:1: facts.yaml缺少“cite”(补上 cite: …)"]),
    ({"facts": ("学位, name_en", "姓名, name_en")}, ["“姓名”既是“name”又是“degree”的名称"]),
    ({"sources__A1": ("to: [degree]", "to: [degre]")}, ["sources/A1.yaml:15:22: 来源“A1”列“学位”写入的事实“degre”不存在(是否指“degree”?)"]),
    ({"sources__A1": ("department: RS", "department: RZ")}, ["部门“RZ”不存在(是否指“RS”?)"]),
    ({"sources__A1": ('博: "2"', '博: "9"')}, ["sources/A1.yaml:15:22: 来源“A1”列“学位”把“博”译成不存在的代码“9”"]),
    ({"sources__A1": ("natural_key: [姓名]", "natural_key: [姓明]")}, ["来源“A1”没有列“姓明”(是否指“姓名”?)"]),
    ({"sources__A1": ("to: [degree], type: code", "to: [degree], type: text")}, ["的类型“text”与事实“degree”的“code”不同"]),
    ({"sources__A1": ("refresh_days: 30", "refresh_days: 每月")}, ["sources/A1.yaml:9:15: “refresh_days”应当是整数"]),
    ({"sources__A1": ("  - {header: 姓名", "\t- {header: 姓名")}, ["sources/A1.yaml:14:1: YAML语法错误", "把制表符换成空格"]),
    ({"sources__A1": ("id: A1", "id: A1\nid: A3")}, ["sources/A1.yaml:2:1: 键“id”重复(删去其中一处)"]),
    ({"codelists__degree": ('"2"', "02"), "sources__A1": ('博: "2"', '博: "02"')}, []),
    ({"codelists__degree": ("name: 博士", "name: 01")}, ["“01”会被当作八进制数", '写成带引号的文字:"01"']),
    ({"county": ("version: '1'", "version: 1")}, ["county.yaml:4:10: “version”应当是文字(加引号:\"1\")"]),
    ({"county": ("mark: M", "mark: M\nbase: nowhere")}, ["需要先装入基础包“nowhere”"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [pair for pair in SEEDED if pair[1]])
def test_every_seeded_error_names_its_place_and_what_was_meant(
    changes: dict[str, tuple[str, str]], expected: list[str]
) -> None:
    found = "\n".join(faults(**changes))
    for part in expected:
        assert part in found


def test_all_faults_come_at_once() -> None:
    found = faults(facts=("type: name", "type: nmae"), sources__A1=("to: [degree]", "to: [degre]"))
    assert len(found) >= 2


def test_exploding_aliases_are_refused() -> None:
    bomb = "a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n"
    with pytest.raises(PackInvalid, match="不允许使用锚点与别名"):
        load_pack({**GOOD, "items/x.yaml": bomb})


def test_a_misnamed_file_is_pointed_out() -> None:
    with pytest.raises(PackInvalid, match=r"fact\.yaml:1:1: 包里没有这种文件\(是否指“facts\.yaml”"):
        load_pack({**GOOD, "fact.yaml": "a: 1"})


def test_an_empty_folder_says_what_is_missing() -> None:
    with pytest.raises(PackInvalid, match="缺少 county"):
        load_pack({})


@pytest.mark.parametrize("text", ["", "\x00", "[1, 2", "\ufeff", "- 1\n- 2\n", "facts: 3\n"])
def test_unreadable_files_are_problems_not_crashes(text: str) -> None:
    with pytest.raises(PackInvalid):
        load_pack({**GOOD, "facts.yaml": text})


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load_pack({**GOOD, "county.yaml": "\ufeff" + GOOD["county.yaml"]}).id == "x"


def test_a_diff_names_the_changed_field() -> None:
    files = {**GOOD, "facts.yaml": GOOD["facts.yaml"].replace("name_en: Degree", "name_en: Grade")}
    changes = diff_packs(load_pack(GOOD), load_pack(files))
    assert [(change.kind, change.part, change.key, change.details) for change in changes] == [
        ("changed", "fact", "degree", ("name_en",))
    ]
    assert diff_packs(load_pack(GOOD), load_pack(GOOD)) == []
