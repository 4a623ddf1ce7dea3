"""Townships with weights, their alias spellings and codes; villages, housing estates, addresses."""

from demo.numbers import Weighted

# code, name, elderly served (as weight of population)
_TOWNS = (
    ("330523001", "递铺街道", 178), ("330523002", "昌硕街道", 154), ("330523003", "灵峰街道", 39), ("330523004", "孝源街道", 26),
    ("330523103", "鄣吴镇", 28), ("330523104", "杭垓镇", 93), ("330523105", "孝丰镇", 120), ("330523106", "报福镇", 49),
    ("330523107", "章村镇", 42), ("330523108", "天荒坪镇", 58), ("330523110", "梅溪镇", 168), ("330523111", "天子湖镇", 125),
    ("330523201", "溪龙乡", 20), ("330523205", "上墅乡", 39), ("330523206", "山川乡", 16),
)  # fmt: skip
CODES = [code for code, _, _ in _TOWNS]
NAMES = [name for _, name, _ in _TOWNS]
DRAW = Weighted(list(range(len(_TOWNS))), [float(weight) for _, _, weight in _TOWNS])
_OLD = {
    "孝源街道": ["皈山乡", "孝源乡"], "天子湖镇": ["良朋镇", "高禹镇"], "梅溪镇": ["昆铜乡", "330523101000", "330523101000"],
    "杭垓镇": ["杭核镇"], "报福镇": ["报褔镇"], "上墅乡": ["上野乡"],
}  # fmt: skip
_SHORT = {"街道": 2, "镇": 1, "乡": 1}


def _aliases(index: int) -> list[str]:
    name, code = NAMES[index], CODES[index]
    bare = name[: -2 if name.endswith("街道") else -1]
    return _OLD.get(name, []) * 6 + [bare, f"安吉县{name}", code, f"{code}000", f"{name} "]


OLD = [_OLD.get(name, []) for name in NAMES]
ALIASES = [_aliases(index) for index in range(len(_TOWNS))]
_STEMS = [
    "双一",
    "鲁家",
    "余村",
    "横山坞",
    "剑山",
    "赤芝",
    "长潭",
    "马家弄",
    "高禹",
    "良朋",
    "南北湖",
    "大里",
    "统里",
    "石岭",
    "景坞",
    "黄杜",
    "后河",
    "姚村",
    "大溪",
    "高家堂",
    "尚书圩",
    "碧门",
    "三官",
    "古城",
    "晓墅",
    "荆湾",
    "上舍",
    "汤口",
    "文岱",
    "桐坑",
]
VILLAGES = [[f"{_STEMS[(town * 7 + k * 3) % len(_STEMS)]}村" for k in range(6)] for town in range(len(_TOWNS))]
_ESTATES = [
    "天际花园",
    "浦源大道公寓",
    "云鸿小区",
    "桃花源",
    "凤凰城",
    "凯旋花园",
    "天目花园",
    "阳光新城",
    "齐云小区",
    "竹博园小区",
    "生态家园",
    "龙山庄园",
    "吴昌硕广场公寓",
    "胜利新村",
]
_ROADS = ["昌硕路", "天目路", "凤凰路", "云鸿东路", "浦源大道", "胜利西路", "灵芝路", "祥和路", "玉华路", "迎宾大道"]


def address(house: int, town: int) -> str:
    """The address of a household; the same house number gives the same text."""
    if house % 5 == 0:
        village = VILLAGES[town][house % 6]
        return f"安吉县{NAMES[town]}{village}{house // 7 % 40 + 1}号"
    estate = _ESTATES[house % len(_ESTATES)]
    return f"安吉县{NAMES[town]}{estate}{house // 14 % 48 + 1}幢{house // 3 % 3 + 1}单元{house // 11 % 17 + 1}0{house % 4 + 1}室"


def rented(number: int, town: int) -> str:
    """The address of a rented flat."""
    return f"安吉县{NAMES[town]}{_ROADS[number % len(_ROADS)]}{number // 10 % 300 + 1}号{number // 7 % 12 + 1}0{number % 5 + 1}室"
