"""Several questions in one query."""

from django.db.models import Value

from projects.models import OdaProject, OdaYear
from projects.unions import together
from tests import registers


def test_columns_keep_their_places_whatever_kinds_are_joined(people):
    """Of eight, the order of a set is another in all but one of 40,320 processes."""
    columns = {f"column_{number}": Value(number) for number in range(8)}
    registers.year(people, registers.oda_project(people), "planned", 2021, "2021-01-10", foreign=1)
    parts = [model.objects.annotate(**columns) for model in (OdaProject, OdaYear)]
    assert list(together(parts, *columns)) == [tuple(range(8))] * 2
