"""From stored rows to what the register is given."""
