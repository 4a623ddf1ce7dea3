"""Names of people: Han by cohort and sex, minority, rare characters, foreigners; and how names get misspelt."""

import re
from functools import cache
from random import Random

import opencc

from demo.numbers import Weighted, zipf

_SURNAMES = (
    "王7.2 李7.2 张6.8 刘5.4 陈4.5 杨3.1 黄2.2 赵2.3 吴2.0 周1.9 徐1.7 孙1.5 马1.3 朱1.3 胡1.2 郭1.2 何1.2 林1.1 罗1.0 高1.0 梁0.8 郑0.8 "
    "谢0.7 宋0.7 唐0.6 许0.6 韩0.6 邓0.6 冯0.6 曹0.6 彭0.5 曾0.5 肖0.5 田0.5 董0.5 潘0.6 袁0.5 蔡0.5 蒋0.5 余0.4 于0.4 杜0.4 叶0.5 程0.4 "
    "魏0.4 苏0.4 吕0.4 丁0.4 任0.4 卢0.4 姚0.4 沈0.7 钟0.3 姜0.3 崔0.3 谭0.3 陆0.5 范0.3 汪0.3 廖0.3 石0.3 金0.5 韦0.2 贾0.3 夏0.3 付0.2 "
    "方0.3 邹0.2 熊0.2 白0.2 孟0.2 秦0.2 邱0.2 侯0.2 江0.2 尹0.2 薛0.2 阎0.1 段0.2 雷0.2 龙0.2 史0.1 陶0.2 黎0.1 贺0.2 顾0.3 毛0.2 郝0.2 "
    "龚0.2 邵0.2 万0.1 覃0.1 武0.1 钱0.3 戴0.2 严0.2 欧阳0.05 诸葛0.03 上官0.02 司马0.02 章0.4 施0.3 俞0.3 楼0.1 褚0.1 闵0.05 诸0.1 占0.05"
)
_PAIRS = [re.fullmatch(r"(\D+)([\d.]+)", item).groups() for item in _SURNAMES.split()]
SURNAMES = Weighted([name for name, _ in _PAIRS], [float(weight) for _, weight in _PAIRS])
_MALE_OLD = "国建明志文平华军伟强勇德荣福永根金水林发生庆祥云忠良民富贵兴海正新春松宝才富土法炳阿连"
_MALE_MID = "伟强磊军勇涛明超杰鹏浩宇辉刚健峰建华国平志文斌波俊飞鑫凯亮林龙海东宁阳天立新晓峰江利"
_MALE_NEW = "浩宇杰俊涛晨阳天泽子轩睿哲翔豪昊然毅诚嘉成家宏霖铭航宸煜皓琛瑞博文凯鑫逸凡一诺恒楷"
_FEMALE_OLD = "芳秀英桂兰梅琴珍玉凤春美珠翠云水花娥仙菊香爱金小月红根莲妹娣素芬芝惠"
_FEMALE_MID = "芳娜敏静丽燕红霞玲娟琴雪婷慧颖莹洁倩琳萍莉英艳晶丹青云华芬春晓海云立建"
_FEMALE_NEW = "婷慧颖莹洁倩琳欣怡佳雅诗梦琪瑶思涵雨萱紫菲悦馨蕾薇清宁可心语彤一若溪依婉柔淑贤妍嫣冰露"
GIVEN = {
    (True, 0): zipf(_MALE_OLD), (True, 1): zipf(_MALE_MID), (True, 2): zipf(_MALE_NEW),
    (False, 0): zipf(_FEMALE_OLD), (False, 1): zipf(_FEMALE_MID), (False, 2): zipf(_FEMALE_NEW),
}  # fmt: skip
RARE = [*list("喆堃翀玥龑犇燊昇珺璟祎旻赟垚骉淼鋆䶮㛃㬎"), "𬭎", "𬜯", "𫄸", "𬶟"]
MINORITY_FIRST = [
    "阿依古丽",
    "迪丽努尔",
    "买买提明",
    "艾合买提",
    "努尔兰",
    "古丽娜尔",
    "吐尔逊",
    "热依汗",
    "巴特尔",
    "其其格",
    "阿不都热合曼",
    "买买提",
    "玉素甫",
    "帕提古丽",
    "麦合木提",
    "阿不力孜",
    "祖丽胡玛尔",
    "木合塔尔",
    "早热古丽",
    "托合提",
    "乌云其木格",
    "叶尔兰",
]
MINORITY_LAST = [
    "买买提",
    "艾合买提",
    "阿不都热合曼",
    "托合提",
    "吾买尔",
    "依明",
    "赛买提",
    "苏来曼",
    "巴图",
    "朝鲁",
    "吐尔逊",
    "阿不都拉",
    "玉素甫",
    "热合曼",
    "库尔班",
    "达吾提",
    "哈斯木",
    "沙地克",
    "阿布都克里木",
    "依布拉音",
]
TIBETAN = [
    "扎西",
    "卓玛",
    "次仁",
    "多吉",
    "索朗",
    "央金",
    "旺堆",
    "平措",
    "顿珠",
    "德吉",
    "拉姆",
    "格桑",
    "边巴",
    "尼玛",
    "达娃",
    "洛桑",
]
TRANSLITERATED = {
    "买买提": "麦麦提", "艾合买提": "艾合麦提", "吐尔逊": "图尔荪", "古丽": "姑丽", "热合曼": "热合满", "托合提": "托乎提", "吾买尔": "乌买尔",
    "依明": "伊敏", "赛买提": "赛麦提", "苏来曼": "苏莱曼", "玉素甫": "玉苏甫", "巴图": "巴特", "朝鲁": "朝格", "努尔兰": "努尔朗", "巴特尔": "巴图尔",
    "其其格": "琪琪格", "其木格": "琪木格", "阿不": "阿卜", "次仁": "才让", "多吉": "多杰", "扎西": "札西", "平措": "彭措", "卓玛": "卓嘎", "旺堆": "汪堆",
    "顿珠": "顿柱", "索朗": "索南", "央金": "央吉", "库尔班": "库尔版", "达吾提": "达伍提", "努尔": "奴尔", "木合塔尔": "穆合塔尔", "热依汗": "热衣汗",
}  # fmt: skip
"""Other renderings of parts of minority names that are about as usual."""
FIRST = [
    "JAMES",
    "MICHAEL",
    "ANNA",
    "MARIA",
    "YUKI",
    "HIROSHI",
    "MINJUN",
    "SOOJIN",
    "RAJESH",
    "PRIYA",
    "IVAN",
    "OLGA",
    "PIERRE",
    "CLAIRE",
    "AHMED",
    "FATIMA",
    "DAVID",
    "SARAH",
    "THOMAS",
    "EMMA",
    "LUCA",
    "GIULIA",
    "NGUYEN",
    "LINH",
    "KENJI",
    "SAKURA",
    "HANS",
    "GRETA",
    "CARLOS",
    "SOFIA",
]
LAST = {
    "SMITH": "USA", "JOHNSON": "USA", "TANAKA": "JPN", "SUZUKI": "JPN", "SATO": "JPN", "KIM": "KOR", "PARK": "KOR", "LEE": "KOR", "CHOI": "KOR",
    "SINGH": "IND", "KUMAR": "IND", "PATEL": "IND", "PETROV": "RUS", "IVANOVA": "RUS", "DUPONT": "FRA", "MARTIN": "FRA", "HASSAN": "EGY",
    "ALI": "PAK", "MULLER": "DEU", "SCHMIDT": "DEU", "ROSSI": "ITA", "BIANCHI": "ITA", "TRAN": "VNM", "GARCIA": "ESP", "LOPEZ": "ESP",
    "BROWN": "GBR", "WILSON": "GBR", "SILVA": "BRA",
}  # fmt: skip
FOREIGN_CHINESE = {
    "TANAKA": "田中", "SUZUKI": "铃木", "SATO": "佐藤", "KIM": "金", "PARK": "朴", "LEE": "李", "CHOI": "崔", "TRAN": "陈",
}  # fmt: skip

