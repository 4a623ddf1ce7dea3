"""What a draft would cost, as it was computed last: whether it still holds, its figures in words, two drafts side by side."""

from bole.governance.policies.queries.simulations.beside import Beside, beside
from bole.governance.policies.queries.simulations.figures import Section, sections
from bole.governance.policies.queries.simulations.stored import Simulated, simulated

__all__ = ["Beside", "Section", "Simulated", "beside", "sections", "simulated"]
