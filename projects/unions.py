"""Several questions in one query."""


def together(parts):
    """The rows of several queries of the same columns from one."""
    first, *others = parts
    # Each model's own order would come back otherwise.
    return first.union(*others, all=True).order_by()
