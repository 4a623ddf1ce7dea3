"""From a file to people: every row is accounted for, repeats change nothing, what is taken back is gone."""

from __future__ import annotations

import io

import pytest
from django.apps import apps

from bole.core.errors import Conflict, InvalidInput
from bole.people.registry import services as registry
from bole.people.registry.models import Person
from bole.people.sources import services
from bole.people.sources.models import Batch, Issue, Membership, Record, Status
from tests.cast import user_of
from tests.factories.sources import S01, S04, S21, csv_file, id_number, insured, load, titled, uscc

pytestmark = pytest.mark.django_db
WANG, LI = id_number("19900307", sequence=121), id_number("19851112", sequence=348)


def people() -> dict[str, int]:
    return dict(Person.objects.exclude(record_count=0).values_list("name", "record_count"))


def test_two_files_about_one_person_become_one_profile():
    load(S01, [insured("王小明", WANG, phone="13800138000"), insured("李芳", LI)], name="社保_2026-03.csv")
    batch = load(S04, [titled("王小明", WANG, "ZC001")], name="职称.csv")
    assert batch.status == Status.PUBLISHED
    assert people() == {"王小明": 2, "李芳": 1}
    person = Person.objects.get(name="王小明")
    assert person.masked_id == f"{WANG[:3]}***********{WANG[-4:]}"
    assert person.sources == ["S01", "S04"]
    assert person.birth_date.isoformat() == "1990-03-07"


def test_rows_add_up_and_each_rejection_has_a_reason():
    rows = [
        insured("王小明", WANG),
        insured("", LI),
        insured("赵军", "军字第0212345号", kind="军官证"),
        insured("王小明", WANG),
    ]
    batch = load(S01, rows)
    assert (batch.rows_in, batch.rows_accepted, batch.rows_rejected, batch.rows_excluded, batch.rows_unchanged) == (
        4,
        1,
        1,
        1,
        1,
    )
    assert [issue.row for issue in Issue.objects.filter(batch=batch, severity="block")] == [3]
    assert batch.rejects
    assert not Record.objects.filter(name="赵军").exists()


def test_excluded_rows_are_counted_and_their_original_is_destroyed():
    batch = load(S01, [insured("王小明", WANG), insured("赵军", "军字第0212345号", kind="军官证")])
    assert batch.purged
    from bole.people.sources.services.intake import originals

    with services.intake.receiving.files.open_file(originals.find(batch), by="test", purpose="test") as kept:
        text = kept.read().decode("utf-8-sig")
    assert "赵军" not in text
    assert "王小明" in text


def test_same_file_twice_is_one_batch():
    rows = [insured("王小明", WANG)]
    first = load(S01, rows)
    again = services.receive_file(by=None, name="other name.csv", content=csv_file(S01, rows), start=False)
    assert again.pk == first.pk
    assert Batch.objects.count() == 1


def test_next_month_writes_only_what_changed_and_ends_what_is_gone():
    chen = id_number("19790101", sequence=77)
    load(S01, [insured("王小明", WANG, months=24), insured("李芳", LI), insured("陈刚", chen)], name="社保_2026-02.csv")
    person = Membership.objects.get(record=Record.objects.get(name="王小明").pk).person
    batch = load(S01, [insured("王小明", WANG, months=25), insured("李芳", LI)], name="社保_2026-03.csv")
    assert (batch.rows_accepted, batch.rows_unchanged, batch.rows_ended) == (1, 1, 1)
    assert Person.objects.get(pk=person).facts["insured_months_continuous"] == 25
    assert people() == {"王小明": 1, "李芳": 1}


def test_delta_never_ends_rows():
    load(S01, [insured("王小明", WANG), insured("李芳", LI)], name="社保_2026-02.csv")
    batch = load(S01, [insured("王小明", WANG, months=30)], name="社保_2026-03_增量.csv")
    assert (batch.mode, batch.rows_ended) == ("delta", 0)
    assert set(people()) == {"王小明", "李芳"}


def test_full_file_that_lost_most_rows_is_taken_as_partial_until_confirmed():
    many = [insured(f"员工{n}", id_number("19900307", sequence=n)) for n in range(250)]
    load(S01, many, name="社保_2026-02.csv", link=False)
    batch = load(S01, [*many[:3], insured("新人", LI)], name="社保_2026-03.csv", link=False)
    assert (batch.mode, batch.rows_ended, batch.shrink_rows) == ("delta", 0, 247)
    services.confirm_shrink(by=None, batch=batch)
    services.process_batch(batch, again=True)
    assert (batch.mode, batch.rows_ended, batch.shrink_rows) == ("full", 247, 0)


