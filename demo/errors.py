"""The error model: one `Pen` writes one department's file, with that department's slips at the rates of `rates.yaml`."""

from collections import Counter
from datetime import date
from random import Random

from demo import places
from demo.dates import CELL, DAYS, EXCEL_EPOCH, MONTHS, Style
from demo.names import (
    LOOKALIKE,
    SURNAME_VARIANTS,
    homophones,
    pinyin,
    respell_latin,
    traditional,
    transliterate,
)
from demo.numbers import make_phone, make_uscc
from demo.organisations import Firm
from demo.people import Person
from demo.rates import RATES

WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789"}
DOTS = ("•", ".", "・", "", " ", "．")


class Slips:
    """Exclusive slips with their rates: one draw decides whether any happens and which."""

    def __init__(self, rates: dict[str, float], *, leave: tuple[str, ...] = ()) -> None:
        self.kinds = [kind for kind in rates if kind not in leave]
        self.rates = [rates[kind] for kind in self.kinds]
        self.total = sum(self.rates)

    def which(self, draw: float) -> str:
        """The slip for a draw below `total`."""
        for kind, rate in zip(self.kinds, self.rates, strict=True):
            draw -= rate
            if draw < 0:
                return kind
        return self.kinds[-1]


ID_SLIPS = Slips(RATES["id"], leave=("lower_x",))
NAME_SLIPS = Slips(
    RATES["name"],
    leave=(
        "surname_variant",
        "dot_variant",
        "cut_short",
        "transliterated",
        "rare_lost",
        "latin_respelt",
        "pinyin",
    ),
)
PHONE_SLIPS = Slips(RATES["phone"])
DATE_SLIPS = Slips(RATES["date"])


