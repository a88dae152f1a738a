"""What the registers of ODA and NGO aid say in the terms of IATI 2.03: plain values.

Codes are those of the standard's own code lists. What the register does not know is left out,
never made up: a commitment without a date, an amount that the document gives as “above”, the kind
of finance of a disbursement where a project has grants and loans.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.utils.text import capfirst
from django.utils.translation import override

from portal.pages import parts
from portal.pages.models import SiteIdentity
from portal.publishing.models import LANGUAGES
from projects.models import NgoAid, NgoStage, NgoYear, OdaFund, OdaStage, OdaYear, Organisation
from projects.registers.common.aid.records import StagedRecord
from projects.registers.common.aid.selection import Lapsed
from projects.registers.ngo.selection import NgoSelection
from projects.registers.oda.selection import OdaSelection

CHUNK = 500
MILLION = 1_000_000

# ActivityStatus
PIPELINE, IMPLEMENTATION, CLOSED, CANCELLED = "1", "2", "4", "5"
# ActivityDateType
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
# OrganisationRole
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"
# TransactionType
DISBURSEMENT, INCOMING_COMMITMENT = "3", "11"
# FlowType
ODA, PRIVATE = "10", "30"
# FinanceType
GRANT, LOAN = "110", "421"
# BudgetType
REVISED = "2"
# BudgetStatus
INDICATIVE, COMMITTED = "1", "2"
# SectorVocabulary: by the length of the code
PURPOSES = {5: "1", 3: "2"}
# OrganisationType
TYPES = {
    Organisation.Kind.BILATERAL: "10",
    Organisation.Kind.MULTILATERAL: "40",
    Organisation.Kind.NGO: "21",
}

#: No stage of the register says that aid is suspended (6) or waits to be settled (3).
STATUSES = {
    OdaStage: {
        OdaStage.Stage.MOBILISATION: PIPELINE,
        OdaStage.Stage.POLICY: PIPELINE,
        OdaStage.Stage.DECISION: PIPELINE,
        OdaStage.Stage.AGREEMENT: PIPELINE,
        OdaStage.Stage.IMPLEMENTATION: IMPLEMENTATION,
        OdaStage.Stage.COMPLETED: CLOSED,
        OdaStage.Stage.CANCELLED: CANCELLED,
    },
    NgoStage: {
        NgoStage.Stage.MOBILISATION: PIPELINE,
        NgoStage.Stage.APPRAISAL: PIPELINE,
        NgoStage.Stage.APPROVED: PIPELINE,
        NgoStage.Stage.IMPLEMENTING: IMPLEMENTATION,
        NgoStage.Stage.COMPLETED: CLOSED,
        NgoStage.Stage.CANCELLED: CANCELLED,
    },
}
FINANCE = {
    OdaFund.Kind.GRANT: GRANT,
    OdaFund.Kind.LOAN: LOAN,
    OdaFund.Kind.CONCESSIONAL: LOAN,
}
#: The columns of what is told of a year.
AMOUNTS = {OdaYear: ("foreign",), NgoYear: ("amount", "usd")}


@dataclass(frozen=True)
class Party:
    """An organisation; `names`: language → name."""

    names: dict
    reference: str = ""
    type: str = ""


@dataclass(frozen=True)
class Amount:
    value: Decimal
    currency: str


@dataclass(frozen=True)
class Transaction:
    """`finance` is "" where it is the activity's, or not known."""

    type: str
    on: date
    amount: Amount
    provider: Party | None = None
    finance: str = ""


@dataclass(frozen=True)
class Budget:
    """`type` is "" where no earlier document states another amount: it need not be the original."""

    year: int
    amount: Amount
    stated_on: date
    status: str
    type: str = ""


