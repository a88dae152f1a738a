from functools import partial

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from projects.views.beside import BESIDE, CHARTS


class InvestmentConfig(AppConfig):
    name = "investment"
    verbose_name = _("Figures")

    def ready(self):
        post_migrate.connect(_add_notes, sender=self)
        for register in ("fdi", "oda", "ngo"):
            BESIDE[register] = partial(_about, register)
        CHARTS.append(_charts)


def _about(register, request, when, is_whole):
    from investment import bases

    return bases.about(request, register, when, [bases.STOCK] if is_whole else [])


def _charts(kind, form):
    from investment.views import register_charts

    return register_charts.links(kind, form)


def _add_notes(sender, using, apps=registry, **_options):  # a flush names no apps
    """Every dataset of the catalogue has a row at the desk, without an owner at first."""
    from investment import catalogue

    try:
        model = apps.get_model("investment", "DatasetNote")
    except LookupError:  # migrated back to before there were any
        return
    notes = model.objects.using(using)
    known = set(notes.values_list("key", flat=True))
    notes.bulk_create(model(key=one.key) for one in catalogue.ALL if one.key not in known)
