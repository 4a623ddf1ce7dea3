"""`python -m bole <command>`: Django's own commands with PostgreSQL ensured, as the owner of the tables."""

import os
import sys

from bole.runtime import postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bole.main.settings")
    os.environ.setdefault("BOLE_DB_ROLE", postgres.OWNER_ROLE)
    postgres.ensure_running()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
