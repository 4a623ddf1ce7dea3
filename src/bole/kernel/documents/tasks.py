"""Exports run here."""

from procrastinate.contrib.django import app

from bole.kernel.documents import services
from bole.kernel.outbox import services as outbox


@app.task(name="documents.export", queue="documents", retry=2)
def export(job_id: int, user_id: int, membership_id: int, name: str, sealed: str, form: str) -> None:
    parameters = services.open_filters(job_id, sealed)

    def work(job: outbox.Job) -> dict[str, object]:
        return services.produce_export(
            job=job, user_id=user_id, membership_id=membership_id, name=name, parameters=parameters, form=form
        )

    outbox.run_job(job_id, work)
