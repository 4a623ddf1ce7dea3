"""The error model's rates, as `rates.yaml` has them."""

from pathlib import Path

import yaml

RATES = yaml.safe_load((Path(__file__).parent / "rates.yaml").read_text("utf-8"))
