"""OpenFisca-core over the written formulas: facts as pairs of input variables, every formula a variable.

Favours it: 64 bits where its own whole numbers have 32; texts in one sorted dictionary; record sets, for which it has no entity, as numpy
reductions over rows that lie in the order of their persons.
"""

from __future__ import annotations

import importlib
import sys
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.rules.peers import kleene, running

PERIOD = "2022"


class Engine:
    """`lean` and `masks` are the written modules below `folder`."""

    def __init__(self, folder: str, rows: str) -> None:
        sys.path.insert(0, folder)
        self.table = pq.read_table(rows).combine_chunks()
        self.modules = {name: importlib.import_module(f"written_{name}") for name in ("lean", "masks")}
        self.systems = {name: _system(module) for name, module in self.modules.items()}
        self.folder = Path(folder)
        self.data: Any = None
        self.made: dict[str, Any] = {}
        self.alone: list[Any] = []

    def convert(self) -> None:
        """The table as arrays."""
        self.data = _Data(self.table, self.modules["masks"])

    def lean(self) -> None:
        self._decide("lean")

    def masks(self) -> None:
        self._decide("masks")

    def _decide(self, name: str) -> None:
        self.made = {}
        module = self.modules[name]
        running.learn(self.data.texts, module.TABLES)
        self.made = _decided(self.systems[name], module, self.data, False)

    def choose_one(self, count: int = 20) -> None:
        """Some persons as tables of one row, as arrays already."""
        self.alone = [self.data.one(place) for place in range(count)]

    def learn(self, name: str) -> None:
        """The dictionary and the tables over it: not timed with single persons."""
        running.learn(self.data.texts, self.modules[name].TABLES)

    def one_plain(self) -> None:
        """After `learn("lean")`."""
        self._one("lean", False)

    def one_lean(self) -> None:
        """After `learn("lean")`."""
        self._one("lean", True)

    def one_masks(self) -> None:
        """After `learn("masks")`."""
        self._one("masks", True)

    def _one(self, name: str, traced: bool) -> None:
        for data in self.alone:
            _decided(self.systems[name], self.modules[name], data, traced)

    def write(self) -> str:
        """The last answers as a file: texts as they are, unknown as null."""
        asked = self.modules["masks"].ASKED
        columns = {name: _arrow(array, asked[name][1], self.data) for name, array in self.made.items()}
        path = self.folder / "openfisca.parquet"
        pq.write_table(pa.table(columns), path)
        return str(path)


class _Data:
    """Facts as arrays and their record sets."""

    def __init__(self, table: Any, module: Any) -> None:
        self.height = table.num_rows
        sets = {name: table[name].combine_chunks() for name in module.SETS}
        inner = {name: column.flatten() for name, column in sets.items()}
        flat = {(name, key): inner[name].field(key) for name, key, *_ in module.COLUMNS}
        words = [table[name] for name, kind, _ in module.FACTS.values() if kind == "text"]
        words += [flat[name, key] for name, key, kind, _ in module.COLUMNS if kind == "text"]
        encoded = [_plain(each).dictionary_encode() for each in words]
        found = {text for each in encoded for text in each.dictionary.to_pylist()}
        self.texts = sorted(found | set(module.TEXTS))
        places = {text: place for place, text in enumerate(self.texts)}
        codes = iter([_codes(each, places) for each in encoded])
        self.facts: dict[str, Any] = {}
        for name, (column, kind, known) in module.FACTS.items():
            array, there = next(codes) if kind == "text" else _array(_plain(table[column]), kind)
            self.facts[name] = array
            if not known:
                self.facts[f"{name}__known"] = there
        columns: dict[str, dict[str, Any]] = {name: {} for name in sets}
        for name, key, kind, known in module.COLUMNS:
            array, there = next(codes) if kind == "text" else _array(flat[name, key], kind)
            pair = (array & there, ~array & there) if kind == "bool" else (array, True if known else there)
            columns[name][key] = pair
        self.sets = {name: _rows(column, columns[name]) for name, column in sets.items()}

    def one(self, place: int) -> _Data:
        """One person's."""
        made = copy(self)
        made.height = 1
        made.facts = {name: array[place : place + 1] for name, array in self.facts.items()}
        made.sets = {name: rows.one(place) for name, rows in self.sets.items()}
        return made


