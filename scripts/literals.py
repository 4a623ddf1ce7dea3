"""Chinese texts that reach the screen through `gettext(variable)`, found by where they stand in the code.

GNU gettext sees literals inside `_("…")` alone, and not inside f-strings. Errors, rules, labels of models and columns are written without it, because the
layers that hold them know no Django or keep the Chinese text in the database; the page translates them when it shows them.
This program prints them as `gettext_noop` calls: `scripts/messages.sh` hands them to `makemessages` with everything else.

    python scripts/literals.py src/bole packs > literals.py
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

CHINESE = re.compile("[㐀-鿿]")
GETTEXT = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"})
CALLS = frozenset({"Rule", "Column", "Export", "Simulator", "note_reading"})
"""Besides errors and model fields: calls whose texts are shown. `register` of a navigation entry gives its group first."""
KEYWORDS = frozenset({"remedy", "purpose", "verbose_name"})
NAMES = re.compile(
    r"message|remedy|label|verbose_name|[A-Z_]*(DESCRIPTIONS|PURPOSES|GROUPS|ISSUES|LABELS|REASONS|_WORDS|_SOURCE)"
)
"""Variables that hold shown texts."""
SILENT = ("core/rules/", "core/vocabulary/", "core/casework/checking", "core/casework/re", "core/identity/", "runtime/",
          "main/", "ui/gallery", "people/registry/services/groups", "people/sources/reading/")  # fmt: skip
LOUD = ("people/sources/reading/rules.py",)
"""Words of the rule language and of packs, data, command lines (bilingual themselves). Errors are taken from there too."""


def literals(root: Path) -> set[str]:
    """All such texts of the package below `root`."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources(root)}
    errors = _error_names(trees.values())
    found: set[str] = set()
    for path, tree in trees.items():
        place = path.relative_to(root).as_posix()
        silent = place.startswith(SILENT) and place not in LOUD
        found |= set(_shown(tree, errors, silent=silent))
    return found


def pack_words(packs: Path) -> set[str]:
    """Words of packs that have no English of their own: units, holidays, the demo cast."""
    found: set[str] = set()
    for path in sorted(packs.rglob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= set(_units(document))
        if path.name == "calendar.yaml":
            found |= {name for year in document["years"].values() for name in year["holidays"]}
        elif path.name == "demo_accounts.yaml":
            found |= {account["name"] for account in document["accounts"]}
    return {word for word in found if CHINESE.search(word)}


def _units(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        yield from (unit for one in node for unit in _units(one))
    elif isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "unit" and isinstance(value, str))
        yield from (unit for one in node.values() for unit in _units(one))


def _sources(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def _error_names(trees: Iterable[ast.Module]) -> set[str]:
    """BoleError and everything derived from it, by name."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names, size = {"BoleError"}, 0
    while size != len(names):
        size = len(names)
        names |= {one.name for one in classes if any(_name(base) in names for base in one.bases)}
    return names


def _shown(tree: ast.Module, errors: set[str], *, silent: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, errors, silent=silent)
        elif silent:
            continue
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            if any(NAMES.fullmatch(name) for name in _targets(node)):
                yield from _texts(node.value)
        elif isinstance(node, ast.ClassDef) and any(_name(base) == "TextChoices" for base in node.bases):
            yield from (text for line in node.body if isinstance(line, ast.Assign) for text in _texts(line.value))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from _defaults(node)


def _of_call(call: ast.Call, errors: set[str], *, silent: bool) -> Iterator[str]:
    name = _name(call.func)
    if name in errors or (name == "__init__" and call.args):
        yield from (text for part in _parts(call) for text in _texts(part))
    elif name in GETTEXT:
        yield from _texts(call.args[0]) if call.args else ()
    elif silent:
        return
    elif name in CALLS or name.endswith("Field") or name == "ForeignKey":
        yield from (text for part in _parts(call) for text in _texts(part))
    elif name == "register" and len(call.args) > 2:
        yield from _texts(call.args[0])
    else:
        yield from (text for word in call.keywords if word.arg in KEYWORDS for text in _texts(word.value))


def _parts(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(word.value for word in call.keywords)]


def _defaults(node: ast.FunctionDef | ast.ClassDef) -> Iterator[str]:
    """Defaults of shown fields: `purpose: str = "…"`."""
    if isinstance(node, ast.FunctionDef):
        for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            if default is not None and argument.arg in KEYWORDS:
                yield from _texts(default)
    else:
        for line in node.body:
            if isinstance(line, ast.AnnAssign) and line.value is not None and set(_targets(line)) & KEYWORDS:
                yield from _texts(line.value)


def _targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [one.id for one in flat if isinstance(one, ast.Name)]


def _texts(node: ast.expr) -> Iterator[str]:
    """Chinese literals in an expression, not those in f-strings, nor those that a call takes (gettext has them, or nobody)."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and CHINESE.search(node.value):
            yield node.value
    elif not isinstance(node, ast.JoinedStr | ast.Call | ast.Compare):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _texts(child)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


if __name__ == "__main__":
    print("from django.utils.translation import gettext_noop\n")
    for text in sorted(literals(Path(sys.argv[1])) | pack_words(Path(sys.argv[2]))):
        print(f"gettext_noop({text!r})")
