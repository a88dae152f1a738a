from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.figures import Measure
from projects.models import NgoStage
from projects.views.words import how_far, in_usd, key_figure, lapsed, link, number, sentence, usd


def sentences(found, day):
    running, donors = found.stock[Measure.NGO_ITEMS], found.stock[Measure.NGO_DONORS]
    committed = found.of_year[Measure.NGO_COMMITTED]
    items = ngettext("%(n)s item of aid", "%(n)s items of aid", running.value)
    words = ngettext("%(n)s foreign organisation", "%(n)s foreign organisations", donors.value)
    parts = {
        "day": day,
        "items": link("ngo", running, items % {"n": number(running.value)}),
        "donors": words % {"n": number(donors.value)},
    }
    if not running.value:
        yield sentence(_("As of %(day)s, no item of aid is being implemented."), day=day)
    elif committed.value is not None:
        amount = usd(committed.value, is_floor=committed.is_floor)
        yield sentence(
            ngettext(
                "As of %(day)s, %(items)s of %(donors)s is being implemented; "
                "its commitment for %(year)s is %(amount)s.",
                "As of %(day)s, %(items)s of %(donors)s are being implemented; "
                "their commitment for %(year)s is %(amount)s.",
                running.value,
            ),
            year=found.year,
            amount=link("ngo", committed, amount),
            **parts,
        )
    else:
        yield sentence(
            ngettext(
                "As of %(day)s, %(items)s of %(donors)s is being implemented.",
                "As of %(day)s, %(items)s of %(donors)s are being implemented.",
                running.value,
            ),
            **parts,
        )
    approved, total = found.flow[Measure.NGO_APPROVED], found.flow[Measure.NGO_TOTAL]
    if approved.value:
        words = ngettext("%(n)s item approved", "%(n)s items approved", approved.value)
        approval = link("ngo", approved, words % {"n": number(approved.value)})
        if total.value is not None:
            text = _("%(projects)s with %(capital)s")
            if total.is_floor:
                text = _("%(projects)s with more than %(capital)s")
            approval = sentence(text, projects=approval, capital=usd(total.value))
        yield sentence(_("In %(year)s up to that day: %(parts)s."), year=found.year, parts=approval)
    yield from lapsed("ngo", found.lapsed)


def key_figures(found):
    year = {"year": found.year}
    donors = found.stock[Measure.NGO_DONORS]
    words = ngettext("%(n)s organisation", "%(n)s organisations", donors.value)
    yield key_figure(
        "ngo",
        found.stock[Measure.NGO_ITEMS],
        _("Items being implemented"),
        words % {"n": number(donors.value)},
    )
    committed = found.of_year[Measure.NGO_COMMITTED]
    if committed.value is not None:
        detail = how_far(committed, found.year)
        yield in_usd("ngo", committed, _("Commitment of running items for %(year)s") % year, detail)
    total = found.flow[Measure.NGO_TOTAL]
    yield key_figure(
        "ngo",
        found.flow[Measure.NGO_APPROVED],
        _("Items approved in %(year)s") % year,
        "" if total.value is None else usd(total.value, is_floor=total.is_floor),
    )
    yield key_figure("ngo", found.stock[NgoStage.Stage.APPRAISAL], _("Items under appraisal"))
