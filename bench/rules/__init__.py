"""What deciding everybody costs: the whole rule set over a table, beside hand-written Polars of one policy."""
