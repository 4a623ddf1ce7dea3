"""`python -m bole.main.schema`: tables, cache table and the audit's protection in one process, as the owner of the tables."""

import os
import sys

from bole.runtime import postgres


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bole.main.settings"
    os.environ["BOLE_DB_ROLE"] = postgres.OWNER_ROLE
    postgres.ensure_running()
    import django
    from django.core.management import call_command

    django.setup()
    for command in (["migrate", "--no-input"], ["createcachetable"], ["protect_audit"]):
        call_command(*command, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
