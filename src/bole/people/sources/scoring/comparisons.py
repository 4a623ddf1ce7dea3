"""What of two rows is compared, in which levels, and which pairs are compared at all.

Conditions use only SQL that means the same in DuckDB and Spark: `substr` and `length` count characters in both, `levenshtein` counts
bytes in DuckDB and is asked about Latin letters only; what they lack is a column of `features`. Levels are tried from the first on; the last takes what is left. Sources: research note on linkage, sections 3 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass


def _(text: str) -> str:
    """Marks a text for the catalogue; translated where it is shown. This room knows no Django."""
    return text


NULL = "A"
"""The letter of a comparison that one side has no value for."""
SAME_FAMILY = "(surname_l = surname_r or spelled_l = spelled_r)"
GIVEN_ONE_OFF = (
    "length(given_l) = 2 and length(given_r) = 2"
    " and (substr(given_l, 1, 1) = substr(given_r, 1, 1) or substr(given_l, 2, 1) = substr(given_r, 2, 1))"
)
GIVEN_SHORTENED = "(substr(given_l, 1, length(given_r)) = given_r or substr(given_r, 1, length(given_l)) = given_l)"
LONG_ALIKE = (
    "not latin_l and not latin_r and (length(name_l) >= 4 or length(name_r) >= 4)"
    " and (substr(name_l, 1, length(name_r)) = name_r or substr(name_r, 1, length(name_l)) = name_l"
    " or levenshtein(sound_l, sound_r) <= 3)"
)
DAYS_SWAPPED = "substr(born_l, 6, 2) = substr(born_r, 9, 2) and substr(born_l, 9, 2) = substr(born_r, 6, 2)"
FIRST_OF_YEAR = "month_day_l = '01-01' or month_day_r = '01-01'"


@dataclass(frozen=True, slots=True)
class Level:
    """`sql` over `…_l` and `…_r`, "" for all that is left; `term`: the column whose frequency adjusts the weight; `label`: for people."""

    key: str
    sql: str
    label: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`unknown`: when one side has nothing to compare. The letter of a level is "B" for the last and grows towards the first.

    `held_by_few`: few rows have such a document, and a person's rows have it together: that both have one says something by itself.
    """

    key: str
    unknown: str
    unknown_label: str
    levels: tuple[Level, ...]
    held_by_few: bool = False

    def letter(self, key: str) -> str:
        """The letter that a pattern shows for a level."""
        place = next(index for index, level in enumerate(self.levels) if level.key == key)
        return chr(ord(NULL) + len(self.levels) - place)

    def level(self, letter: str) -> Level | None:
        """The level behind a letter; None where one side was unknown."""
        return None if letter == NULL else self.levels[len(self.levels) - (ord(letter) - ord(NULL))]


def _equal(key: str, label: str, *, term: str = "") -> Level:
    return Level("equal", f"{key}_l = {key}_r", label, term)


def _one_missing(key: str) -> str:
    return f"{key}_l is null or {key}_r is null"


