"""Takes the sample registers away: the one place where entries that were decided on are deleted."""

from django.db.models import ProtectedError, Q, QuerySet

from portal.home.sample.registers.tables import rows
from projects.models import Organisation
from projects.registers import OF_LEDGER


def remove_entries(users):
    """Delete the whole ledgers of the projects that these users made, and their lone notices.

    A notice that somebody else has corrected stays.
    """
    for ledger in OF_LEDGER:
        theirs = Q(project__created_by__in=users) | Q(project=None, entered_by__in=users)
        pks = set(ledger.objects.filter(theirs).values_list("pk", flat=True))
        # Entries refuse to be deleted; a QuerySet that is none of theirs does not ask them.
        doomed = QuerySet(ledger).filter(pk__in=pks)
        while doomed.filter(corrections=None).delete()[0]:
            pass


def remove_organisations():
    """Delete the invented organisations that no record refers to."""
    names = [row["name_vi"] for row in rows("organisations")]
    for donor in Organisation.objects.filter(name_vi__in=names):
        try:
            donor.delete()
        except ProtectedError:
            continue
