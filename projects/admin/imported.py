"""What an import wrote, as a list that can be submitted together."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin import questions
from portal.publishing.models import State
from projects.exchange.undoing import NAMED
from projects.models import ImportBatch, ImportedRecord
from projects.registers import WORKBOOKS

LISTED = 20  # imports in the filter


def written(batch, model):
    """The drafts and working copies that an import wrote, as far as they are there."""
    kind = ContentType.objects.get_for_model(model)
    records = ImportedRecord.objects.filter(batch=batch, kind=kind)
    return model.rows.filter(pk__in=records.values("object_id"))


class ImportFilter(admin.SimpleListFilter):
    title = _("import")
    parameter_name = "batch"

    def lookups(self, request, model_admin):
        done = ImportBatch.objects.filter(
            register=model_admin.model._meta.model_name, state=ImportBatch.State.DONE
        )
        return [
            (str(batch.pk), f"{batch} ({timezone.localdate(batch.at):%d/%m/%Y})")
            for batch in done[:LISTED]
        ]

    def queryset(self, request, queryset):
        value = self.value() or ""
        if not value.isdecimal() or len(value) > LISTED:
            return queryset
        return queryset.filter(pk__in=written(value, queryset.model).values("pk"))

    def has_output(self):
        """An older import has a link of its own, on its page."""
        return bool(self.lookup_choices) or self.value() is not None


def offered(user, batch, model):
    """(address of the list, number of its drafts that may be submitted together), or None."""
    if batch.state != ImportBatch.State.DONE or not rights.has(user, "change", model):
        return None
    address = reverse(f"admin:projects_{model._meta.model_name}_changelist")
    drafts = written(batch, model).filter(status=State.DRAFT)
    return f"{address}?{ImportFilter.parameter_name}={batch.pk}", drafts.count()


def undoing(batch):
    """What to ask before an import is undone."""
    made = batch.records.filter(made=True).count()
    changed = batch.records.filter(made=False).count()
    entries = WORKBOOKS[batch.register].ledger.objects.filter(batch=batch).count()
    return questions.Question(
        gettext("Undo the import of %(file)s?") % {"file": batch.file_name},
        gettext("Undo this import"),
        [
            gettext("Drafts and working copies that it made, which vanish: %(n)s") % {"n": made},
            gettext("Drafts that it changed, which are as before: %(n)s") % {"n": changed},
            gettext("Entries that wait for approval, which vanish: %(n)s") % {"n": entries},
        ],
    )


def kept_from_undoing(batch, problems):
    """What the page says that tells why an import is not undone, and what can be done instead."""
    return {
        "title": gettext("The import of %(file)s cannot be undone") % {"file": batch.file_name},
        "batch": batch,
        "problems": problems[:NAMED],
        "more": len(problems[NAMED:]),
    }
