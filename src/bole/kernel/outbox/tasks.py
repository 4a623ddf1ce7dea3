"""Delivery of events, and the upkeep of the queue itself."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from bole.kernel.outbox import services

STALLED_AFTER_S = 10.0
KEEP_QUEUE_ROWS_H = 24


@app.task(
    name="outbox.deliver",
    queue="events",
    retry=RetryStrategy(max_attempts=services.MAX_ATTEMPTS - 1, exponential_wait=3),
)
def deliver(event_id: int, handler: str) -> None:
    services.deliver(event_id=event_id, handler=handler)


@app.periodic(cron="* * * * * */10")
@app.task(name="outbox.sweep_stalled", queue="system", queueing_lock="outbox.sweep_stalled")
async def sweep_stalled(timestamp: int) -> None:
    """Jobs of a killed worker go back into the queue: procrastinate finds them by the worker's missing heartbeat.

    Where the same work is queued already (periodic tasks, repeated deliveries), the stalled row only goes away: retrying it would
    break the queueing lock, and this sweep with it, each time.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


@app.periodic(cron="* * * * *")
@app.task(name="outbox.redeliver_lost", queue="system", queueing_lock="outbox.redeliver_lost")
def redeliver_lost(timestamp: int) -> None:
    services.redeliver_lost()


@app.periodic(cron="40 3 * * *")
@app.task(name="outbox.clean_up", queue="system", queueing_lock="outbox.clean_up")
def clean_up(timestamp: int) -> None:
    services.clean_up()


@app.periodic(cron="*/30 * * * *")
@app.task(name="outbox.clean_queue", queue="system", queueing_lock="outbox.clean_queue")
async def clean_queue(timestamp: int) -> None:
    """A queue of finished rows makes every fetch slower (secops notes, 2)."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_QUEUE_ROWS_H, include_failed=False, include_cancelled=True)
