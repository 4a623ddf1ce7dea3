"""Policies as data: what a policy file may say, how it is read and checked, and what it comes to as named conditions and values."""
