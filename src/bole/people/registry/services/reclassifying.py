"""After a pack with other criteria came into force everybody is classified again, as a job with progress."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from bole.kernel.outbox import queries as jobs
from bole.kernel.outbox import services as outbox
from bole.kernel.taxonomy import queries as taxonomy
from bole.people.registry.queries.people import living
from bole.people.registry.queries.vocabulary import pack_or_none
from bole.people.registry.services.persons import classify_persons, refresh_statistics

KIND, TASK = "registry.classify", "registry.classify_all"
TITLE = gettext_noop("按新标准重新分类")
LOCK = "sources.link"
"""A link run publishes the same people: never both at once."""
SLICE = 5_000
"""People per transaction: few enough that nobody waits for them and that no index is dropped meanwhile."""


def criteria_digest() -> str:
    """Equal as long as the criteria, and the ranks and codes they speak of, are the same."""
    pack = pack_or_none()
    said = repr((pack.classifications, pack.code_lists)) if pack else ""
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def follow_pack(message: Any) -> None:
    """Handler of `taxonomy.pack_in_force`: nothing to do without people, or where these criteria were applied last."""
    last = jobs.Job.objects.filter(kind=KIND, state=jobs.Job.State.DONE).order_by("-id").first()
    applied = last.result.get("criteria") if last and last.result else None
    if applied == criteria_digest() or not living().exists():
        return
    version = taxonomy.versions().filter(sha256=message.payload["sha256"]).select_related("loaded_by").first()
    job = outbox.start_job(kind=KIND, by=version.loaded_by if version else None, title=TITLE)
    app.configure_task(TASK, queue="registry", lock=LOCK).defer(job_id=job.pk)


def classify_all(job: outbox.Job) -> dict[str, Any]:
    """Everybody by the criteria in force now; what stays the same is not written. Interrupted, it begins anew without harm."""
    ids = list(living().order_by("id").values_list("id", flat=True))
    job.advance(0, total=len(ids))
    changed = 0
    for start in range(0, len(ids), SLICE):
        changed += classify_persons(ids[start : start + SLICE])
        job.advance(min(start + SLICE, len(ids)))
    if changed > SLICE:
        refresh_statistics()
    return {"people": len(ids), "changed": changed, "criteria": criteria_digest()}
