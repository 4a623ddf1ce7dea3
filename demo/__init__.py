"""The synthetic county: a seeded generator of what departments really send. Never imported by the product."""
