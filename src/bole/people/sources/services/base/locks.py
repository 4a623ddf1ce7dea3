"""Named locks of this room: one who needs several takes them in the order in which they stand here. The transaction's end frees them."""

from __future__ import annotations

from django.db import connection

LINK = "sources.link"
"""Who is who, and the persons that follow."""
MAPPING = "sources.mapping."
"""The mapping versions of the source named after it."""
STORE = "sources.store."
"""The rows of the source named after it."""
ERASE = "sources.erase"
"""The marks of deleted persons."""
REVIEWS = "sources.reviews"
"""Which questions are open; with no other of these."""


def hold(*names: str, shared: bool = False) -> None:
    """Waits for these locks, one after the other. `shared`: beside others who hold it shared."""
    kind = "_shared" if shared else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"select pg_advisory_xact_lock{kind}(hashtext(%s))", [name])
