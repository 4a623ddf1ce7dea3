"""Writes of the policies."""

from bole.governance.policies.services.keeping import keep_rules

__all__ = ["keep_rules"]
