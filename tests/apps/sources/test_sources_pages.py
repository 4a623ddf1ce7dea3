"""Pages of intake as their users meet them."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from bole.people.sources import services
from bole.people.sources.models import Batch, Status, UnknownCode
from tests.factories.sources import S01, S04, csv_file, id_number, insured, load, titled

pytestmark = pytest.mark.django_db
WANG, LI = id_number("19900307", sequence=121), id_number("19851112", sequence=348)


@pytest.fixture
def steward(client, as_role):
    as_role(client, "steward")
    return client


def text(response) -> str:
    return response.content.decode()


def test_live_page_says_what_came_and_costs_few_queries(steward, django_assert_max_num_queries):
    load(S01, [insured("王小明", WANG), insured("", LI)])
    load(S04, [titled("王小明", WANG, "ZC1")])
    steward.get(reverse("sources:live"))
    with django_assert_max_num_queries(20):
        page = text(steward.get(reverse("sources:live")))
    assert "社会保险参保" in page
    assert "平均 2.0 条记录合为一人" in page
    part = text(steward.get(reverse("sources:live_part")))
    assert part.lstrip().startswith('<div id="live"')


def test_empty_county_still_has_a_page(steward):
    assert "等待文件" in text(steward.get(reverse("sources:live")))


def test_many_files_are_uploaded_at_once_and_one_bad_one_is_named(steward, post):
    good = csv_file(S01, [insured("王小明", WANG)])
    good.name = "社保.csv"
    empty = io.BytesIO(b"")
    empty.name = "空.csv"
    page = text(post(reverse("sources:upload"), {"files": [good, empty]}, using=steward))
    assert "空.csv" in page
    assert Batch.objects.get().file_name == "社保.csv"


def test_an_upload_that_finds_the_disk_full_is_said(steward, post, settings, tmp_path):
    """The device that is always full stands in for the folder of uploads."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    content = csv_file(S01, [insured("王小明", WANG)])
    content.name = "社保.csv"

    class Full(io.FileIO):
        name = "/dev/full"

    def temporary(*args, **kwargs):
        return Full("/dev/full", "wb")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", temporary)
        answer = post(reverse("sources:upload"), {"files": [content]}, using=steward)
    assert answer.status_code == 503
    assert "磁盘已满,文件没有收下" in text(answer)
    assert Batch.objects.count() == 0


def test_same_file_from_two_browsers_is_one_batch(client, as_role, post, django_user_model):
    from django.test import Client

    for who in ("steward", "office"):
        browser = Client()
        as_role(browser, who)
        content = csv_file(S01, [insured("王小明", WANG)])
        content.name = "社保.csv"
        assert post(reverse("sources:upload"), {"files": [content]}, using=browser).status_code == 302
    assert Batch.objects.count() == 1


def test_batch_page_shows_counts_reasons_and_the_download(steward):
    batch = load(S01, [insured("王小明", WANG), insured("", LI)])
    page = text(steward.get(reverse("sources:batch", args=[batch.pk])))
    assert "下载退回行" in page
    assert "第 3 行" in page or ">3<" in page
    answer = steward.get(reverse("sources:rejects", args=[batch.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_retract_needs_a_reason_and_restores(steward, post):
    batch = load(S01, [insured("王小明", WANG)])
    url = reverse("sources:retract", args=[batch.pk])
    assert post(url, {"reason": " "}, using=steward).status_code == 400
    assert post(url, {"reason": "发错"}, using=steward).status_code == 302
    batch.refresh_from_db()
    assert batch.status == Status.RETRACTED
    assert "发错" in text(steward.get(reverse("sources:batch", args=[batch.pk])))


def test_mapping_is_confirmed_in_the_browser(steward, post):
    headers = ["人才大名" if header == "姓名" else header for header in S01]
    batch = load(headers, [insured("王小明", WANG)])
    url = reverse("sources:mapping", args=[batch.pk])
    assert "人才大名" in text(steward.get(url + "?source=S01"))
    place = headers.index("人才大名")
    unknown = [header for header in headers if header not in batch.mapping]
    answer = post(url, {"source": "S01", f"header_{unknown.index('人才大名')}": "姓名"}, using=steward)
    assert answer.status_code == 302, (place, text(answer))
    services.process_batch(batch, again=True)
    assert batch.status == Status.STORED


def test_unknown_words_are_listed_and_explained(steward, post):
    row = insured("王小明", WANG)
    row[6] = "神秘状态"
    load(S01, [row])
    assert "神秘状态" in text(steward.get(reverse("sources:codes")))
    unknown = UnknownCode.objects.get(value="神秘状态")
    code = next(iter(services.code_choices("S01", "参保状态")))
    assert post(reverse("sources:code", args=[unknown.pk]), {"code": code}, using=steward).status_code == 302
    assert "神秘状态" in text(steward.get(reverse("sources:codes") + "?decided=1"))


def test_department_sees_its_own_batches_only(client, as_role):
    own = load(S01, [insured("王小明", WANG)])
    as_role(client, "neighbour")
    assert client.get(reverse("sources:batch", args=[own.pk])).status_code == 404
    as_role(client, "clerk")
    assert client.get(reverse("sources:batch", args=[own.pk])).status_code == 200


def test_a_department_cannot_send_the_table_of_another(client, as_role, post):
    """A full file would end the rows of the department whose table it is."""
    as_role(client, "neighbour")
    content = csv_file(S01, [insured("王小明", WANG)])
    content.name = "社保.csv"
    assert post(reverse("sources:upload"), {"files": [content]}, using=client).status_code == 302
    batch = services.process_batch(Batch.objects.get())
    assert (batch.status, batch.error_code) == (Status.FAILED, "batch.other_department")
    assert "社会保险参保" in text(client.get(reverse("sources:batch", args=[batch.pk])))


@pytest.mark.parametrize("who", ["talent", "employer", "partner", "leader", "security", "system", "outsider"])
def test_others_do_not_see_intake(client, as_role, who):
    as_role(client, who)
    assert client.get(reverse("sources:live")).status_code in (302, 403)


def test_source_page_and_batch_list(steward):
    load(S01, [insured("王小明", WANG)])
    assert "法律依据" in text(steward.get(reverse("sources:source", args=["S01"])))
    assert steward.get(reverse("sources:source", args=["S99"])).status_code == 404
    listed = text(steward.get(reverse("sources:batches") + "?source=S01&q=file"))
    assert "file.csv" in listed
    assert "没有批次" in text(steward.get(reverse("sources:batches") + "?q=nothing"))


def test_paused_batch_goes_on(steward, post):
    batch = services.receive_file(by=None, name="a.csv", content=csv_file(S01, [insured("王小明", WANG)]), start=False)
    assert post(reverse("sources:pause", args=[batch.pk]), using=steward).status_code == 302
    services.process_batch(batch)
    assert batch.status == Status.PAUSED
    assert post(reverse("sources:resume", args=[batch.pk]), using=steward).status_code == 302
    services.process_batch(batch, again=True)
    assert batch.status == Status.STORED


def test_problems_of_a_batch_name_the_columns_as_the_file_does(steward):
    header = ["参保人姓名" if name == "姓名" else "联系电话" if name == "手机号码" else name for name in S01]
    batch = load(header, [insured("", WANG, phone="12")])
    page = text(steward.get(reverse("sources:batch", args=[batch.pk])))
    assert "“参保人姓名”为空" in page
    assert "“联系电话”不是有效的手机或固定电话号码" in page
    assert "“姓名”为空" not in page
