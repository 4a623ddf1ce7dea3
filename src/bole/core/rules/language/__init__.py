"""From text to a typed tree: grammar, names of facts, units, codes; every fault with its place."""
