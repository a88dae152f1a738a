"""The sample registers: what their tables say (tables.py), and how it becomes records (load.py)."""