COMPARISONS = (
    Comparison(
        "number",
        "(number_l is null and written_l is null) or (number_r is null and written_r is null)",
        _("一方没有身份证号码"),
        (
            _equal("number", _("身份证号码相同")),
            Level("written", f"written_l = written_r and {SAME_FAMILY}", _("登记的号码相同(校验位有误)")),
            Level(
                "prefix",
                f"not (complete_l and complete_r) and prefix_l = prefix_r and {SAME_FAMILY}",
                _("号码前 15 位相同(一方被截断或写错)"),
            ),
            Level(
                "part",
                f"not (complete_l and complete_r) and (late_l = late_r or ends_l = ends_r) and {SAME_FAMILY}",
                _("号码只差一处(一方校验位有误)"),
            ),
            Level("unproved", "not (complete_l and complete_r)", _("号码不同,但有一方的号码本身有误")),
            Level("different", "", _("身份证号码不同")),
        ),
    ),
    Comparison(
        "passport",
        _one_missing("passport"),
        _("一方没有护照号码"),
        (_equal("passport", _("护照号码相同")), Level("different", "", _("护照号码不同(可能换发)"))),
        held_by_few=True,
    ),
    Comparison(
        "name",
        _one_missing("name"),
        _("一方没有姓名"),
        (
            _equal("name", _("姓名相同"), term="name"),
            Level(
                "spelled",
                "(latin_l or latin_r) and (spelled_l = spelled_r or latin_l and latin_r and letters_l = letters_r)",
                _("拼写相同"),
            ),
            Level("sound", "pinyin_l = pinyin_r", _("姓名同音")),
            Level("reordered", "surname_l = surname_r and letters_l = letters_r", _("姓相同,名字颠倒")),
            Level("long", LONG_ALIKE, _("长姓名相近(译音或节略不同)")),
            Level("one_off", f"surname_l = surname_r and {GIVEN_ONE_OFF}", _("姓相同,名字差一字")),
            Level("near", "latin_l and latin_r and levenshtein(spelled_l, spelled_r) <= 2", _("外文拼写相近")),
            Level("shortened", f"surname_l = surname_r and {GIVEN_SHORTENED}", _("姓相同,一方名字不全")),
            Level("given", "given_l = given_r and length(given_l) >= 2", _("名字相同,姓不同")),
            Level("script", "latin_l <> latin_r", _("一方为外文拼写,无法对照")),
            Level("surname", "surname_l = surname_r", _("只有姓相同")),
            Level("different", "", _("姓名不同")),
        ),
    ),
    Comparison(
        "born",
        _one_missing("born"),
        _("一方没有出生日期"),
        (
            _equal("born", _("出生日期相同")),
            Level("month", "substr(born_l, 1, 7) = substr(born_r, 1, 7)", _("出生年月相同,日不同")),
            Level(
                "slip",
                f"substr(born_l, 1, 4) = substr(born_r, 1, 4) and (({DAYS_SWAPPED}) or {FIRST_OF_YEAR})",
                _("出生年相同,月日颠倒或只登记到年"),
            ),
            Level("day", "month_day_l = month_day_r", _("月日相同,年份不同")),
            Level("different", "", _("出生日期不同")),
        ),
    ),
    Comparison(
        "phone",
        _one_missing("phone"),
        _("一方没有手机号码"),
        (_equal("phone", _("手机号码相同"), term="phone"), Level("different", "", _("手机号码不同"))),
    ),
    Comparison(
        "employer",
        _one_missing("employer"),
        _("一方没有单位"),
        (
            _equal("employer", _("单位相同(简称与全称视为相同)"), term="employer"),
            Level("uscc", "uscc_l = uscc_r", _("单位信用代码相同,名称不同")),
            Level(
                "near",
                "substr(employer_l, 1, 4) = substr(employer_r, 1, 4)",
                _("单位名称相近"),
            ),
            Level("different", "", _("单位不同")),
        ),
    ),
    Comparison(
        "sex",
        _one_missing("sex"),
        _("一方没有性别"),
        (_equal("sex", _("性别相同")), Level("different", "", _("性别不同"))),
    ),
)
PLACES = {comparison.key: place for place, comparison in enumerate(COMPARISONS)}
TERMS = {"name": "name_simple", "phone": "phone_index", "employer": "employer_key"}
"""Standard column by feature: values whose frequency adjusts a weight."""

BLOCKING = (
    ("number",),
    ("written", "surname"),
    ("passport",),
    ("phone",),
    ("spelled", "born"),
    ("spelled", "employer"),
    ("prefix", "surname"),
    ("late",),
    ("name", "ends"),
    ("born", "employer"),
    ("name", "month_day"),
    ("name", "uscc"),
)
"""Pairs are compared when all columns of one of these agree. Same letters (`spelled`) covers the same name."""
