"""The words of the county as the register needs them: facts by key, names of codes, departments of sources."""

from __future__ import annotations

from django.apps import apps

from bole.core.vocabulary import Pack


def pack_or_none() -> Pack | None:
    """The county's pack, or None on an instance that has none yet (profiles are then kept without filter words)."""
    if "taxonomy" not in apps.app_configs:
        return None
    from bole.kernel.taxonomy import queries as taxonomy

    return taxonomy.current_pack() if taxonomy.has_pack() else None
