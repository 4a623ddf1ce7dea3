"""Over a table the best lawful combination is the one that the exact search finds, with the same choice among equals."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bole.core.rules.combining import Limit, Offer, best_combination
from bole.core.rules.outputs import Bounds, Item
from bole.core.rules.tables import combined

NAMES = ("g", "h", "k")
BOUNDS = st.builds(
    lambda rule, ceiling, less: (rule, ceiling, less),
    st.sampled_from(("highest", "together")),
    st.booleans(),
    st.booleans(),
)
SMALL = st.none() | st.integers(0, 6)
EDGES = st.none() | st.integers(-1, 9)


@st.composite
def worlds(draw: Any) -> tuple[list[Item], dict[str, Bounds], pl.DataFrame]:
    """Benefits, groups (of which no benefit has two with arithmetic), and rows."""
    bounds = {}
    for name in NAMES:
        rule, ceiling, less = draw(BOUNDS)
        bounds[name] = Bounds(rule, f"c{name}" if ceiling else None, f"l{name}" if less else None)
    plain = [name for name in NAMES if bounds[name].ceiling is None and bounds[name].less is None]
    items = []
    for place in range(draw(st.integers(1, 5))):
        first = draw(st.sampled_from(((), *((name,) for name in NAMES))))
        more = draw(st.sampled_from(plain)) if plain and draw(st.integers(0, 3)) == 0 else None
        groups, times = tuple(dict.fromkeys((*first, *((more,) if more else ())))), draw(st.sampled_from((1, 1, 4, 12)))
        items.append(Item(f"p{place}", f"a{place}", groups, times))
    columns = {item.column: SMALL for item in items}
    columns |= {edge: EDGES for bound in bounds.values() for edge in (bound.ceiling, bound.less) if edge}
    rows = draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=12))
    return items, bounds, pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64))


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_columns_choose_as_the_search_does(world: tuple[list[Item], dict[str, Bounds], pl.DataFrame]) -> None:
    items, bounds, frame = world
    found = combined(frame, items, bounds)
    for place, row in enumerate(frame.iter_rows(named=True)):
        due = [item for item in items if row[item.column] is not None]
        limits = {
            name: Limit(bound.rule, row.get(bound.ceiling or ""), row.get(bound.less or "") or 0)
            for name, bound in bounds.items()
            if any(name in item.groups for item in due)
        }
        best = best_combination([Offer(item.policy, row[item.column], item.groups, item.times) for item in due], limits)
        taken = tuple(item.policy for item in items if found[f"combination/{item.policy}"][place])
        assert (taken, found["combination/total"][place]) == (best.taken, best.total), row
