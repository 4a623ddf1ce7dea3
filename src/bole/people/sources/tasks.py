"""Jobs of intake. Each may run twice: batches, edges and profiles carry their own keys."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bole.kernel.audit.services import acting_as
from bole.kernel.outbox import services as outbox
from bole.people.sources import services
from bole.people.sources.models import Batch
from bole.people.sources.services.quality import measuring, sampling
from bole.people.sources.services.reviewing import bulk_jobs

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(name="sources.process_batch", queue="intake", retry=RETRY)
def process_batch(batch_id: int, again: bool = False) -> None:
    with acting_as("intake", "sources.process_batch"):
        services.process_batch(Batch.objects.get(pk=batch_id), again=again)


@app.task(name="sources.read_again", queue="intake", retry=RETRY)
def read_again(batch_ids: list[int]) -> None:
    """Batches whose mapping was taken back, in order."""
    with acting_as("intake", "sources.read_again"):
        services.read_again(Batch.objects.filter(pk__in=batch_ids).order_by("pk"))


@app.task(
    name="sources.link_pending", queue="intake", retry=RETRY, queueing_lock="sources.link_pending", lock="sources.link"
)
def link_pending() -> None:
    if seconds := services.seconds_to_wait():
        services.queue_linking(in_seconds=seconds)
        return
    with acting_as("intake", "sources.link_pending"):
        services.link_pending(by=None)


@app.task(
    name="sources.publish_snapshot", queue="intake", retry=RETRY, queueing_lock="sources.publish_snapshot", priority=-5
)
def publish_snapshot() -> None:
    """After runs for which somebody waited; lists and figures follow."""
    with acting_as("intake", "sources.publish_snapshot"):
        services.publish_snapshot(by="intake")


@app.periodic(cron="20 3 * * *")
@app.task(name="sources.clean_daily", queue="intake", queueing_lock="sources.clean_daily", priority=-10)
def clean_daily(timestamp: int) -> None:
    """What a lost job left."""
    if services.files_wait():
        services.queue_cleaning()


@app.task(
    name="sources.clean_files", queue="intake", retry=RETRY, queueing_lock="sources.clean_files", lock="sources.clean"
)
def clean_files() -> None:
    """The rows of deleted persons leave the files that are kept."""
    with acting_as("intake", "sources.clean_files"):
        services.clean_files()
        if services.files_wait():
            services.queue_cleaning(in_seconds=60)


@app.periodic(cron="* * * * * */2")
@app.task(name="sources.watch", queue="intake", queueing_lock="sources.watch", priority=20)
def watch(timestamp: int) -> None:
    """Looks into the watched folder."""
    with acting_as("intake", "sources.watch"):
        services.take_in()


@app.task(name="sources.preview_undo", queue="intake")
def preview_undo(job_id: int, kind: str, number: int) -> None:
    outbox.run_job(job_id, lambda job: services.preview_as_job(job, kind, number))


@app.task(name="sources.undo", queue="intake")
def undo(job_id: int, kind: str, number: int, sealed: str) -> None:
    outbox.run_job(job_id, lambda job: services.undo_as_job(job, kind, number, sealed))


@app.task(name="sources.decide_bulk", queue="intake")
def decide_bulk(job_id: int, bulk_id: int) -> None:
    outbox.run_job(job_id, lambda job: bulk_jobs.confirm_as_job(job, bulk_id))


@app.task(name="sources.draw_sample", queue="intake")
def draw_sample(job_id: int) -> None:
    outbox.run_job(job_id, sampling.sample_as_job)


@app.task(name="sources.measure_quality", queue="intake", queueing_lock="sources.measure_quality")
def measure_quality() -> None:
    """Figures of the quality page that need a pass over all rows."""
    measuring.measure()
