"""Numbers with check digits: citizen IDs (GB 11643), credit codes (GB 32100, GB 11714); phones, passports, permits."""

from bisect import bisect
from itertools import accumulate
from random import Random

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CODE_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
REGIONS = (
    ["330523"] * 330 + ["330521", "330522", "330501", "330502", "330503"] * 16
    + ["330106", "330109", "341822", "341881", "320115", "310115", "420106", "510104", "362321", "411303", "522125", "371326", "340823", "411523", "500231"] * 3
)  # fmt: skip
FAR_REGIONS = ["653101", "654001", "652101", "540102", "542221", "152201", "150702", "653201"]
MOBILE = [
    "138",
    "139",
    "137",
    "136",
    "135",
    "150",
    "151",
    "152",
    "158",
    "159",
    "187",
    "188",
    "133",
    "189",
    "181",
    "177",
    "130",
    "131",
    "186",
    "199",
]


def id_check(first17: str) -> str:
    """The 18th character of a citizen ID number."""
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)) % 11]


def id_valid(number: str) -> bool:
    """Whether an 18-character citizen ID has the right check character."""
    return len(number) == 18 and number[:17].isascii() and number[:17].isdigit() and id_check(number[:17]) == number[17]


def uscc_check(first17: str) -> str:
    """The 18th character of a unified social credit code."""
    total = sum(CODE_SYMBOLS.index(c) * w for c, w in zip(first17, CODE_WEIGHTS, strict=True))
    return CODE_SYMBOLS[(31 - total % 31) % 31]


def uscc_valid(code: str) -> bool:
    """Whether an 18-character credit code has the right check character."""
    return len(code) == 18 and all(c in CODE_SYMBOLS for c in code) and uscc_check(code[:17]) == code[17]


def make_uscc(rng: Random, kind: str = "91") -> str:
    """A valid credit code of Anji; `kind` 91 firms, 12 public institutions, 11 government. The organisation part checks too."""
    while True:
        body = "MA" + "".join(rng.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=6))
        total = sum(_organisation_value(c) * w for c, w in zip(body, ORGANISATION_WEIGHTS, strict=True))
        check = 11 - total % 11
        if check != 10:  # 10 would be written X, 11 as 0; X is a symbol of the code too, but rare registers use it
            first17 = f"{kind}330523{body}{'0' if check == 11 else check}"
            return first17 + uscc_check(first17)


def _organisation_value(symbol: str) -> int:
    return int(symbol) if symbol.isdigit() else ord(symbol) - 55


class IdMaker:
    """Citizen IDs without repeats; partial sums are cached since 200,000 are made."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.made: set[str] = set()
        self.sums: dict[str, int] = {}

    def make(self, region: str, birthday: str, male: bool) -> str:
        """An unused number for region (6 digits), birthday (YYYYMMDD) and sex."""
        rnd, total = self.rng.random, self._part(region, 0) + self._part(birthday, 6)
        while True:
            order = int(rnd() * 60) * 10 + int(rnd() * 5) * 2 + male
            check = ID_CHECKS[(total + order // 100 * 8 + order // 10 % 10 * 4 + order % 10 * 2) % 11]
            number = f"{region}{birthday}{order:03d}{check}"
            if number not in self.made:
                self.made.add(number)
                return number

    def _part(self, digits: str, start: int) -> int:
        found = self.sums.get(digits)
        if found is None:
            found = sum(int(d) * w for d, w in zip(digits, ID_WEIGHTS[start:], strict=False))
            self.sums[digits] = found
        return found


def make_phone(rng: Random) -> str:
    """A mobile number of 11 digits."""
    rnd = rng.random
    return f"{MOBILE[int(rnd() * 20)]}{int(rnd() * 100_000_000):08d}"


def make_passport(rng: Random) -> str:
    """A passport number: a letter and eight digits."""
    return f"{rng.choice('EGKLMCP')}{int(rng.random() * 100_000_000):08d}"


def shuffle(rng: Random, items: list) -> None:
    """`rng.shuffle`, draw for draw, without a call per item."""
    bits = rng.getrandbits
    for last in range(len(items) - 1, 0, -1):
        size = (last + 1).bit_length()
        place = bits(size)
        while place > last:
            place = bits(size)
        items[last], items[place] = items[place], items[last]


class Weighted:
    """Draws from items with weights, fast for one draw at a time."""

    def __init__(self, items: list, weights: list[float]) -> None:
        self.items = items
        self.cumulative = list(accumulate(weights))
        self.total = self.cumulative[-1]

    def draw(self, rng: Random):
        """One item."""
        return self.items[bisect(self.cumulative, rng.random() * self.total)]


def zipf(items, shift: int = 5, power: float = 0.7) -> Weighted:
    """Items whose weight falls with their rank."""
    items = list(items)
    return Weighted(items, [1 / (rank + shift) ** power for rank in range(len(items))])
