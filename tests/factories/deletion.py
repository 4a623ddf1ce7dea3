"""A person who enters by every way there is, lives a little, and is deleted: for tests that look for what is left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bole.kernel.accounts import queries as accounts
from bole.kernel.audit import services as audit
from bole.kernel.casework import services as casework
from bole.kernel.documents import tasks as documents
from bole.kernel.documents.services import export_table
from bole.people.registry import services as registry
from bole.people.registry.models import Person
from bole.people.registry.services import exporting
from bole.people.sources import services
from tests import canaries, cast
from tests.factories.sources import S01, S04, S05, S21, employed, id_number, insured, load, titled, uscc

NAME, LATIN, CERTIFICATE, REJECTED = "阚杜鹃", "Canarina Rarissima", "ZC-CANARY-1", "ZC-CANARY-2"
LI = id_number("19851112", sequence=349)
TEXTS = (
    *(NAME, "kandujuan", "kan du juan", LATIN, CERTIFICATE, REJECTED, canaries.IDENTITY, canaries.PHONE, "1972-03-04"),
    *("330***********2516", "139****3841"),
)


def lives_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Files and keys of this process stand below `folder`."""
    patch.setattr("bole.runtime.paths.var_dir", lambda: folder / "var")
    patch.setattr("bole.runtime.paths.keys_dir", lambda: folder / "keys")


def somebody(months: int = 24) -> list[Any]:
    return insured(NAME, canaries.IDENTITY, phone=canaries.PHONE, months=months)


def arrive() -> Person:
    """Rows in four sources: changed once, ended, rejected, a dated fact, and a file that nobody has recognised yet."""
    load(S01, [somebody(12), insured("李芳", LI)], name=f"社保{NAME}.csv")
    load(S01, [somebody(24), insured("李芳", LI)], name="社保2.csv")
    without_level = titled(NAME, canaries.IDENTITY, REJECTED)
    without_level[4] = ""
    load(S04, [titled(NAME, canaries.IDENTITY, CERTIFICATE), titled("李芳", LI, "ZC2"), without_level])
    load(S04, [titled("李芳", LI, "ZC2")], name="职称2.csv")  # the certificate has ended
    load(S05, [employed(NAME, canaries.IDENTITY, uscc(), phone=canaries.PHONE, post=f"设计师{canaries.PHONE}")])
    load(S21, [[NAME, canaries.IDENTITY, "2020-01-01", "在职"]])
    load([NAME, canaries.IDENTITY, "甲"], [["李芳", LI, "乙"]], name="无表头.csv")
    return Person.objects.get(name=NAME)


def live(person: Person) -> None:
    """What happens around a person: an account, a correction, a case with words, a list, an export, readings."""
    talent = accounts.User.objects.create(
        username=NAME, full_name=NAME, email="canary@example.org", subject=person.pk, first_name=LATIN
    )
    unit = accounts.Unit.objects.create(kind="person", code="P-1", name="个人")
    accounts.Membership.objects.create(user=talent, unit=unit, role="talent")
    clerk, office = cast.user_of("clerk"), cast.user_of("office")
    services.correct_value(by=clerk, person=person.pk, fact="latin_name", value=LATIN, reason=f"{NAME}本人要求")
    services.link_pending()
    case = registry.request_correction(
        by=talent,
        person=person,
        fact="name",
        should_be=f"{NAME}二",
        reason=f"我叫{NAME}",
        source="S01",
        applicant=talent,
    )
    casework.comment(case=case, by=clerk, text=f"已致电{NAME}")
    department = accounts.Unit.objects.get(code="ANJI-RLSBJ")
    registry.save_list(by=clerk, unit=department, name=f"{NAME}的同事", query=f"q={NAME}")
    audit.record_read(by=clerk, purpose="数据核对", subjects=[person.pk], field_classes=["personal"])
    membership = office.memberships.get()
    asked = {"query": "", "purpose": "统计核验", "by": office.username, "release": exporting.release_of(case.pk)}
    export_table(by=office, membership_id=membership.pk, name=exporting.NAME, parameters=asked, form="xlsx")
    run_exports()


def run_exports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = 'documents.export' returning args")
        for (args,) in cursor.fetchall():
            documents.export(**(args if isinstance(args, dict) else json.loads(args)))


def delete(person: Person) -> None:
    registry.delete_person(by=cast.user_of("office"), person=person, reason="本人申请删除")
    services.clean_files()
