"""What this app gives to the rooms below it when the process starts."""


def connect() -> None:
    """Registers the provider of evidence, navigation and job handlers."""
