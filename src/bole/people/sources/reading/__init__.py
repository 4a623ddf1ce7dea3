"""From a department's file to checked rows: what kind of file, which table, whose layout, what values, what is wrong.

    raw = read_table(path, filename, layouts=layouts)
    recognition = recognise(raw.headers, layouts)
    checked = check_rows(raw, recognition, pack, today)
    write_rejects(raw, checked.issues, recognition.layout, target)

Polars only; no database, no Django. All refusals are `bole.core.errors.InvalidInput` with codes `reading.*`.
"""

from bole.people.sources.reading.checks import ERASED, Checked, check_rows
from bole.people.sources.reading.headers import Recognition, recognise, require_complete
from bole.people.sources.reading.rejects import write_rejects
from bole.people.sources.reading.tables import Note, RawTable, read_table

__all__ = [
    "ERASED",
    "Checked",
    "Note",
    "RawTable",
    "Recognition",
    "check_rows",
    "read_table",
    "recognise",
    "require_complete",
    "write_rejects",
]
