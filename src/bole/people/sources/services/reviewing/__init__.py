"""What the machine leaves to people, and what they decide."""