class Pen:
    """Writes the cells of one file. `excel` says whether cells may be numbers and dates."""

    def __init__(self, rng: Random, source: str, *, excel: bool, seen: Counter[str]) -> None:
        self.rng, self.rnd, self.excel, self.seen = rng, rng.random, excel, seen
        own = RATES["sources"].get(source, {})
        self.id_missing = own.get("id_missing", 0.0)
        self.phone_missing = own.get("phone_missing", 0.0)
        self.birth_missing = own.get("birth_missing", 0.0)
        self.other = RATES["other"]
        self.variant = self.other["variant"]
        self.previous = ""
        self.old_towns = [list(dict.fromkeys(old)) for old in places.OLD] if source == "S01" else [[]] * len(places.OLD)
        self.days: Style = self._style()
        self.months: Style = MONTHS[rng.choice(sorted(MONTHS))]
        self.sexes = rng.choice((("男", "女"), ("1", "2")))

    def _style(self) -> Style:
        names = ["iso", "iso", "slash", "slash0", "chinese", "compact", "dots", "midnight"]
        if self.excel and self.rng.random() < 0.35:
            return CELL
        return DAYS[self.rng.choice(names)]

    # --- people -----------------------------------------------------------------------------------------------------
    def name(self, person: Person) -> str:
        """The person's name as this department has it."""
        draw = self.rnd()
        if person.latin or person.minority or person.rare:
            special = self._special_name(person)
            if special is not None:
                return special
        if person.surname in SURNAME_VARIANTS and self.rnd() < RATES["name"]["surname_variant"] * 0.4:
            self.seen["name.surname_variant"] += 1
            return SURNAME_VARIANTS[person.surname] + person.given
        if draw >= NAME_SLIPS.total or not person.given:
            return person.name
        kind = NAME_SLIPS.which(draw)
        written = self._slip_name(person, kind)
        if written != person.name:
            self.seen[f"name.{kind}"] += 1
        return written

    def _special_name(self, person: Person) -> str | None:
        rates, rnd = RATES["name"], self.rnd
        if person.nation:
            if person.name and rnd() < 0.2:
                return person.name
            if rnd() < rates["latin_respelt"]:
                self.seen["name.latin_respelt"] += 1
                return respell_latin(self.rng, person.latin)
            return person.latin
        if person.returnee and rnd() < rates["pinyin"] * 0.5:
            self.seen["name.pinyin"] += 1
            return respell_latin(self.rng, person.latin)
        if person.minority:
            return self._minority_name(person)
        if person.rare and rnd() < rates["rare_lost"]:
            self.seen["name.rare_lost"] += 1
            last = person.given[-1]
            return person.name[:-1] + ("?" if rnd() < 0.5 else pinyin(last).upper() if pinyin(last) != last else "？")
        return None

    def _minority_name(self, person: Person) -> str | None:
        rates, draw, name = RATES["name"], self.rnd(), person.name
        if draw < rates["cut_short"]:
            kind = "cut_short"
            width = min(len(name) - 1, 4 + int(self.rnd() * 4))
            written = person.surname if "·" in name and self.rnd() < 0.5 else name[:width].rstrip("·")
        elif draw < rates["cut_short"] + rates["transliterated"]:
            kind, written = "transliterated", transliterate(name)
        elif draw < rates["cut_short"] + rates["transliterated"] + rates["dot_variant"]:
            kind, written = "dot_variant", name.replace("·", DOTS[int(self.rnd() * len(DOTS))])
        else:
            return None
        if written == name:
            return None
        self.seen[f"name.{kind}"] += 1
        return written

    def _slip_name(self, person: Person, kind: str) -> str:
        surname, given, name = person.surname, person.given, person.name
        spot = int(self.rnd() * len(given))
        char = given[spot]
        if kind == "traditional":
            return "".join(traditional(c) for c in name)
        if kind == "homophone":
            options = homophones(char)
        elif kind == "lookalike":
            options = LOOKALIKE.get(char, "")
        elif kind == "wrong_char":
            options = "明华云文平红海建国新"
        else:
            return self._slip_layout(surname, given, kind)
        return surname + given[:spot] + self.rng.choice(options) + given[spot + 1 :] if options else name

    def _slip_layout(self, surname: str, given: str, kind: str) -> str:
        if kind == "truncated":
            return surname + given[0]
        if kind == "reordered":
            return surname + given[::-1]
        if kind == "spaced":
            return f"{surname} {given}" if len(given) == 1 else " ".join(surname + given)
        if kind == "trailing":
            return f"{surname}{given} "
        return f"{surname}\u3000{given}" if kind == "wide_space" else f"{surname}·{given}"

    def id(self, person: Person, other: Person | None = None) -> str | int:
        """The ID number, or for foreigners the passport number; empty when the department has none. `other` is somebody near."""
        rnd = self.rnd
        if rnd() < self.id_missing:
            self.seen["id.missing"] += 1
            return ""
        number = person.id_no
        if not number:
            return self.passport(person)
        before, self.previous = self.previous, number
        draw = rnd()
        if draw >= ID_SLIPS.total:
            if number[17] == "X" and rnd() < RATES["id"]["lower_x"]:
                self.seen["id.lower_x"] += 1
                return number[:17] + "x"
            return number
        kind = ID_SLIPS.which(draw)
        written = self._slip_id(number, kind, before, person, other)
        if written != number:
            self.seen[f"id.{kind}"] += 1
        return written

    def _slip_id(self, number: str, kind: str, before: str, person: Person, other: Person | None) -> str | int:
        if kind in ("swap", "digit", "short"):
            return self._slip_digits(number, kind)
        if kind == "excel_number":
            return int(number[:15] + "000") if self.excel else number[:15] + "000"
        if kind == "excel_science":
            return f"{float(number[:15] + '000'):.5E}"
        if kind == "copied_down":
            return before or number
        if kind == "other_person":
            return other.id_no if other is not None and other.id_no else number
        if kind == "fifteen":
            return number[:6] + number[8:17] if person.year < 1985 else number
        return self._slip_look(number, kind)

    def _slip_digits(self, number: str, kind: str) -> str:
        spot = 6 + int(self.rnd() * 10)
        if kind == "swap":
            while number[spot] == number[spot + 1]:
                spot = 6 + (spot - 5) % 10
            return number[:spot] + number[spot + 1] + number[spot] + number[spot + 2 :]
        if kind == "digit":
            return number[:spot] + str((int(number[spot]) + 1 + int(self.rnd() * 9)) % 10) + number[spot + 1 :]
        return number[:spot] + number[spot + 1 :]

    def _slip_look(self, number: str, kind: str) -> str:
        if kind == "space":
            return f"{number} " if self.rnd() < 0.6 else f" {number}"
        if kind == "full_width":
            return number.translate(WIDE)
        return f"'{number}" if kind == "quote" else f"{number[:6]} {number[6:14]} {number[14:]}"

    def passport(self, person: Person) -> str:
        """The passport number, sometimes the old one of a renewed passport."""
        draw = self.rnd()
        if person.passport_old and draw < RATES["passport"]["renewed"]:
            self.seen["passport.renewed"] += 1
            return person.passport_old
        if draw > 1 - RATES["passport"]["digit"]:
            self.seen["passport.digit"] += 1
            return person.passport[:-1] + str((int(person.passport[-1]) + 3) % 10)
        return person.passport

    def phone(self, person: Person, firm: Firm | None = None) -> str:
        """A mobile number or empty."""
        rnd = self.rnd
        if rnd() < self.phone_missing:
            return ""
        draw, phone = rnd(), person.phone
        if draw >= PHONE_SLIPS.total:
            return phone
        kind = PHONE_SLIPS.which(draw)
        if kind == "relative" and not person.kin_phone:
            return phone
        self.seen[f"phone.{kind}"] += 1
        if kind == "other":
            return person.phone2
        if kind == "relative":
            return person.kin_phone
        if kind == "swap":
            return phone[:7] + phone[8] + phone[7] + phone[9:]
        if kind == "switchboard":
            return firm.desk if firm else make_phone(self.rng)
        if kind in ("prefixed", "dashed"):
            return f"{'+86 ' if kind == 'prefixed' else ''}{phone[:3]}-{phone[3:7]}-{phone[7:]}"
        return phone.translate(WIDE) if kind == "full_width" else phone[:10]

    def sex(self, person: Person) -> str:
        """The sex in this file's own code."""
        male = person.male
        if self.rnd() < self.other["sex_flip"]:
            self.seen["other.sex_flip"] += 1
            male = not male
        return self.sexes[0 if male else 1]

    def birth(self, person: Person) -> str | int | date:
        """The date of birth or empty."""
        return "" if self.rnd() < self.birth_missing else self.date(person.birth)

    # --- dates and numbers ------------------------------------------------------------------------------------------
    def date(self, day: int) -> str | int | date:
        """A day in the file's style, sometimes in another, sometimes wrong; 0 is empty."""
        if not day:
            return ""
        draw = self.rnd()
        if draw >= DATE_SLIPS.total:
            return self.days[day]
        kind = DATE_SLIPS.which(draw)
        self.seen[f"date.{kind}"] += 1
        if kind == "serial":
            return day - EXCEL_EPOCH if self.excel else str(day - EXCEL_EPOCH)
        if kind == "other_style":
            return DAYS[self.rng.choice(list(DAYS))][day]
        return self.days[_wrong_day(day, kind)]

    def month(self, day: int) -> str:
        """A month in the file's style, sometimes in another."""
        if self.rnd() < RATES["date"]["other_style"]:
            self.seen["date.other_style"] += 1
            return MONTHS[self.rng.choice(list(MONTHS))][day]
        return self.months[day]

    def number(self, value: float, unit: str = "") -> str | int | float:
        """A figure, sometimes as text with separators, unit or full-width digits."""
        if self.rnd() >= self.other["number_text"]:
            return value if self.excel else str(value)
        self.seen["other.number_text"] += 1
        draw = self.rnd()
        if draw < 0.4 or not unit:
            return f"{value:,}" if draw < 0.6 else str(value).translate(WIDE)
        return f"{value}{unit}" if draw < 0.8 else f" {value} "

    def in_ten_thousands(self, yuan: int) -> str | int | float:
        """An amount in ten thousand yuan; rarely somebody writes plain yuan."""
        if self.rnd() < self.other["unit_slip"]:
            self.seen["other.unit_slip"] += 1
            return self.number(yuan)
        return self.number(round(yuan / 10_000, 2), "万元")

    # --- names of things ----------------------------------------------------------------------------------------------
    def code(self, spellings: list[str]) -> str:
        """A coded value in the usual or another spelling."""
        if self.rnd() < self.variant:
            self.seen["other.variant"] += 1
            return spellings[int(self.rnd() * len(spellings))]
        return spellings[0]

    def town(self, index: int) -> str:
        """A township, sometimes under an alias or a code; in S01 every old name occurs at least once."""
        if self.old_towns[index]:
            self.seen["other.township_alias"] += 1
            return self.old_towns[index].pop()
        if self.rnd() < self.other["township_alias"]:
            self.seen["other.township_alias"] += 1
            options = places.ALIASES[index]
            return options[int(self.rnd() * len(options))]
        return places.NAMES[index]

    def employer(self, firm: Firm) -> str:
        """An employer's name: full, short, former, with brackets or blanks."""
        rates = RATES["employer"]
        if firm.former and self.rnd() < rates["former"]:
            self.seen["employer.former"] += 1
            return firm.former
        draw = self.rnd()
        if draw < rates["short"]:
            self.seen["employer.short"] += 1
            return firm.short
        draw -= rates["short"]
        if draw < rates["spaced"]:
            self.seen["employer.spaced"] += 1
            return f" {firm.name} "
        if draw < rates["spaced"] + rates["brackets"]:
            self.seen["employer.brackets"] += 1
            return firm.brackets
        return firm.name

    def uscc(self, firm: Firm) -> str:
        """An employer's credit code."""
        draw, rates = self.rnd(), RATES["employer"]
        if draw < rates["missing_code"]:
            return ""
        if draw < rates["missing_code"] + rates["wrong_code"]:
            self.seen["employer.wrong_code"] += 1
            return make_uscc(self.rng)[:17] + "0"
        return firm.uscc


def _wrong_day(day: int, kind: str) -> int:
    true = date.fromordinal(day)
    if kind == "swapped" and true.day <= 12:
        return date(true.year, true.day, true.month).toordinal()
    if kind == "year_off":
        return date(true.year - 1, true.month, min(true.day, 28)).toordinal()
    if kind == "first_of_year":
        return date(true.year, 1, 1).toordinal()
    return day - 1
