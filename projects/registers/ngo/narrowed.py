from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.figures import Measure
from projects.registers.common.aid.narrowed import (
    documents,
    in_time,
    no_records,
    of_period,
    of_year,
)
from projects.registers.ngo import totals as ngo
from projects.views import words
from projects.views.narrowed import Narrowed
from projects.views.words import key_figure, link, number, sentence, usd, usd_of


def narrowed(selection, when, span):
    found = ngo.listed(selection, when)
    count, donors = found[Measure.NGO_ITEMS], found[Measure.NGO_DONORS]
    total, agreed = found[Measure.NGO_TOTAL], found[Measure.NGO_APPROVED]
    if not count.value:
        return no_records("ngo", selection, when, span)
    items = ngettext("%(n)s item of aid", "%(n)s items of aid", count.value)
    organisations = ngettext(
        "%(n)s foreign organisation", "%(n)s foreign organisations", donors.value
    ) % {"n": number(donors.value)}
    parts = {
        "day": documents(selection, when, span),
        "items": link("ngo", count, items % {"n": number(count.value)}),
        "donors": organisations,
    }
    figures = [key_figure("ngo", count, _("Items found"), organisations)]
    added_up = ""
    if not agreed.value:
        text = _(
            "By the documents up to %(day)s the filters leave %(items)s of %(donors)s, none of "
            "them approved and in force."
        )
    elif total.value is None:
        text = _(
            "By the documents up to %(day)s the filters leave %(items)s of %(donors)s. No document "
            "tells an amount."
        )
        if agreed.value < count.value:
            text = _(
                "By the documents up to %(day)s the filters leave %(items)s of %(donors)s; of what "
                "was approved and not cancelled no document tells an amount."
            )
    else:
        text = _(
            "By the documents up to %(day)s the filters leave %(items)s of %(donors)s, with a "
            "total commitment of %(amount)s."
        )
        if agreed.value < count.value:
            text = _(
                "By the documents up to %(day)s the filters leave %(items)s of %(donors)s; what "
                "was approved and not cancelled has a total commitment of %(amount)s."
            )
        parts["amount"] = usd_of(total.value, is_floor=total.is_floor)
        amount = usd(total.value, is_floor=total.is_floor)
        added_up = _("total commitment %(amount)s") % {"amount": amount}
        figures.append(words.in_usd("ngo", total, _("Total commitment")))
    told = sentence(text, **parts)
    figures += of_year(
        ngo.years,
        partial(words.in_usd, "ngo"),
        selection,
        when,
        {
            Measure.NGO_COMMITTED: _("Commitment for %(year)s"),
            Measure.NGO_DISBURSED: _("Disbursed in %(year)s"),
        },
    )
    sentences = in_time("ngo", selection, when, told, count)
    sentences += of_period(selection, when, span)
    return Narrowed(sentences, figures, count.value, added_up)
