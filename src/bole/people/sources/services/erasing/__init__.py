"""Deleted persons: out of the rows, out of the files."""