def _plain(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _codes(encoded: Any, places: dict[str, int]) -> Any:
    own = np.array([places[text] for text in encoded.dictionary.to_pylist()] + [-1], dtype=np.int32)
    codes = own[encoded.indices.fill_null(len(own) - 1).to_numpy()]
    return codes, codes >= 0


def _array(column: Any, kind: str) -> Any:
    there = pc.is_valid(column).to_numpy(zero_copy_only=False)
    if kind == "bool":
        return column.fill_null(False).to_numpy(zero_copy_only=False), there
    filled = column.fill_null(-1 if kind == "date" else 0).to_numpy(zero_copy_only=False)
    return filled.astype(kleene.NUMBERS[kind], copy=False), there


def _rows(column: Any, columns: dict[str, Any]) -> kleene.Rows:
    sizes = pc.list_value_length(column).fill_null(0).to_numpy(zero_copy_only=False)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    present = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return kleene.Rows(np.repeat(np.arange(len(sizes)), sizes), starts, present, columns)


def _system(module: Any) -> TaxBenefitSystem:
    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])

    def add(name: str, dtype: Any, formula: Any = None) -> None:
        whole = dtype is not np.bool_
        parts = {"value_type": int if whole else bool, "entity": person, "definition_period": DateUnit.YEAR}
        if formula is not None:
            parts["formula"] = formula
        made = system.add_variable(type(name, (Variable,), {**parts, "label": name}))
        made.dtype = dtype

    for name, (_, kind, known) in module.FACTS.items():
        add(name, np.bool_ if kind == "bool" else kleene.NUMBERS[kind])
        if not known:
            add(f"{name}__known", np.bool_)
    for name, kind, known, formula in module.VARIABLES:
        dtype = kleene.NUMBERS.get(kind, np.bool_ if known else np.int8)
        add(name, dtype, _formula(kind, known, formula))
    return system


def _formula(kind: str, known: bool, formula: Any) -> Any:
    return lambda person, period: kleene.stored(kind, known, formula(person, period), person.count)


def _decided(system: TaxBenefitSystem, module: Any, data: _Data, traced: bool) -> dict[str, Any]:
    """A new simulation with these facts, and everything that is asked for."""
    simulation = SimulationBuilder().build_default_simulation(system, count=data.height)
    simulation.trace = traced
    for name in module.FACTS:
        simulation.set_input(name, PERIOD, data.facts[name])
        if f"{name}__known" in data.facts:
            simulation.set_input(f"{name}__known", PERIOD, data.facts[f"{name}__known"])
    running.rows.clear()
    running.rows.kept.clear()
    running.rows.update(data.sets)
    found = {}
    for name, (variable, kind, value) in module.ASKED.items():
        found[name] = _fixed(kind, value, data.height) if variable is None else simulation.calculate(variable, PERIOD)
    return found


def _fixed(kind: str, value: Any, height: int) -> Any:
    if kind == "bool":
        return np.full(height, -1 if value is None else int(value), dtype=np.int8)
    if kind == "text" and value is not None:
        value = running.code(value)
    blank = kleene.NONE if kind == "int" else -1
    return np.full(height, blank if value is None else value, dtype=kleene.NUMBERS[kind])


def _arrow(array: Any, kind: str, data: _Data) -> Any:
    if kind == "bool":
        if array.dtype == np.bool_:
            return pa.array(array)
        return pa.array(array == 1, mask=array == -1)
    blank = array == (kleene.NONE if kind == "int" else -1)
    if kind != "text":
        return pa.array(array, mask=blank)
    codes = pa.array(np.where(blank, 0, array), mask=blank)
    return pa.DictionaryArray.from_arrays(codes, pa.array(data.texts)).dictionary_decode()
