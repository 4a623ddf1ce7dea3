"""Which facts a tree reads, as dotted paths from the subject."""

from __future__ import annotations

from collections.abc import Iterator

from bole.core.rules.language import tree as n
from bole.core.vocabulary import Fact

Path = tuple[Fact, ...]


def paths_of(node: n.Node, before: Path = ()) -> Iterator[str]:
    """Fact paths that a node may read; what a formula reads stands under the subject that it is computed for."""
    if isinstance(node, n.FactValue | n.Rows):
        yield path_text((*before, *node.path), node.fact)
        before = (*before, *node.path)
    for part in n.children(node):
        yield from paths_of(part, before)


def path_text(path: tuple[Fact, ...], fact: Fact) -> str:
    """employer.is_above_scale"""
    return ".".join((*(step.key for step in path), fact.key))
