"""A worker on the test database whose handler leaves one row per event; killed and started again by test_workers.py."""

import os
import sys
import time


def main(database: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    os.environ["BOLE_DB_ROLE"] = "bole_owner"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from bole.kernel.audit import services as audit
    from bole.kernel.outbox import services as outbox
    from bole.main.processes import run_worker

    @outbox.handles("t.fault", "t.effect")
    def leave_a_row(message: outbox.Message) -> None:
        time.sleep(0.05)
        audit.record_security(by="worker", kind="t.effect", key=message.key)
        time.sleep(0.05)

    @outbox.handles("t.first", "t.first")
    def announce_the_next(message: outbox.Message) -> None:
        outbox.publish(topic="t.next", key=message.key, payload={})
        time.sleep(1.0)  # long enough for the next to be taken up, were it visible

    @outbox.handles("t.next", "t.next")
    def leave_another_row(message: outbox.Message) -> None:
        audit.record_security(by="worker", kind="t.next", key=message.key)

    run_worker(queues=["events", "system"], concurrency=2)


if __name__ == "__main__":
    main(sys.argv[1])
