"""Back end 3: the same program as one SQL statement, for DuckDB and Spark."""

from bole.core.rules.engines.sql.dialects import DialectName
from bole.core.rules.engines.sql.statement import statement

__all__ = ["DialectName", "statement"]
