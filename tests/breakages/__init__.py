"""Deliberate breakages of the code, each of which named tests must catch: `make test-the-tests`."""
