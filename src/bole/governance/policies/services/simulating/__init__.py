"""What a draft would cost, computed in the background and kept as sums; papers about it."""

from bole.governance.policies.services.simulating.running import SUBJECTS, run_simulation, simulate

__all__ = ["SUBJECTS", "run_simulation", "simulate"]