def test_corrected_rejects_come_in_again_without_ending_others():
    load(S01, [insured("王小明", WANG), insured("", LI)], name="社保_2026-03.csv")
    corrected = load([*S01, "退回原因", "原行号"], [[*insured("李芳", LI), "姓名为空", "3"]], name="退回.csv")
    assert corrected.mode == "correction"
    assert set(people()) == {"王小明", "李芳"}


def test_civil_servant_file_only_dates_people_who_are_there():
    stranger = id_number("19880808", sequence=55)
    load(S21, [["王小明", WANG, "2026-01-01", "在职"], ["生人", stranger, "2026-01-01", "在职"]], name="S21.csv")
    assert people() == {}
    load(S01, [insured("王小明", WANG)])
    assert people() == {"王小明": 2}
    assert Person.objects.get(name="王小明").facts["civil_servant_since"] == "2026-01-01"


def test_copied_down_number_does_not_merge_two_people():
    load(S01, [insured("王小明", WANG)])
    load(S04, [titled("李芳", WANG, "ZC9")])
    assert set(people()) == {"王小明", "李芳"}


def test_retracted_batch_leaves_no_trace_but_audit():
    load(S01, [insured("王小明", WANG, months=24)], name="社保_2026-02.csv")
    before = list(
        Person.objects.order_by("id").values("id", "name", "facts", "sets", "record_count", "sources", "masked_id")
    )
    memberships = list(Membership.objects.order_by("node").values_list())
    batch = load(
        S01, [insured("王小明", WANG, months=25, employer="别家公司"), insured("李芳", LI)], name="社保_2026-03.csv"
    )
    titles = load(S04, [titled("王小明", WANG, "ZC1")])
    services.retract_batch(by=None, batch=titles, reason="发错")
    services.retract_batch(by=None, batch=batch, reason="发错月份")
    services.link_pending()
    after = Person.objects.exclude(record_count=0).order_by("id")
    assert list(after.values("id", "name", "facts", "sets", "record_count", "sources", "masked_id")) == before
    assert list(Membership.objects.order_by("node").values_list()) == memberships
    with pytest.raises(Conflict):
        services.retract_batch(by=None, batch=batch, reason="再撤一次")


def test_retracting_the_middle_of_three_months_joins_the_ends():
    for month, months in (("2026-01", 1), ("2026-02", 2), ("2026-03", 3)):
        last = load(S01, [insured("王小明", WANG, months=months)], name=f"社保_{month}.csv")
    middle = Batch.objects.get(file_name="社保_2026-02.csv")
    services.retract_batch(by=None, batch=middle, reason="作废")
    services.link_pending()
    first = Record.objects.get(valid_from_batch__file_name="社保_2026-01.csv")
    assert first.valid_to_batch_id == last.pk
    assert Person.objects.get(name="王小明").facts["insured_months_continuous"] == 3


def test_retracted_file_may_be_sent_again_and_gives_the_same_person():
    rows = [insured("王小明", WANG)]
    batch = load(S01, rows)
    person = Person.objects.get(name="王小明").pk
    services.retract_batch(by=None, batch=batch, reason="先撤")
    services.link_pending()
    assert people() == {}
    again = load(S01, rows)
    assert again.pk != batch.pk
    assert Person.objects.exclude(record_count=0).get().pk == person


def test_correction_overrides_and_can_be_taken_back():
    load(S01, [insured("王小明", WANG, employer="旧单位")])
    person = Person.objects.get(name="王小明")
    decision = services.correct_value(
        by=None, person=person.pk, fact="employer_name", value="新单位", reason="本人更正"
    )
    services.link_pending()
    assert Person.objects.get(pk=person.pk).employer_name == "新单位"
    services.retract_decision(by=None, decision=decision)
    services.link_pending()
    assert Person.objects.get(pk=person.pk).employer_name == "旧单位"
    with pytest.raises(InvalidInput):
        services.correct_value(by=None, person=person.pk, fact="id_number", value="x", reason="y")


def test_declared_different_parts_two_records_and_undo_restores_the_id():
    load(S01, [insured("王小明", WANG)])
    load(S04, [titled("王小明", WANG, "ZC1")])
    person = Person.objects.get(name="王小明").pk
    left, right = Record.objects.order_by("id").values_list("node", flat=True)
    decision = services.decide_pair(by=None, left=left, right=right, same=False, reason="两个人")
    services.link_pending()
    assert Person.objects.exclude(record_count=0).count() == 2
    services.retract_decision(by=None, decision=decision)
    services.link_pending()
    assert list(Person.objects.exclude(record_count=0).values_list("pk", "record_count")) == [(person, 2)]


