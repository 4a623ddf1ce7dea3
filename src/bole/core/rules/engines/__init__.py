"""Back ends of the one typed tree: closures (the reference, one person), frames (Polars, the county), SQL (a province)."""
