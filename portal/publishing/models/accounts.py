"""What one administrator may not do to an account alone."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AccountProposal(models.Model):
    """A role, or an address for the mail, that an account gets once a second person agrees.

    Never deleted: together they tell who gave whom which power.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        verbose_name = _("change of an account")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(agreed=None), name="role_waits_once"
            ),
            models.UniqueConstraint(
                fields=["user", "email"],
                condition=Q(agreed=None, group=None),
                name="address_waits_once",
            ),
        ]

    def __str__(self):
        if self.group is None:
            return gettext("e-mail %(address)s") % {"address": self.email}
        return gettext("role %(role)s") % {"role": gettext(self.group.name)}