def test_evidence_says_how_we_know_and_reveal_is_logged():
    load(S01, [insured("王小明", WANG, phone="13800138000")], name="社保_2026-03.csv")
    load(S04, [titled("王小明", WANG, "ZC1")])
    person = Person.objects.get(name="王小明").pk
    evidence = services.Evidence()
    rows = evidence.records(person)
    assert [(row.source, row.file, row.row) for row in rows] == [
        ("S01", "社保_2026-03.csv", 2),
        ("S04", "file.csv", 2),
    ]
    assert evidence.profile(person).values["id_number"].source == "S01"
    assert evidence.reveal(person, "id_number", by="steward", purpose="核对身份") == WANG
    assert evidence.reveal(person, "passport_no", by="steward", purpose="核对身份") is None


def test_erased_person_leaves_rows_without_content():
    load(S01, [insured("王小明", WANG, phone="13800138000")], name="社保_2026-02.csv")
    person = Person.objects.get(name="王小明")
    registry.delete_person(by="test", person=person, reason="本人要求")
    record = Record.objects.get()
    assert (record.name, record.values, record.sealed, record.id_index) == (None, {}, None, None)
    again = load(S01, [insured("王小明", WANG, phone="13800138000"), insured("李芳", LI)], name="社保_2026-03.csv")
    assert (again.rows_excluded, again.rows_erased, again.rows_accepted) == (1, 1, 1)
    assert Person.objects.get(pk=person.pk).name == ""


def test_what_was_said_about_an_erased_person_goes_too():
    load(S01, [insured("王小明", WANG)])
    person = Person.objects.get()
    case = registry.request_correction(
        by=user_of("talent"), person=person, fact="name", should_be="王晓明", reason="身份证如此", source="S01"
    )
    decision = services.correct_value(by=None, person=person.pk, fact="name", value="王晓明", reason="身份证如此")
    registry.delete_person(by="test", person=person, reason="本人要求")
    case.refresh_from_db()
    decision.refresh_from_db()
    assert (case.data, decision.value, decision.reason) == ({}, None, "")
    history = [str(row) for row in apps.get_model("sources", "DecisionEvent").objects.values()]
    assert history
    assert not any("王晓明" in row or "身份证如此" in row for row in history)


def test_organisations_and_places_reach_the_register():
    from bole.people.registry.models import Organisation

    headers = (
        "企业名称",
        "统一社会信用代码",
        "成立日期",
        "行业代码",
        "登记状态",
        "注册资本(万元)",
        "乡镇街道",
        "法定代表人",
    )
    batch = load(
        headers,
        [["安吉竹业有限公司", uscc(), "2016-05-01", "C2041", "存续", "500", "递铺街道", "张三"]],
    )
    assert batch.status == Status.PUBLISHED, batch.error
    assert Organisation.objects.get().name == "安吉竹业有限公司"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.csv", "file.empty"),
    ],
)
def test_empty_file_is_refused_with_a_message(content, name, code):
    with pytest.raises(InvalidInput) as refused:
        services.receive_file(by=None, name=name, content=io.BytesIO(content), start=False)
    assert refused.value.code == code


def test_file_of_nobodys_layout_waits_for_a_person():
    batch = load(["甲", "乙"], [["1", "2"]], name="odd.csv")
    assert batch.status in (Status.PAUSED, Status.FAILED)
    assert batch.error
    assert batch.remedy


def test_wrong_source_is_named():
    batch = load(S01, [insured("王小明", WANG)], source="S04")
    assert batch.status == Status.FAILED
    assert "S01" in batch.error or "社会保险参保" in batch.error


def test_unknown_header_is_confirmed_once():
    headers = ["人才大名" if header == "姓名" else header for header in S01]
    batch = load(headers, [insured("王小明", WANG)])
    assert batch.status == Status.PAUSED
    version = services.confirm_mapping(by=None, batch=batch, source="S01", headers={"人才大名": "姓名"})
    assert version.version == 1
    services.process_batch(batch, again=True)
    services.link_pending()
    assert people() == {"王小明": 1}
    assert load(headers, [insured("李芳", LI)], name="next.csv").status == Status.PUBLISHED


def test_unknown_word_is_explained_once():
    from bole.people.sources.models import UnknownCode

    row = insured("王小明", WANG)
    row[6] = "神秘状态"
    batch = load(S01, [row])
    unknown = UnknownCode.objects.get(value="神秘状态")
    choices = services.code_choices("S01", "参保状态")
    code = next(iter(choices))
    services.decide_code(by=None, unknown=unknown, code=code)
    services.process_batch(batch, again=True)
    services.link_pending()
    assert Person.objects.get(name="王小明").facts["insurance_status"] == code
