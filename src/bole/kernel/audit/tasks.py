"""Sealing each minute, one full verification each night."""

from procrastinate.contrib.django import app

from bole.kernel.audit import services


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue="system", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:
    services.seal()


@app.periodic(cron="20 3 * * *")
@app.task(name="audit.verify", queue="system", queueing_lock="audit.verify")
def verify(timestamp: int) -> None:
    services.verify(by="system")
