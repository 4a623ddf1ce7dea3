"""Matching everyone: who may have what now, kept up to date with as little deciding as can be.

`judging` decides one subject by the reference, `tables` many at once by the frames, `timing` finds the day on which time alone may change
it, `population` reads subjects with their facts, `dependencies` says what depends on what, `writing` stores, `running` puts it together.
"""
