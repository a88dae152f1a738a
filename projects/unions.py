"""Several questions in one query."""

from django.db.models import QuerySet


def together(parts, *columns):
    """The rows of several querysets from one query: tuples of the columns, which each part names.

    A union joins columns by their place, and modeltranslation asks for those of a translated kind
    in the order of a set, which is another in each process: it is passed by.
    """
    # Each model's own order would come back otherwise.
    first, *others = [QuerySet.values_list(rows.order_by(), *columns) for rows in parts]
    return first.union(*others, all=True).order_by()
