"""What is kept of policies: decisions, recognitions, matches, drafts and editions."""
