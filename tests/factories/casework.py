"""Cases to play with."""

import uuid
from types import SimpleNamespace

import yaml

from bole.kernel.casework import services
from bole.kernel.casework.queries import Case, Todo

UNIT = "ANJI-RLSBJ"
SIGN = """\
key: signing
name: 三家会签
version: 1
start: sign
clocks: {promised: 5}
public:
  fields:
    person: {name: 姓名, name_en: Name}
    unit: {name: 单位, name_en: Unit}
    ground: {name: 依据, name_en: Ground}
  unlisted: {ground: [国家引才计划, 省引才计划]}
  keep_days: 180
steps:
  sign:
    name: 会签
    kind: countersign
    signers: [{role: clerk, unit: ANJI-RLSBJ}, {role: clerk, unit: ANJI-KJJ}, {role: steward, unit: ANJI-DSJ}]
    quorum: 2
    outcomes:
      agree: {name: 同意, to: show, vote: for}
      oppose: {name: 不同意, to: gone, vote: against, reason: required}
  show:
    name: 公示
    kind: publicity
    days: 5
    assignee: {role: office, unit: ANJI-ZZB}
    outcomes:
      clear: {name: 无异议, to: write}
      objected: {name: 有异议, to: sign}
  write:
    name: 登记
    kind: automatic
    effect: test.write
    outcomes:
      done: {name: 完成, to: ok}
      failed: {name: 失败, to: sign}
ends:
  ok: {name: 办结, result: granted}
  gone: {name: 终止, result: refused}
"""


def publish(*texts: str) -> None:
    """Publishes flows given as YAML."""
    raws = [yaml.safe_load(text) for text in texts]
    services.publish_flows(SimpleNamespace(id="test", flows={raw["key"]: raw for raw in raws}), None)


def correction(by: object, *, subject: uuid.UUID | None = None, **more: object) -> Case:
    """A correction that the clerk of the HR bureau must check."""
    given = {"flow": "correction", "unit_code": UNIT, "title": "更正:学历", "data": {"fact": "education_level"}}
    return services.open_case(by=by, subject=subject or uuid.uuid4(), **{**given, **more})


def seat(case: Case) -> Todo:
    """The one open seat of a case."""
    return Todo.objects.get(case=case, done_at=None)


def decide(case: Case, by: object, outcome: str, reason: str = "理由") -> Case:
    """`by` decides the open seat, having seen the newest state."""
    todo = Todo.objects.filter(case=case, done_at=None).select_related("case").order_by("slot")
    fresh = next(item for item in todo if len(todo) == 1 or _is_of(item, by))
    return services.act(todo=fresh, by=by, outcome=outcome, reason=reason, version=fresh.case.lock)


def _is_of(todo: Todo, by: object) -> bool:
    return by.memberships.filter(role=todo.role, unit__code=todo.unit).exists()


def on_notice(**data: object) -> Case:
    """A case that stands on public notice, signed by two units before."""
    from tests.cast import user_of

    publish(SIGN)
    told = {"person": "卢芳菲", "unit": "安吉竹业有限公司", "ground": "省劳动模范", "inner": "不公开的评语", **data}
    case = services.open_case(
        flow="signing", by="test", subject=uuid.uuid4(), unit_code=UNIT, title="认定:卢芳菲", data=told
    )
    for name in ("clerk", "steward"):
        decide(case, user_of(name), "agree")
    case.refresh_from_db()
    return case
