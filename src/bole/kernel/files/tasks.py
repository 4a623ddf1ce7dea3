"""The end of a file's term."""

from django.utils import timezone
from procrastinate.contrib.django import app

from bole.kernel.files import services


@app.periodic(cron="10 * * * *")
@app.task(name="files.destroy_due", queue="system", queueing_lock="files.destroy_due")
def destroy_due(timestamp: int) -> None:
    services.destroy_due(today=timezone.localdate())


@app.periodic(cron="50 4 * * *")
@app.task(name="files.remove_orphans", queue="system", queueing_lock="files.remove_orphans")
def remove_orphans(timestamp: int) -> None:
    services.remove_orphans()
