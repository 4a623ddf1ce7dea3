"""Writes of the policies."""
