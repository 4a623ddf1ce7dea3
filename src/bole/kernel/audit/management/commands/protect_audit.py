"""`python -m bole protect_audit`: after migrations, takes the right to rewrite the trail from the application's role."""

from typing import Any

from django.core.management.base import BaseCommand

from bole.kernel.audit import services
from bole.runtime import postgres


class Command(BaseCommand):
    help = "Revokes UPDATE, DELETE and TRUNCATE on audit tables from the application's role."

    def handle(self, *args: Any, **options: Any) -> None:
        tables = services.protect_tables(role=postgres.APP_ROLE)
        if options["verbosity"]:
            self.stderr.write(f"{len(tables)} tables")
