"""Ways to find who is one person. Each module has `link(rows, out)`; `prepare()` imports what must not count."""
