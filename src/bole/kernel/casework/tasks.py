"""Jobs of casework: automatic steps at once, and what time does."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bole.kernel.audit.services import acting_as
from bole.kernel.casework import services


@app.task(name="casework.run_automatic", queue="events", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def run_automatic(case_id: int) -> None:
    with acting_as("casework", "casework.run_automatic"):
        services.run_automatic_steps(case_id=case_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="casework.watch_terms", queue="system", queueing_lock="casework.watch_terms")
def watch_terms(timestamp: int) -> None:
    with acting_as("casework", "casework.watch_terms"):
        services.end_publicities()
        services.resume_automatic()
        services.escalate_overdue()
        services.destroy_objectors()


@app.periodic(cron="* * * * *")
@app.task(name="casework.notify_waiting", queue="system", queueing_lock="casework.notify_waiting")
def notify_waiting(timestamp: int) -> None:
    with acting_as("casework", "casework.notify_waiting"):
        services.notify_waiting()
