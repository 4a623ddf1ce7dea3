"""The peers' own environment: recordlinkage holds pandas down to 2.3, so neither stands in ours."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

PACKAGES = ("recordlinkage==0.16", "pandas==2.3.3", "rapidfuzz==3.14.6", "pyarrow", "scipy")


SPARK = "pyspark==4.3.0"


def spark(folder: Path) -> str:
    """Where pyspark stands: "" when the extra `[spark]` is installed, else a folder of its own, filled on first use."""
    if find_spec("pyspark") is not None:
        return ""
    if which("java") is None:
        raise SystemExit("--engine spark needs Java 17 (Debian: openjdk-17-jre-headless)")
    place = folder / "spark"
    if not (place / "pyspark").exists():
        sys.stderr.write("installing pyspark for this run (or: pip install 'bole[spark]') …\n")
        install = [sys.executable, "-m", "pip", "install", "-q", "--target", str(place), SPARK]
        subprocess.run(install, check=True)
    return str(place)


def peers(folder: Path) -> Path:
    """The Python of the peers, made on first use; a path that does not exist when it cannot be made (no network)."""
    python = folder / "peers" / "bin" / "python"
    if not python.exists():
        sys.stderr.write("building the peers' environment …\n")
        made = subprocess.run([sys.executable, "-m", "venv", str(folder / "peers")], check=False).returncode
        if made or subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=False).returncode:
            return folder / "missing"
    return python