@dataclass
class Activity:
    """A record of aid; `key` tells it apart within the reporting organisation for good.

    titles, descriptions: language → text. dates: ActivityDateType → day.
    notes: ActivityDateType → language → what is to be said of the day.
    participants: (OrganisationRole, Party). places: names by language.
    """

    key: str
    updated_at: datetime
    titles: dict
    descriptions: dict
    status: str
    flow: str
    sector: str = ""
    finance: str = ""
    dates: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    participants: list = field(default_factory=list)
    places: list = field(default_factory=list)
    budgets: list = field(default_factory=list)
    transactions: list = field(default_factory=list)

    @property
    def is_complete(self):
        """Whether it has what the standard demands of every activity."""
        return bool(self.dates and self.participants)


def told(records):
    """The records of a register of aid that the file tells of: samples only in an example."""
    example = SiteIdentity.objects.filter(iati_reference__contains=SiteIdentity.EXAMPLE)
    return records if example.exists() else records.filter(illustrative=False)


def activities(when) -> Iterator[Activity]:
    """All public records of aid as of a date, see told(); six queries a chunk of each."""
    lapsed = _in_languages(Lapsed.LAPSED.label)
    for selection, related, describe in (
        (OdaSelection(), ["funds__donor"], _oda),
        (NgoSelection(), [], _ngo),
    ):
        for record in _records(selection, when, related):
            activity = describe(record, when)
            # No status of the standard says so; what the last document told remains the status.
            if StagedRecord(record, record.reached).state(when.as_of)[0] == Lapsed.LAPSED:
                activity.notes[PLANNED_END] = lapsed
            yield activity


def _in_languages(text):
    """language → a lazy text in it."""
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = capfirst(str(text))
    return told


def _records(selection, when, related):
    model = selection.model
    years = model._meta.get_field("years").related_model.objects
    decided = years.filter(project=OuterRef("pk"), known_at__lte=when.known_at)
    parties = ["managing_agency", "owner", "sector", *(["donor"] if model is NgoAid else [])]
    return (
        told(selection.listed(when))
        .annotate(decided_at=Subquery(decided.order_by("-decided_at").values("decided_at")[:1]))
        .select_related(*parties)
        .prefetch_related(
            "places",
            Prefetch(
                "stages",
                selection.stages.objects.filter(reached_on__lte=when.as_of),
                to_attr="reached",
            ),
            Prefetch("years", _with_revisions(years, when), to_attr="ruling"),
            *related,
        )
        .order_by("pk")
        .iterator(chunk_size=CHUNK)
    )


def _with_revisions(years, when):
    """What rules, each told whether an earlier document states another amount."""
    earlier = years.as_of(when).filter(
        project=OuterRef("project"),
        year=OuterRef("year"),
        measure=OuterRef("measure"),
        effective_on__lt=OuterRef("effective_on"),
    )
    others = [
        Q(**{f"{name}__isnull": False}) & ~Q(**{name: OuterRef(name)})
        for name in AMOUNTS[years.model]
    ]
    another = Q(*others, _connector=Q.OR)
    return years.ruling(when).annotate(is_revised=Exists(earlier.filter(another)))


def _budget(row, amount, status):
    return Budget(row.year, amount, row.effective_on, status, REVISED if row.is_revised else "")


def _oda(project, when):
    foreign = [fund for fund in project.funds.all() if fund.kind in FINANCE]
    finance = {FINANCE[fund.kind] for fund in foreign}
    donors = {fund.donor.pk: _donor(fund.donor) for fund in foreign if fund.donor}
    activity = _activity("oda", project, ODA, donors.values())
    activity.finance = finance.pop() if len(finance) == 1 else ""
    activity.transactions = _commitments(project, foreign, activity.finance)
    only = next(iter(donors.values())) if len(donors) == 1 else None
    for row in project.ruling:
        # Counterpart funds are the country's own, no aid.
        amount = _amount(row.foreign and row.foreign * MILLION, "VND")
        if amount and row.measure == OdaYear.Measure.PLANNED:
            activity.budgets.append(_budget(row, amount, INDICATIVE))
        elif amount:
            activity.transactions.append(_disbursement(row, amount, only))
    return activity


