"""The public version: one row that says when anything public last changed, and will next."""

from django.db import models
from django.db.models import F


class PublicVersion(models.Model):
    number = models.PositiveBigIntegerField(default=1)
    next_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        """The row; made on first use."""
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def bump(cls, next_at):
        """Call inside the transaction that changes anything public.

        next_at: the next moment at which something appears, expires or is replaced, or None.
        """
        cls.current()
        cls.objects.filter(pk=1).update(number=F("number") + 1, next_at=next_at)
