"""A package, so that its instance and its browser end with its last test and the worker goes on without them."""
