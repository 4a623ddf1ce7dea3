"""The employers of the county: firms of different size, some renamed, and public institutions."""

from dataclasses import dataclass
from datetime import date
from random import Random

from demo import places
from demo.names import SURNAMES, given_name
from demo.numbers import Weighted, make_phone, make_uscc

_FANCY = [
    "永晟源",
    "衡凌",
    "达慷",
    "仲沅",
    "添臻",
    "皖畅",
    "华飨",
    "博钛",
    "富沃利",
    "晟歆",
    "锦乔",
    "立德",
    "宏鑫",
    "安达",
    "鼎盛",
    "佳禾",
    "瑞和",
    "同创",
    "泰安",
    "新耀",
    "天成",
    "长青",
    "远东",
    "绿能",
    "德华",
    "贝盛",
    "禾叶",
    "慷镁",
    "铭晖",
    "霜琥",
    "龙威",
    "海纳",
    "峰晟",
    "新越",
    "优尼",
    "捷昌",
    "众创",
    "卓越",
    "星火",
    "晨光",
    "竹韵",
    "云上",
    "白茶谷",
    "天荒",
    "龙王山",
    "浒溪",
    "苕源",
    "灵峰",
    "楷缔",
    "铮帮",
]
# name part -> industry code (GB/T 4754-2017), weight
_TRADES = {
    "竹业": ("C2041", 9), "家具": ("C2110", 10), "椅业": ("C2190", 12), "机械": ("C3484", 5), "电子": ("C3989", 5), "生物科技": ("C2761", 4),
    "食品": ("C1499", 3), "环保科技": ("C3591", 4), "新材料": ("C2929", 4), "装备制造": ("C3599", 4), "纺织": ("C1751", 3), "塑料制品": ("C2927", 3),
    "金属制品": ("C3389", 3), "能源科技": ("D4417", 2), "建设": ("E4710", 3), "物流": ("G5430", 3), "旅游开发": ("K7810", 3), "酒店管理": ("H6110", 2),
    "医疗科技": ("C3589", 2), "软件": ("I6513", 3), "农业开发": ("A0141", 3), "茶业": ("C1530", 5), "园林": ("N7850", 2), "贸易": ("F5190", 4),
    "教育科技": ("P8399", 1), "化工": ("C2669", 1),
}  # fmt: skip
_HOSPITALS = ["安吉县人民医院", "安吉县中医医院", "安吉县第三人民医院", "安吉县妇幼保健院"]
_SCHOOLS = [
    "安吉县高级中学",
    "安吉县实验初级中学",
    "安吉县第二小学",
    "安吉县机关幼儿园",
    "安吉县职业教育中心学校",
    "安吉县孝丰高级中学",
    "安吉县递铺小学",
    "安吉县紫梅小学",
]
_OTHERS = [
    "安吉县农业技术推广中心",
    "安吉县林业技术推广站",
    "安吉县文化馆",
    "安吉县疾病预防控制中心",
    "安吉县水利工程管理中心",
]
CADRE_OFFICES = ["中共安吉县委员会", "安吉县人民政府办公室", "中共安吉县纪律检查委员会", "安吉县人大常委会办公室"]


@dataclass(slots=True)
class Firm:
    """One employer; `former` is its old name when renamed on `renamed` (ordinal)."""

    name: str
    short: str
    uscc: str
    town: int
    kind: str  # firm, hospital, school, institution
    trade: str
    industry: str
    founded: int
    capital: int  # ten thousand yuan
    status: str
    boss: str
    desk: str
    weight: float
    above_scale: bool
    high_tech: bool
    former: str = ""
    renamed: int = 0
    brackets: str = ""


def build_firms(rng: Random, people: int, as_of: date) -> list[Firm]:
    """About one firm per 25 people, and the public institutions."""
    trades = Weighted(list(_TRADES), [float(weight) for _, weight in _TRADES.values()])
    firms = [_institution(rng, name, as_of) for name in _HOSPITALS + _SCHOOLS + _OTHERS]
    firms += [_institution(rng, f"安吉县{town}公共服务中心", as_of) for town in places.NAMES]
    taken: set[str] = set()
    count = max(60, people // 25)
    for rank in range(count):
        firms.append(_firm(rng, rank, count, trades, taken, as_of))
    return firms


def _firm(rng: Random, rank: int, count: int, trades: Weighted, taken: set[str], as_of: date) -> Firm:
    place, fancy, trade, form = _name_parts(rng, trades)
    while f"{place}{fancy}{trade}{form}" in taken:
        place, fancy, trade, form = _name_parts(rng, trades)
        fancy += rng.choice("鑫源达丰泰盛佳宏")
    name = f"{place}{fancy}{trade}{form}"
    taken.add(name)
    end = as_of.toordinal()
    founded = end - rng.randrange(400, 9000)
    large = rank < count * 0.2
    boss = SURNAMES.draw(rng)
    firm = Firm(
        name=name, short=f"{fancy}{trade}", uscc=make_uscc(rng), town=places.DRAW.draw(rng), kind="firm", trade=trade,
        industry=_TRADES[trade][0], founded=founded, capital=rng.choice([50, 100, 200, 500, 1000, 2000, 5000]) * (3 if large else 1),
        status=rng.choices(["open", "closed", "revoked", "moved"], [96, 2.5, 0.8, 0.7])[0], boss=boss + given_name(rng, rng.random() < 0.75, 1970),
        desk=make_phone(rng), weight=1 / (rank + 6) ** 0.8, above_scale=large and rng.random() < 0.9, high_tech=large and rng.random() < 0.3,
        brackets=f"浙江{fancy}（安吉）{trade}{form}",
    )  # fmt: skip
    if rng.random() < 0.05:
        firm.former = f"{place}{rng.choice(_FANCY)}{trades.draw(rng)}{form}"
        firm.renamed = end - rng.randrange(60, 1100)
    return firm


def _name_parts(rng: Random, trades: Weighted) -> tuple[str, str, str, str]:
    fancy = rng.choice(_FANCY) + (rng.choice(_FANCY) if rng.random() < 0.35 else "")
    place = rng.choice(["安吉", "安吉", "安吉县", "浙江", "湖州"])
    return place, fancy, trades.draw(rng), rng.choice(["有限公司", "有限公司", "有限公司", "股份有限公司", "厂"])


def _institution(rng: Random, name: str, as_of: date) -> Firm:
    kind = (
        "hospital"
        if "医院" in name or "保健" in name
        else "school"
        if name[-2:] in ("中学", "小学", "学校", "儿园")
        else "institution"
    )
    return Firm(
        name=name, short=name.removeprefix("安吉县"), uscc=make_uscc(rng, "12"), town=places.DRAW.draw(rng), kind=kind,
        trade="", industry="Q8411" if kind == "hospital" else "P8331" if kind == "school" else "S9221",
        founded=as_of.toordinal() - rng.randrange(5000, 20000), capital=0, status="open", boss=SURNAMES.draw(rng) + given_name(rng, True, 1970),
        desk=make_phone(rng), weight=1.0, above_scale=False, high_tech=False, brackets=name,
    )  # fmt: skip
