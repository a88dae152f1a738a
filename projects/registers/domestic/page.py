from django.utils.translation import gettext as _

from projects.columns import facts, texts
from projects.models import DomesticEvent
from projects.registers.common.capital import page as capital
from projects.registers.common.capital.records import CapitalRecord
from projects.registers.domestic.columns import COLUMNS
from projects.views.words import billion_vnd, exact

RELATED = ("unit", "zone", "industry")


def tell(request, row, language, when):
    events = DomesticEvent.objects.as_of(when).filter(project=row.record_id)
    record = CapitalRecord.of(row, events)
    record.investors = list(row.investors.all())
    amount = record.life.capital
    in_full = _("VND %(amount)s") % {"amount": exact(amount)}
    figures = [(_("Registered capital"), billion_vnd(amount), in_full)]
    return capital.tell(
        request,
        record,
        when,
        missing=(
            _("It had no investment decision or certificate then."),
            _("The register knew of no investment decision or certificate of it then."),
        ),
        figures=figures if record.life.first_on else [],
        facts=facts(COLUMNS, record, language, when),
        texts=texts(COLUMNS, row, language),
        table=capital.history(record.events, "VND"),
        ledger=DomesticEvent,
        steps=[],
        funders=[investor.name for investor in record.investors],
    )
