"""Work of the policies in the background."""

from procrastinate.contrib.django import app

from bole.kernel.outbox import services as outbox


@app.task(name="policies.simulate", queue="documents")
def simulate(job_id: int, draft_id: int, user_id: int) -> None:
    from bole.governance.policies.services.simulating import run_simulation

    outbox.run_job(job_id, lambda job: run_simulation(job=job, draft_id=draft_id, user_id=user_id))
