"""From stored rows to who is one person."""
