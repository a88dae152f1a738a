from collections import defaultdict

from django.utils.translation import gettext_lazy

from projects.downloads import PLACE_CODE, field_of
from projects.registers.staged.records import add_stages


def _state(record, names):
    """What lists say of it: a period that is over without a completion is a state of its own."""
    if record.stage is None:
        return None, None
    state, label = record.state(names.when.as_of)
    return state, str(label)


def _stage_on(record, names):
    return record.stage and record.stage.reached_on


STAGE = [
    field_of("stage_code", gettext_lazy("Stage: code"), lambda r, n: _state(r, n)[0]),
    field_of("stage", gettext_lazy("Stage"), lambda r, n: _state(r, n)[1]),
    field_of("stage_on", gettext_lazy("Latest recorded stage since"), _stage_on, "date"),
]

PLACES = [
    field_of(
        "place_code", PLACE_CODE, lambda r, n: n.place_codes(n.places_of.get(r.project.pk, ()))
    ),
    field_of(
        "place_then",
        gettext_lazy("Place as recorded"),
        lambda r, n: n.then(n.places_of.get(r.project.pk, ())),
    ),
    field_of(
        "place_now",
        gettext_lazy("Place today"),
        lambda r, n: n.now(n.places_of.get(r.project.pk, ())),
    ),
]

SECTOR = [
    field_of(
        "sector_code",
        gettext_lazy("DAC code"),
        lambda r, n: r.project.sector and r.project.sector.code,
    ),
    field_of("sector", gettext_lazy("Sector (DAC)"), lambda r, n: n.of(r.project.sector)),
]

AGENCIES = [
    field_of(
        "managing_agency",
        gettext_lazy("Managing agency"),
        lambda r, n: n.of(r.project.managing_agency),
    ),
]


def with_stages(found, when, names, model):
    add_stages(found, when)
    pks = [record.project.pk for record in found]
    names.places_of = defaultdict(list)
    link = f"{model._meta.model_name}_id"
    through = model.places.through.objects.filter(**{f"{link}__in": pks}).order_by("pk")
    for project, unit in through.values_list(link, "administrativeunit_id"):
        names.places_of[project].append(unit)
    return found
