"""The worker's part of a test: what waits in the queue under the name of a task is taken out and done."""

from __future__ import annotations

import json
from types import ModuleType

from django.db import connection


def run_jobs(tasks: ModuleType, task: str) -> int:
    """Does all that waits for `task` ("sources.undo" is `undo` of the module `tasks`); returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name = %s returning args", [task])
        waiting = [args if isinstance(args, dict) else json.loads(args) for (args,) in cursor.fetchall()]
    for args in waiting:
        getattr(tasks, task.split(".", 1)[1])(**args)
    return len(waiting)
