"""Taking back what was decided, sent or confirmed."""
