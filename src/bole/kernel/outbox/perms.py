"""Whose jobs one may see: one's own; the system administrator sees all."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from bole.kernel.outbox.models import Job

SEES_ALL = "system_admin"


def job_for(request: HttpRequest, job_id: int) -> Job:
    """The job, or 404 where it is not this user's."""
    job = Job.objects.filter(pk=job_id).first()
    all_jobs = request.grant.role == SEES_ALL  # type: ignore[attr-defined]
    if job is None or (job.owner_id != request.user.pk and not all_jobs):
        raise Http404
    return job