def _commitments(project, funds, finance):
    """What donors promised on the day of the agreement.

    A project under way whose agreement is not in the register was agreed to by the day of the
    decision; without either no day is known.
    """
    days = _first_days(project)
    on = days.get(OdaStage.Stage.AGREEMENT)
    if days.keys() & {OdaStage.Stage.IMPLEMENTATION, OdaStage.Stage.COMPLETED}:
        on = on or days.get(OdaStage.Stage.DECISION)
    return [
        Transaction(
            INCOMING_COMMITMENT,
            on,
            amount,
            fund.donor and _donor(fund.donor),
            "" if finance else FINANCE[fund.kind],
        )
        for fund in funds
        if on and (amount := _own_or_usd(fund))
    ]


def _ngo(project, when):
    donor = project.donor and _donor(project.donor)
    activity = _activity("ngo", project, PRIVATE, [donor] if donor else [])
    activity.finance = GRANT
    on = project.decision_on or _first_days(project).get(NgoStage.Stage.APPROVED)
    amount = None if project.usd_is_floor else _own_or_usd(project)
    if on and on <= when.as_of and amount:
        activity.transactions.append(Transaction(INCOMING_COMMITMENT, on, amount, donor))
    for row in project.ruling:
        amount = None if row.is_floor else _own_or_usd(row)
        if amount and row.measure == NgoYear.Measure.COMMITTED:
            activity.budgets.append(_budget(row, amount, COMMITTED))
        elif amount:
            activity.transactions.append(_disbursement(row, amount, donor))
    return activity


def _activity(kind, project, flow, donors):
    """What both kinds have."""
    titles = _texts(project, "title")
    last = project.reached[-1]
    sector = project.sector
    return Activity(
        key=f"{kind}-{project.pk}",
        updated_at=max(filter(None, [project.updated_at, project.decided_at])),
        titles=titles,
        # The standard demands a description.
        descriptions=_texts(project, "objectives") or titles,
        status=STATUSES[type(last)][last.stage],
        flow=flow,
        sector=sector.code if sector and not sector.withdrawn else "",
        dates=_dates(project),
        participants=[
            *((FUNDING, donor) for donor in donors),
            *((role, Party(_names(body))) for role, body in _bodies(project) if body),
        ],
        places=[_names(unit, "full_name") or _names(unit) for unit in project.places.all()],
    )


def _bodies(project):
    return (ACCOUNTABLE, project.managing_agency), (IMPLEMENTING, project.owner)


def _dates(project):
    days = _first_days(project)
    last = project.reached[-1]
    is_closed = STATUSES[type(last)][last.stage] == CLOSED
    started = days.get(OdaStage.Stage.IMPLEMENTATION) or days.get(NgoStage.Stage.IMPLEMENTING)
    found = {
        PLANNED_START: project.starts_on,
        ACTUAL_START: started,
        PLANNED_END: project.ends_on,
        ACTUAL_END: last.reached_on if is_closed else None,
    }
    return {type_: day for type_, day in found.items() if day}


def _first_days(project):
    """stage → the day on which the project first reached it."""
    days = {}
    for stage in project.reached:
        days.setdefault(stage.stage, stage.reached_on)
    return days


def _disbursement(row, amount, provider):
    """What was disbursed in a year up to the document's day, told for the last day it covers."""
    return Transaction(
        DISBURSEMENT, min(row.effective_on, date(row.year, 12, 31)), amount, provider
    )


def _own_or_usd(row):
    if row.amount is not None:
        return _amount(row.amount, row.currency)
    return _amount(row.usd, "USD")


def _amount(value, currency):
    """Nothing was promised or paid where the amount is 0."""
    return Amount(value, currency) if value else None


def _donor(organisation):
    return Party(_names(organisation), organisation.iati_reference, TYPES[organisation.kind])


def _names(thing, name="name"):
    """language → name of something of the reference data."""
    found = {language: getattr(thing, f"{name}_{language}") for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def _texts(project, name):
    """language → text, of the languages in which the record is public."""
    found = {}
    for language in project.live_languages:
        if (text := project.text(name, language)).strip():
            notice = "outdated" if project.is_outdated(language) else None
            with override(language):
                found[language] = parts.as_shown(text, notice)
    return found
