"""Writes `.importlinter` from the tree's own rules; `python tests/architecture/contracts.py` renews the file."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("main", "edge", "insight", "delivery", "governance", "people", "kernel", "ui", "runtime", "core")
ROOMS = {
    "edge": ["(portal) | (workbench) | (api)"],
    "insight": ["(reports)", "(plan) | (atlas)"],
    "governance": ["policies"],
    "people": ["sources", "registry"],
    "kernel": [
        *("casework", "notices", "documents", "snapshots", "files", "taxonomy", "accounts", "vault", "outbox", "audit"),
    ],
}
SHAPE = """\
    (urls)
    (views) | (middleware)
    (tasks)
    (forms)
    (services)
    (perms)
    (queries)
    (reading) | (scoring)
    (models)"""
# Files of an app that are wiring, not a step of the ladder.
WIRING = ("apps", "wiring", "migrations", "management", "templatetags", "authentication", "templates")
# An app's own engines: pure or storage-near computing beside the ladder. Named here, so a new one is a decision.
ENGINES = (
    *("context", "marks", "sealing", "tracking", "registry"),  # audit, outbox
    *("masking", "normal", "tokens"),  # vault
    *("kinds", "reencode", "uploads"),  # files
    *("audit_exports", "exports", "papers", "sheets", "words"),  # documents
    "channels",  # notices
)
# Steps of a large room, in the order in which one may use another.
STEPS = {
    "bole.people.sources.services": [
        "evidence",
        "undoing | quality | erasing",
        *("reviewing", "linking", "publishing", "intake", "base"),
    ],
}
PRIVATE = ("models", "forms", "views", "tasks", "middleware")


def apps() -> list[tuple[str, str]]:
    return sorted(
        (path.parent.parent.name, path.parent.name)
        for path in (ROOT / "src" / "bole").glob("*/*/apps.py")
        if path.parent.parent.name in ROOMS
    )


def contract(key: str, name: str, kind: str, **options: str | list[str]) -> str:
    lines = [f"[importlinter:contract:{key}]", f"name = {name}", f"type = {kind}"]
    for option, value in options.items():
        if isinstance(value, list):
            lines += [f"{option} =", *(f"    {item}" for item in value)]
        elif "\n" in value:
            lines += [f"{option} =", value]
        else:
            lines.append(f"{option} = {value}")
    return "\n".join(lines) + "\n"


def render() -> str:
    found = apps()
    parts = ["[importlinter]\nroot_package = bole\ninclude_external_packages = True\n"]
    optional = [f"({layer})" if layer in ("delivery", "governance") else layer for layer in LAYERS]
    parts.append(
        contract(
            *("layers", "Layers, downward only", "layers"),
            containers="bole",
            layers=optional,
            exhaustive="true",
            exhaustive_ignores=["__main__"],
        )
    )
    for layer, rooms in ROOMS.items():
        parts.append(
            contract(
                *(f"inside-{layer}", f"Inside {layer}", "layers"),
                containers=f"bole.{layer}",
                layers=rooms,
                exhaustive="true",
            )
        )
    parts.append(
        contract(
            *("shape", "One shape for every app", "layers"),
            containers=[f"bole.{layer}.{app}" for layer, app in found],
            layers=SHAPE,
            exhaustive="true",
            exhaustive_ignores=[*WIRING, *ENGINES],
        )
    )
    parts.append(
        contract(
            *("core", "The core knows neither Django nor storage", "forbidden"),
            source_modules="bole.core",
            forbidden_modules=[
                "django",
                "psycopg",
                "duckdb",
                "pyarrow",
                "procrastinate",
            ],  # Polars computes, it keeps nothing
            allow_indirect_imports="false",
        )
    )
    parts.append(contract("acyclic", "No cycles", "acyclic_siblings", ancestors="bole", depth="2"))
    for package, steps in STEPS.items():
        app = package.split(".")[-2]
        parts.append(
            contract(
                *(f"steps-{app}", f"{app}: one step after the other", "layers"),
                containers=package,
                layers=steps,
                exhaustive="true",
            )
        )
        parts.append(
            contract(
                f"acyclic-{app}", f"{app}: no cycles within a step", "acyclic_siblings", ancestors=package, depth="1"
            )
        )
    for layer, app in found:
        modules = [f"bole.{layer}.{app}.{part}" for part in PRIVATE if _exists(layer, app, part)]
        if modules:
            parts.append(
                contract(
                    *(f"private-{app}", f"{app}: others use services and queries", "protected"),
                    protected_modules=modules,
                    allowed_importers=f"bole.{layer}.{app}",
                )
            )
    return "\n".join(parts)


def _exists(layer: str, app: str, part: str) -> bool:
    folder = ROOT / "src" / "bole" / layer / app
    return (folder / f"{part}.py").exists() or (folder / part / "__init__.py").exists()


def debt() -> int:
    """Exceptions granted to the contracts: lines under `ignore_imports`."""
    return render().count("ignore_imports")


if __name__ == "__main__":
    (ROOT / ".importlinter").write_text(render(), encoding="utf-8")
