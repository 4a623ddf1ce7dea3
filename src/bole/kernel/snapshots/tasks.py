"""Publishing in the background, and keeping the folder small."""

from procrastinate.contrib.django import app

from bole.kernel.outbox import services as outbox
from bole.kernel.snapshots import services


@app.task(name="snapshots.publish", queue="documents", lock="snapshots.publish")
def publish(job_id: int) -> None:
    def work(job: outbox.Job) -> dict[str, object]:
        snapshot = services.publish_snapshot(by=job.owner or "system")
        return {"url": "/snapshots/", "label": snapshot.folder, "rows": snapshot.rows}

    outbox.run_job(job_id, work)


@app.periodic(cron="30 4 * * *")
@app.task(name="snapshots.remove_old", queue="system", queueing_lock="snapshots.remove_old")
def remove_old(timestamp: int) -> None:
    services.remove_old()
