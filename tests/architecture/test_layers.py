"""The house as machine-checked facts: contracts, keys that point down, one shape, words of the glossary."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "tests" / "architecture" / "contracts.py"
spec = importlib.util.spec_from_file_location("contracts", CONTRACTS)
assert spec is not None
assert spec.loader is not None
contracts = importlib.util.module_from_spec(spec)
spec.loader.exec_module(contracts)
LAYERS = list(reversed(contracts.LAYERS))


def layer_of(model: type[models.Model]) -> int | None:
    match = re.match(r"bole\.(\w+)\.", model.__module__)
    return LAYERS.index(match.group(1)) if match else None


def test_contract_file_matches_the_tree() -> None:
    assert (ROOT / ".importlinter").read_text(encoding="utf-8") == contracts.render(), (
        "renew it: python tests/architecture/contracts.py"
    )


def test_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run([program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-4000:]


def test_no_foreign_key_points_up_a_layer() -> None:
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
        and (own := layer_of(model)) is not None
        and isinstance(field.related_model, type)
        and (target := layer_of(field.related_model)) is not None
        and target > own
    ]
    assert upward == []


def test_every_app_explains_itself() -> None:
    silent = [
        config.label
        for config in apps.get_app_configs()
        if config.name.startswith("bole.") and not (Path(config.path) / "README.md").exists()
    ]
    assert silent == []


def test_no_dumping_grounds() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if path.stem in {"utils", "helpers", "misc", "common", "signals"}
    ]
    assert found == []


def test_architecture_page_states_the_debt() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    stated = re.search(r"架构债.*?(\d+)", page)
    assert stated is not None
    assert int(stated.group(1)) == contracts.debt()


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_one_migration_per_app_before_the_first_release() -> None:
    extra = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src" / "bole").rglob("migrations/0*.py")
        if path.stem != "0001_initial"
    ]
    assert extra == []


def glossary() -> dict[str, str]:
    """code term -> 中文, from the table of GLOSSARY.md."""
    rows = [line.split("|") for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines() if "|" in line]
    named = [cells for cells in rows if len(cells) > 4 and cells[3].strip() in ("app", "model")]
    return {cells[2].strip().strip("`"): cells[1].strip() for cells in named}


def test_models_and_apps_use_the_words_of_the_glossary() -> None:
    words = glossary()
    wrong = []
    for config in apps.get_app_configs():
        if not config.name.startswith("bole."):
            continue
        if config.label != "ui" and words.get(config.label) != str(config.verbose_name):
            wrong.append(f"app {config.label}: {config.verbose_name}")
        for model in config.get_models():
            if model.__name__.endswith("Event") and hasattr(model, "pgh_id"):
                continue  # history tables are named after their model
            if words.get(f"{config.label}.{model.__name__}") != str(model._meta.verbose_name):
                wrong.append(f"model {model.__name__}: {model._meta.verbose_name}")
    assert wrong == []


def test_no_pinyin_spelled_identifiers_of_the_glossary() -> None:
    """The banned words of the glossary's last column appear nowhere as identifiers."""
    rows = [line.split("|") for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines() if "|" in line]
    banned = {
        word.strip() for cells in rows if len(cells) > 6 for word in cells[5].split(",") if word.strip().isascii()
    }
    banned -= {"", "words not to use", "---"}
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = [word for word in sorted(banned) if re.search(rf"\b(?:def|class)\s+{re.escape(word)}\b", code)]
    assert used == []
