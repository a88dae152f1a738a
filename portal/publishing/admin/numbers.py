"""Numbers on forms where they cannot be typed."""

from django.contrib import admin
from django.db import models

from portal.publishing import diff

AS_NUMBER = "_as_number"


class ShowsNumbers:
    """Numbers that cannot be typed, as people write them: 12,5 and not 12,5000 as Django does."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self._decimals():
            setattr(self, field.name + AS_NUMBER, _shown_number(field))

    def _decimals(self):
        return [f for f in self.model._meta.concrete_fields if isinstance(f, models.DecimalField)]

    def as_numbers(self, names):
        """The fields of a fieldset, those with decimals by what shows them; rows stay rows."""
        decimals = {field.name for field in self._decimals()}

        def shown(name):
            if isinstance(name, tuple):
                return tuple(map(shown, name))
            return name + AS_NUMBER if name in decimals else name

        return [shown(name) for name in names]


def _shown_number(field):
    @admin.display(description=field.verbose_name)
    def shown(obj):
        return diff.readable(obj, field.name) or "-"

    return shown
