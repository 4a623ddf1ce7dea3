"""Engines that need nothing but the product's own packages; each runs in a process of its own (`bench.rules.worker`)."""
