"""Changing policy files as people do in forms: by the place of a value in the text, so comments, order and style stay."""
