"""Work of the policies in the background."""

from procrastinate.contrib.django import app

from bole.kernel.outbox import services as outbox


@app.task(name="policies.simulate", queue="documents")
def simulate(job_id: int, draft_id: int, user_id: int) -> None:
    from bole.governance.policies.services.simulating import run_simulation

    outbox.run_job(job_id, lambda job: run_simulation(job=job, draft_id=draft_id, user_id=user_id))


@app.task(name="policies.match", queue="documents", queueing_lock="policies.match", lock="policies.match", priority=-10)
def match() -> None:
    from bole.governance.policies.services.matching.upkeep import match_everyone

    match_everyone()


@app.periodic(cron="40 0 * * *")
@app.task(name="policies.match_daily", queue="documents", queueing_lock="policies.match_daily", priority=-10)
def match_daily(timestamp: int) -> None:
    """The days on which something changes by time alone."""
    from bole.governance.policies.services.matching.upkeep import queue_matching

    queue_matching()


@app.periodic(cron="10 0 * * *")
@app.task(name="policies.follow_terms", queue="documents", queueing_lock="policies.follow_terms")
def follow_terms(timestamp: int) -> None:
    """Terms of recognitions end by the day."""
    from bole.governance.policies.services.sweeping import follow_terms as follow

    follow()
