"""Which nodes always have a value, so that the source need not ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bole.core.rules.language import tree as n

ALWAYS = (n.Today, n.Certain, n.Possible, n.Known)
WHERE_PARTS_ARE = (n.Both, n.Either, n.Negation, n.IfElse, n.Scaled, n.Rounded, n.Parameter)


@dataclass
class Sure:
    """`nodes`: of the slots that references lead to."""

    nodes: Sequence[n.Node]
    _slots: dict[int, bool] = field(default_factory=dict)

    def of(self, node: n.Node) -> bool:
        """Whether a node is never unknown."""
        if isinstance(node, n.Constant):
            return node.value is not None
        if isinstance(node, n.Ref):
            if node.slot not in self._slots:
                self._slots[node.slot] = self.of(self.nodes[node.slot])
            return self._slots[node.slot]
        if isinstance(node, n.Compare):
            return node.ranks is None and self.of(node.left) and self.of(node.right)
        if isinstance(node, n.Arithmetic):
            return node.op != "/" and self.of(node.left) and self.of(node.right)
        if isinstance(node, n.Default):
            return self.of(node.value) or self.of(node.otherwise)
        if isinstance(node, n.Call):
            return node.name in ("较大", "较小") and all(map(self.of, node.arguments))
        if isinstance(node, WHERE_PARTS_ARE):
            return all(map(self.of, n.children(node)))
        return isinstance(node, ALWAYS)
