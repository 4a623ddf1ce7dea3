"""The rules: records that agree in every key column of a rule are joined with its weight.

Weights order the evidence for clustering (strongest first); they are not probabilities. Name and employer alone never join two
records: people of one name in one firm are too many (research note on linkage, sections 3 and 7).
"""

from __future__ import annotations

from dataclasses import dataclass

MODEL_VERSION = "rules-2"
THRESHOLD = 2.0

STANDARD_COLUMNS = (
    "record",
    "id_index",
    "raw_index",
    "prefix_index",
    "passport_index",
    "phone_index",
    "name_simple",
    "surname",
    "pinyin",
    "pinyin_sorted",
    "latin",
    "birth_date",
    "employer_key",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """`keys`: columns that must be equal and known. `label`: what it says to people.

    `latin_hub`: only pairs with a record under a Latin name (a returnee's passport beside a Chinese card).
    """

    name: str
    weight: float
    keys: tuple[str, ...]
    label: str
    latin_hub: bool = False


RULES = (
    Rule("id_surname", 20.0, ("id_index", "surname"), "有效证件号码相同,姓相同"),
    Rule("id_pinyin", 19.0, ("id_index", "pinyin"), "有效证件号码相同,姓名同音"),
    Rule("id", 18.0, ("id_index",), "有效证件号码相同"),
    Rule("passport_birth", 17.0, ("passport_index", "birth_date"), "护照号码和出生日期相同"),
    Rule("passport_name", 16.0, ("passport_index", "pinyin_sorted"), "护照号码和姓名相同"),
    Rule("passport", 15.0, ("passport_index",), "护照号码相同"),
    Rule("name_birth_phone", 14.0, ("name_simple", "birth_date", "phone_index"), "姓名、出生日期、手机号码相同"),
    Rule("name_birth_employer", 12.0, ("name_simple", "birth_date", "employer_key"), "姓名、出生日期、单位相同"),
    Rule("name_phone", 11.0, ("name_simple", "phone_index"), "姓名和手机号码相同"),
    Rule("name_written_number", 10.0, ("name_simple", "raw_index"), "姓名和登记的证件号码相同(校验位有误)"),
    Rule("name_number_prefix", 9.5, ("name_simple", "prefix_index"), "姓名和证件号码前 15 位相同"),
    Rule("sound_birth_phone", 9.0, ("pinyin", "birth_date", "phone_index"), "姓名同音,出生日期、手机号码相同"),
    Rule("sound_birth_employer", 8.0, ("pinyin", "birth_date", "employer_key"), "姓名同音,出生日期、单位相同"),
    Rule("latin_name_birth", 7.5, ("pinyin_sorted", "birth_date"), "拼写相同,出生日期相同", latin_hub=True),
    Rule("name_birth", 7.0, ("name_simple", "birth_date"), "姓名和出生日期相同"),
)


def pattern_of(rule: Rule) -> str:
    """One letter per rule."""
    return chr(ord("A") + RULES.index(rule))
