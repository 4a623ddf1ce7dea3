"""What back ends over tables give out: a column per named output, of the version that counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bole.core.rules.compiled import Compiled
from bole.core.rules.language import tree as n
from bole.core.rules.language.values import BOOLEAN
from bole.core.rules.policies.lowering import Lowered
from bole.core.rules.policies.texts import START


def outputs(compiled: Compiled, masks: bool) -> Iterator[tuple[str, n.Node]]:
    """`<policy>/<output>` and its node; with `masks` also `<policy>/<part>` for each condition."""
    for policy, versions in compiled.lowered.items():
        for name in dict.fromkeys(name for each in versions for name in each.outputs):
            yield f"{policy}/{name}", _counting(compiled, versions, [each.outputs.get(name) for each in versions])
        if masks:
            parts = [{part.path: part.slot for part in reversed(each.parts)} for each in versions]
            for path in dict.fromkeys(part.path for each in versions for part in each.parts):
                yield f"{policy}/{path}", _counting(compiled, versions, [each.get(path) for each in parts])


def ref(compiled: Compiled, slot: int) -> n.Ref:
    """A reference to a slot."""
    return n.Ref(compiled.program.slots[slot].node.sort, START, slot)


def _counting(compiled: Compiled, versions: Sequence[Lowered], slots: Sequence[int | None]) -> n.Node:
    """Of the versions the last that may be in force, or the last one where none is; unknown where it has no such output."""
    first = next(slot for slot in slots if slot is not None)
    sort = compiled.program.slots[first].node.sort
    nodes = [n.Constant(sort, START, None) if slot is None else ref(compiled, slot) for slot in slots]
    node: n.Node = nodes[-1]
    for each, value in zip(versions, nodes, strict=True):
        if len(versions) > 1:
            node = n.IfElse(
                sort, START, n.Possible(BOOLEAN, START, ref(compiled, each.outputs["in_force"])), value, node
            )
    return node
