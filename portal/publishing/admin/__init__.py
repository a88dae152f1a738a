"""Registers nothing itself: the site's class lies in this package, and is imported while the site
is being made. What must be registered is imported by base.py."""
