"""The peers' own environment: OpenFisca-core is AGPL and holds numpy back, so it stands apart and is never imported by the product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGES = ("OpenFisca-Core==46.0.1", "zen-engine==2.1.3", "numpy==2.4.6", "pyarrow==26.0.1")


def peers(folder: Path) -> Path | None:
    """The Python of the peers, made on first use; None when it cannot be made (no network)."""
    python = folder / "rules-peers" / "bin" / "python"
    done = folder / "rules-peers" / "complete"
    if not done.exists():
        sys.stderr.write("building the peers' environment …\n")
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(folder / "rules-peers")], check=False
        ).returncode
        if made or subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=False).returncode:
            return None
        done.touch()
    return python.absolute()
