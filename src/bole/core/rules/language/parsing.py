"""From text to a syntax tree, with errors a clerk can act on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

MAX_LENGTH = 8_000
MAX_NESTING = 60
UNITS = (
    *("元", "万元", "亿元", "%", "年", "个月", "天", "周岁", "亩", "平方米", "人", "件", "家", "次", "分", "倍"),
    *("万千瓦时", "吨标准煤", "吨"),
)
"""As the grammar has them."""
REMEMBERED = 10_000
_WIDE = {
    "（": "(", "）": ")", "，": ",", "、": ",", "＝": "=", "＞": ">", "＜": "<", "＋": "+", "－": "-", "＊": "*", "／": "/",
    "％": "%", "．": ".", "！": "!", "＃": "#", "\u3000": " ", "\u00a0": " ",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}  # fmt: skip
_QUOTES = {"“": "”", "”": "”", '"': '"', "＂": "＂", "「": "」", "‘": "’", "'": "'"}
_WORDS = {
    "RPAR": "右括号 )", "LPAR": "左括号 (", "COMPARE": "比较符(= >= <= < > <>)", "WORD": "事实名称", "STRING": "带引号的文字",
    "NUMBER": "数字", "QUANTITY": "带单位的数", "DATE": "日期", "DOT": "点 .",
    "COMMA": "逗号", "$END": "结尾",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault in an expression: line and column from 1."""

    line: int
    column: int
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}" + (f"({self.suggestion})" if self.suggestion else "")


class ExpressionInvalid(ValueError):
    """The expression cannot be used; `faults` is never empty."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def normalise(text: str) -> str:
    """Full-width punctuation and digits to half-width outside quotes, any quotes to straight ones; same length."""
    out: list[str] = []
    closing = ""
    for character in text:
        if closing:
            closed = character == closing
            out.append('"' if closed else character)
            closing = "" if closed else closing
        elif character in _QUOTES:
            closing = _QUOTES[character]
            out.append('"')
        else:
            out.append(_WIDE.get(character, character))
    return "".join(out)


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def parse(text: str) -> Tree[Token]:
    """The syntax tree of `text`.

    Raises:
        ExpressionInvalid: with the place, what stood there and what was expected.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionInvalid([Fault(1, 1, f"表达式超过{MAX_LENGTH}个字符", "拆成几个条件")])
    if not text.strip():
        raise ExpressionInvalid([Fault(1, 1, "表达式是空的", "写上条件,例如 学历 >= “硕士研究生毕业”")])
    plain = normalise(text)
    _refuse_deep_nesting(plain)
    try:
        return _tree(plain)
    except UnexpectedInput as error:
        raise ExpressionInvalid([_explain(error, plain)]) from error


@lru_cache(maxsize=REMEMBERED)
def _tree(plain: str) -> Tree[Token]:
    """Conditions repeat from policy to policy, and whole rule sets are read again for each reform. Nobody changes a tree."""
    tree: Tree[Token] = _parser().parse(plain)
    return tree if isinstance(tree, Tree) else Tree("name", [tree])


def _refuse_deep_nesting(text: str) -> None:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth > MAX_NESTING:
            raise ExpressionInvalid([Fault(1, place + 1, f"括号嵌套超过{MAX_NESTING}层", "拆成几个条件")])


def _explain(error: UnexpectedInput, text: str) -> Fault:
    if isinstance(error, UnexpectedCharacters):
        character = text[error.pos_in_stream] if error.pos_in_stream is not None else ""
        if character == '"':
            return Fault(error.line, error.column, "引号没有配对", "补上另一半引号")
        return Fault(error.line, error.column, f"不认识的符号“{character}”", "检查标点;文字要加引号")
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        lines = text.split("\n")
        expected: Collection[str] = error.expected if isinstance(error, UnexpectedToken) else []
        return Fault(len(lines), len(lines[-1]) + 1, "表达式没有写完", _expected(expected))
    if isinstance(error, UnexpectedToken):
        if error.token.type == "WORD" and (unit := _unit(error.token, text)):
            return Fault(error.line, error.column, f"没有单位“{unit}”", "可用:" + "、".join(UNITS))
        return Fault(error.line, error.column, f"这里不应当是“{error.token}”", _hint(error))
    return Fault(1, 1, "表达式写错了", "")


def _unit(token: Token, text: str) -> str:
    """A word right behind a number was meant as its unit."""
    before = text[: token.start_pos or 0].rstrip()
    return str(token) if before[-1:].isdigit() else ""


def _hint(error: UnexpectedToken) -> str:
    word = str(error.token)
    for keyword in ("且", "或", "非", "有", "属于", "计数", "已知"):
        if error.token.type == "WORD" and len(word) > len(keyword) and word.startswith(keyword):
            return f"在“{keyword}”后加一个空格"
    if error.token.type in ("QUANTITY", "NUMBER") and "COMPARE" in error.expected:
        return "数字前要有比较符"
    return _expected(error.expected)


def _expected(names: Collection[str]) -> str:
    known = sorted({_WORDS.get(name, name) for name in names if name in _WORDS or not name.isascii()})
    return "可以是:" + "、".join(known[:8]) if known else ""
