"""Jobs of the register."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bole.kernel.outbox import services as outbox
from bole.people.registry.services import reclassifying

RETRY = RetryStrategy(max_attempts=3, exponential_wait=5)


@app.task(name=reclassifying.TASK, queue="registry", retry=RETRY, lock=reclassifying.LOCK)
def classify_all(job_id: int) -> None:
    outbox.run_job(job_id, reclassifying.classify_all)
