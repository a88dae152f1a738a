from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    name = "investment.opendata"
    verbose_name = _("Open data")

    def ready(self):
        post_migrate.connect(_add_notes, sender=self)


def _add_notes(sender, using, apps=registry, **_options):  # a flush names no apps
    """Every dataset of the catalogue has a row at the desk, without an owner at first."""
    from investment.opendata import catalogue

    try:
        model = apps.get_model("opendata", "DatasetNote")
    except LookupError:  # migrated back to before there were any
        return
    notes = model.objects.using(using)
    known = set(notes.values_list("key", flat=True))
    notes.bulk_create(model(key=one.key) for one in catalogue.every() if one.key not in known)
