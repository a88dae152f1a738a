"""The public version: one row that says when anything public last changed, and will next."""

from django.db import models, transaction

from portal.delivery import marker


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
    def bump(cls, next_moment):
        """Call inside the transaction that changes anything public.

        next_moment: gives the next moment at which something appears, expires or is replaced, or
        None; asked under the row's lock, so that of two changes at once the later sees both.
        """
        cls.current()
        with transaction.atomic():
            version = cls.objects.select_for_update().get(pk=1)
            version.number += 1
            version.next_at = next_moment()
            version.save()
            transaction.on_commit(lambda: marker.move(lambda: cls.current().number), robust=True)
