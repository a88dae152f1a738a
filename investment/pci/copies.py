"""A new edition of the PCI, begun as a copy of the last: nobody types codes and weights again."""

from django.db import transaction

from investment.pci.models import PciEdition, SubIndex
from portal.publishing import workflow

COPIED = ["provinces", "source_language", "method_vi", "method_en"]
COPIED_CHILD = ["code", "name_vi", "name_en", "weight", "position"]


def last():
    """The edition of the latest year, or None."""
    return PciEdition.objects.order_by("-year", "-pk").first()


@transaction.atomic
def begin_after(edition, *, by):
    """The draft of the year after an edition, with its sub-indices; never its results or break, nor
    how far down it was published."""
    year = edition.year + 1
    titles = {
        name: getattr(edition, name).replace(str(edition.year), str(year))
        for name in ("title_vi", "title_en")
        if getattr(edition, name)
    }
    begun = PciEdition(
        year=year, created_by=by, **titles, **{name: getattr(edition, name) for name in COPIED}
    )
    begun.skip_history_when_saving = True
    begun.save()
    del begun.skip_history_when_saving
    for subindex in edition.subindices.all():
        values = {name: getattr(subindex, name) for name in COPIED_CHILD}
        SubIndex.objects.create(edition=begun, **values)
    workflow.record_edit(begun, by=by)
    return begun
