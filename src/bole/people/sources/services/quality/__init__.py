"""How good the data and the linkage are, measured and judged."""