_POOL = sorted(set("".join("".join(pool.items) for pool in GIVEN.values())))
_EXTRA = {
    "伟": "炜玮纬", "浩": "皓昊灏", "磊": "雷蕾", "杰": "洁捷", "静": "婧靖", "晨": "辰宸", "轩": "萱喧", "琪": "淇祺", "佳": "嘉家", "燕": "艳彦", "霞": "侠", "芳": "方坊",
    "婷": "停亭", "敏": "闵民", "涛": "滔韬", "鹏": "朋", "娟": "捐", "英": "瑛颖", "丽": "莉", "萍": "平苹", "欣": "昕心", "子": "紫梓", "宇": "羽雨", "俊": "骏峻", "志": "智治",
    "建": "健", "华": "花", "莹": "萤荧", "琳": "林霖", "勇": "永咏", "军": "君均", "玲": "铃灵", "明": "铭鸣", "红": "虹宏", "国": "囯",
}  # fmt: skip
LOOKALIKE = {
    "晓": "哓", "娜": "挪", "莉": "荊", "菲": "非", "昊": "吴", "栋": "拣", "洁": "浩", "彬": "杉", "炜": "伟", "晴": "睛", "琳": "林", "宇": "字", "天": "夭", "玉": "王", "土": "士",
    "明": "朋", "杰": "木", "凯": "剀", "铭": "名", "芬": "芳", "慧": "惠", "佳": "住", "霞": "震", "海": "悔", "林": "材", "波": "泼", "平": "苹", "文": "又", "国": "囯", "华": "毕",
    "军": "车", "勇": "男", "静": "净", "秀": "季", "根": "跟", "荣": "菜", "金": "全", "云": "去", "水": "氷", "涵": "函", "萱": "宣", "泽": "译", "睿": "壑", "翔": "祥",
}  # fmt: skip
SURNAME_VARIANTS = {
    "肖": "萧",
    "付": "傅",
    "阎": "闫",
    "戴": "代",
    "于": "余",
    "沈": "沉",
    "邱": "丘",
    "占": "詹",
    "俞": "喻",
    "章": "张",
}

