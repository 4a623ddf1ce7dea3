"""Sending by channels, with growing pauses."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from bole.kernel.notices import services


@app.task(
    name="notices.send",
    queue="notices",
    retry=RetryStrategy(max_attempts=services.MAX_ATTEMPTS - 1, exponential_wait=4),
)
def send(outgoing_id: int) -> None:
    services.send_outgoing(outgoing_id=outgoing_id)


@app.task(name="notices.receive", queue="notices")
def receive(channel: str, reference: str) -> None:
    """The simulators' receipt: every simulated message arrives."""
    services.take_receipt(channel=channel, reference=reference, delivered=True)
