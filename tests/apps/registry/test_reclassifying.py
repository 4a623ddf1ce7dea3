"""Other criteria, other classes: everybody is classified again when a pack comes into force, and nobody twice for nothing."""

from types import SimpleNamespace

import pytest

from bole.kernel.outbox.models import Job
from bole.kernel.outbox.registry import handlers_of
from bole.people.registry import tasks
from bole.people.registry.models import Person
from bole.people.registry.services import reclassifying
from tests.factories.registry import person_id, publish

pytestmark = pytest.mark.django_db
LOADED = SimpleNamespace(payload={"pack": "anji", "sha256": "x"})


@pytest.fixture
def queued(monkeypatch):
    found = []
    deferrer = SimpleNamespace(defer=lambda job_id: found.append(job_id))
    monkeypatch.setattr(reclassifying.app, "configure_task", lambda name, **more: deferrer)
    return found


def test_a_pack_in_force_starts_a_job_that_corrects_the_classes(queued):
    publish()
    before = Person.objects.get(pk=person_id("沈若溪"))
    Person.objects.filter(pk=before.pk).update(tier="", stock="left", codes=["tier:no_such"])
    handlers_of("taxonomy.pack_in_force")["registry.classify"](LOADED)
    tasks.classify_all.func(job_id=queued.pop())
    after = Person.objects.get(pk=before.pk)
    assert (after.tier, after.stock) == (before.tier, before.stock)
    assert f"tier:{before.tier}" in after.codes
    assert "tier:no_such" not in after.codes
    job = Job.objects.get()
    assert (job.state, job.total, job.done, job.result["changed"]) == ("done", 8, 8, 1)


def test_the_same_criteria_are_not_applied_again(queued, monkeypatch):
    publish()
    reclassifying.follow_pack(LOADED)
    tasks.classify_all.func(job_id=queued.pop())
    reclassifying.follow_pack(LOADED)
    assert queued == []
    monkeypatch.setattr(reclassifying, "criteria_digest", lambda: "other criteria")
    reclassifying.follow_pack(LOADED)
    assert len(queued) == 1


def test_an_empty_register_has_nothing_to_classify(queued):
    reclassifying.follow_pack(LOADED)
    assert queued == []