_TO_TRADITIONAL = opencc.OpenCC("s2t")


@cache
def traditional(char: str) -> str:
    """The traditional form of one character."""
    return _TO_TRADITIONAL.convert(char)


@cache
def pinyin(text: str) -> str:
    """Pinyin without tones, joined."""
    from pypinyin import lazy_pinyin  # here: its dictionaries cost a third of a second, and firms come first

    return "".join(lazy_pinyin(text))


@cache
def homophones(char: str) -> str:
    """Other characters with the same sound."""
    sound = pinyin(char)
    return "".join(c for c in _POOL if c != char and pinyin(c) == sound) + _EXTRA.get(char, "")


def cohort(year: int) -> int:
    """0 born before 1972, 1 before 1992, 2 later: fashions of given names."""
    return 0 if year < 1972 else 1 if year < 1992 else 2


def given_name(rng: Random, male: bool, year: int) -> str:
    """A given name of one or two characters."""
    when = cohort(year)
    pool = GIVEN[male, when]
    first = pool.draw(rng)
    if rng.random() < (0.1, 0.3, 0.14)[when]:
        return first
    return first + pool.draw(rng)


def minority_name(rng: Random, undotted: float, long: float) -> tuple[str, str, str]:
    """A transliterated name: whole, first part, the rest. `undotted` of them stand without a dot, `long` of the others have three parts."""
    if rng.random() < undotted:
        first, last = rng.sample(TIBETAN, 2)
        return first + last, first, last
    first, last = rng.choice(MINORITY_FIRST), rng.choice(MINORITY_LAST)
    if rng.random() < long:
        last = f"{last}·{rng.choice(MINORITY_LAST)}"
    return f"{first}·{last}", first, last


def transliterate(name: str) -> str:
    """The name with one part rendered otherwise; as it was where none is known."""
    for usual, other in TRANSLITERATED.items():
        if usual in name:
            return name.replace(usual, other, 1)
    return name


def foreign_name(rng: Random) -> tuple[str, str, str]:
    """Latin name as in the passport (surname first), nationality, Chinese name or empty."""
    last = rng.choice(list(LAST))
    latin = f"{last} {rng.choice(FIRST)}" + (f" {rng.choice(FIRST)}" if rng.random() < 0.3 else "")
    chinese = ""
    if rng.random() < 0.45:
        chinese = FOREIGN_CHINESE.get(last) or SURNAMES.draw(rng)
        chinese += given_name(rng, True, 1980)
    return latin, LAST[last], chinese


def latin_of(surname: str, given: str) -> str:
    """A Chinese name in pinyin, surname first, as in a passport."""
    return f"{pinyin(surname)} {pinyin(given)}".upper()


def respell_latin(rng: Random, latin: str) -> str:
    """Another way the same Latin name gets written."""
    parts = latin.split()
    style = rng.randrange(6)
    if style == 0:
        return " ".join(parts[1:] + parts[:1])
    if style == 1:
        return latin.title()
    if style == 2:
        return f"{parts[0]}, {' '.join(parts[1:])}"
    if style == 3:
        return "".join(parts)
    if style == 4:
        return " ".join(parts[1:] + parts[:1]).title()
    return " ".join(parts[:2])
