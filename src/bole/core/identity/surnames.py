"""Surnames of more than one character, and surnames read otherwise than the same character elsewhere.

Compound surnames that occur in today's population (Baijiaxing and the surname tables published with the 2020 census).
"""

_COMPOUND = (
        "欧阳 上官 皇甫 令狐 诸葛 司徒 司马 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 宇文 公孙 轩辕 东方 南宫 西门 独孤 百里 端木 澹台 "
        "鲜于 钟离 闻人 赫连 呼延 太叔 公冶 宗政 濮阳 淳于 单于 仲孙 公羊 公良 拓跋 夹谷 谷梁 段干 乐正 漆雕 公西 巫马 东郭 南门 "
        "微生 梁丘 左丘 第五 纳兰 万俟 司空 司寇 子车 颛孙 亓官 羊舌 壤驷 宰父 东里 归海 海东 阳佟 那拉 爱新觉罗 叶赫那拉 富察 "
        "钮祜禄 瓜尔佳 佟佳 西林 喜塔腊"
)  # fmt: skip
COMPOUND = frozenset(_COMPOUND.split())

READINGS = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "朴": "piao", "任": "ren", "华": "hua",
    "盖": "ge", "缪": "miao", "覃": "qin", "翟": "zhai", "乐": "yue", "盛": "sheng", "么": "yao", "员": "yun", "折": "she",
    "秘": "bi", "宓": "mi", "冼": "xian", "黑": "he", "种": "chong", "车": "che", "召": "shao", "能": "nai", "祭": "zhai",
    "晟": "cheng", "尹": "yin", "纪": "ji", "哈": "ha", "繁": "po", "谌": "chen", "逄": "pang", "褚": "chu", "石": "shi",
    "沈": "shen", "叶": "ye", "洗": "xian", "佴": "nai", "隗": "wei", "幺": "yao", "万俟": "moqi", "尉迟": "yuchi",
    "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai", "亓官": "qiguan", "鲜于": "xianyu", "呼延": "huyan",
}  # fmt: skip
"""Readings as surnames, for characters that have several."""
