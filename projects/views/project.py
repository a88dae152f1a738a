"""The pages of single records: facts, history or years, documents, where it stands as of a date."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.pages import parts
from portal.pages.context import in_languages, page_info
from portal.publishing import preview
from portal.text.display import date
from projects import filters, jsonld, places, records
from projects.models import (
    FdiEvent,
    FdiProject,
    NgoAid,
    NgoYear,
    OdaFund,
    OdaProject,
    OdaYear,
)
from projects.views import asking, words
from projects.views.choices import countries, where
from projects.views.registers import SHORT, crumbs
from projects.views.rows import TAGS
from projects.views.words import exact

ARTICLES = 4


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    lang: str = ""  # of a value that is not in the language of the page


@dataclass(frozen=True)
class Step:
    """A step of the schedule or a stage; state: "done", "now" or "" for what is still to come."""

    label: str
    state: str
    when: str = ""
    document: str = ""
    lang: str = ""


@dataclass
class Table:
    """columns: (heading, is it a number); rows of texts, the first of each names it."""

    caption: str
    columns: list
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)


@dataclass
class Told:
    """What the page of one kind says beside what all say."""

    code: str
    status: tuple  # (label, kind of tag)
    figures: list
    facts: list
    place: list  # ThenAndNow
    tables: list
    steps: list
    texts: list
    structured: dict
    steps_heading: str = ""
    note: str = ""  # on the day that was asked for
    #: The day of the latest record of aid, on which its stage holds.
    last: datetime.date | None = None


def fdi(request, slug):
    """An FDI project in the language of its address."""
    return _page(request, FdiProject, slug, ("unit", "zone", "industry"))


def oda(request, slug):
    """An ODA project in the language of its address."""
    return _page(request, OdaProject, slug, ("managing_agency", "owner", "sector"))


def ngo(request, slug):
    """An item of NGO aid in the language of its address."""
    return _page(request, NgoAid, slug, ("donor", "managing_agency", "owner", "sector"))


def _page(request, model, slug, related):
    found = parts.find(model, slug, request.LANGUAGE_CODE, related=related)
    return render(request, found, request.LANGUAGE_CODE) if isinstance(found, model) else found


@preview.page_of(FdiProject)
@preview.page_of(OdaProject)
@preview.page_of(NgoAid)
def render(request, row, language):
    kind = KINDS[type(row)]
    is_preview = getattr(request, "is_preview", False)
    shown, notice = parts.language_to_show(row, language, preview=is_preview)
    form = filters.AsOfForm({} if is_preview else request.GET)
    told = TELL[kind](request, row, shown, form.when)
    urls = {code: row.url(code) for code in row.live_languages}
    asked = {
        name: filters.written_value(value)
        for name, value in form.values.items()
        if name in request.GET
    }
    info = page_info(
        request,
        urls,
        switch=in_languages("home") if is_preview else {c: row.url(c) for c in ("vi", "en")},
        crumbs=crumbs(kind),
        query=filters.query(asked),
        noindex=bool(asked),
        notice=notice,
    )
    text = parts.Text(
        lang=shown,
        title=_text(row, "title", shown),
        body=Markup(""),
        toc=[],
        summary=row.text("objectives", shown),
        source=_text(row, "source", shown),
    )
    context = {
        "text": text,
        "translation": notice,
        "told": told,
        "illustrative": row.illustrative,
        "when": form.when,
        "is_today": not asked,
        "controls": [] if is_preview else [asking.time_control(form, n) for n in asking.TIMES],
        "problems": [sentence for _name, sentence in form.problems],
        "pictures": _pictures(row, shown),
        "documents": _documents(row, shown),
        "articles": [] if is_preview else _articles(row, language),
        "short": SHORT[kind],
        "dates": [
            *words.as_of(form.when),
            *words.latest(told.last),
            (_("Description last changed"), date(row.updated_at, get_language())),
        ],
        "address": info.url,
        "json_ld": jsonld.project(text, notice, info.url or "", **told.structured),
        "page": info,
    }
    return parts.page(request, "projects/project.html", context)


KINDS = {FdiProject: "fdi", OdaProject: "oda", NgoAid: "ngo"}


# --- FDI ------------------------------------------------------------------------------


def _tell_fdi(request, row, language, when):
    events = list(FdiEvent.objects.as_of(when).filter(project=row.record_id))
    record = records.FdiRecord.of(row, events)
    known, life = countries(request), record.life
    status, label = record.status(when.as_of) if life.first_on else ("", "")
    partner = known.get(life.partner_id)
    investors = list(row.investors.all())
    is_transferred = any(event.type == FdiEvent.Type.TRANSFER for event in events)
    place = _places(request, [row.unit] if row.unit else [])
    facts = [
        (_("Project code"), row.certificate_number),
        # Investors have no dates: a transfer names the new partner, and nobody in their place.
        (
            _("Investors at the first certificate") if is_transferred else _("Investors"),
            "; ".join(_investor(item, known) for item in investors),
        ),
        (_("Statistical partner"), _name(partner)),
        (_("Sector (VSIC)"), _coded(row.industry)),
        (_("Zone"), _name(row.zone)),
        (_("Address"), _text(row, "address", language)),
        (_("Land area"), row.land_area and _("%(area)s ha") % {"area": exact(row.land_area)}),
        (_("First certificate"), life.first_on and date(life.first_on, get_language())),
        _end(record, label),
    ]
    figures = []
    if life.first_on:
        figures.append((_("Registered capital"), words.usd(life.capital), _in_full(life.capital)))
    if record.disbursed is not None:
        spent = record.disbursed
        figures.append((_("Disbursed capital"), words.usd(spent), _in_full(spent)))
    return Told(
        code=row.certificate_number,
        status=(capfirst(label), TAGS.get(status, "end")) if label else (),
        figures=figures,
        note="" if life.first_on else _("It had no investment registration certificate then."),
        facts=_facts(facts),
        place=place,
        tables=_ledger(_history(record.events, known), FdiEvent, row, when),
        steps=_schedule(row, language, when.as_of),
        steps_heading=_("Schedule"),
        texts=_texts(
            row,
            language,
            [
                ("objectives", _("Objectives")),
                ("scale", _("Scale")),
                ("incentives", _("Incentives")),
                ("conditions", _("Conditions")),
            ],
        ),
        structured={
            "code": row.certificate_number,
            "started": life.first_on,
            "ended": record.ended_on(when.as_of),
            "place": place[0].then if place else "",
            "funders": [] if is_transferred else [investor.name for investor in investors],
        },
    )


def _investor(investor, known):
    country = _name(known.get(investor.country_id))
    return f"{investor.name} ({country})" if country else investor.name


def _end(record, state):
    """When it was ended and how, or the last day of the term that still holds or has passed."""
    life = record.life
    if life.ended_on:
        return _("Ended on"), f"{date(life.ended_on, get_language())} ({state})"
    return _("Last day of the term"), life.term_ends_on and date(life.term_ends_on, get_language())


def _history(events, known):
    """The events with what each did to the registered capital, and the capital after it."""
    has_own = any(event.usd is not None and event.currency != "USD" for event in events)
    table = Table(
        _("History of the capital"),
        [
            (_("Date"), False),
            (_("Event"), False),
            (_("Number"), False),
            *([(_("Amount in its own currency"), True)] if has_own else []),
            (_("Amount (USD)"), True),
            (_("Registered capital (USD)"), True),
        ],
    )
    capital = 0
    for event in events:
        change = _change(event)
        capital += change or 0
        happened = capfirst(event.get_type_display())
        if event.type == FdiEvent.Type.TRANSFER:
            happened = f"{happened}: {_name(known.get(event.partner_id))}"
        if event.term_ends_on:
            term = _("term until %(day)s") % {"day": date(event.term_ends_on, get_language())}
            happened = f"{happened}, {term}"
        table.rows.append(
            [
                date(event.effective_on, get_language()),
                happened,
                _document(event),
                *([_own(event, change)] if has_own else []),
                _signed(event, change, event.usd),
                exact(capital),
            ]
        )
    return table


def _document(event):
    """Its number and its name, the Vietnamese one where it has no other."""
    named = _marked(*event.source_in(get_language()))
    return format_html_join(", ", "{}", ([part] for part in (event.number, named) if part))


def _change(event):
    """What an event adds to the registered capital, or None."""
    if event.type not in FdiEvent.CAPITAL:
        return None
    return -event.usd if event.type == FdiEvent.Type.DECREASE else event.usd


def _own(event, change):
    amount = _signed(event, change, event.amount)
    return f"{amount} {event.currency}" if amount else ""


def _signed(event, change, amount):
    if amount is None:
        return ""
    if change is None or event.type == FdiEvent.Type.NEW:
        return exact(amount)
    return f"{'−' if change < 0 else '+'}{exact(amount)}"


def _schedule(row, language, day):
    steps, is_next = [], True
    for item in row.milestones.all():
        reached = item.reached_on if item.reached_on and item.reached_on <= day else None
        state = "done" if reached else "now" if is_next else ""
        is_next = is_next and bool(reached)
        told = _moment(reached, item.planned_on, day)
        steps.append(Step(_child_text(item, "title", row, language), state, told))
    return steps


def _moment(reached, planned, day):
    """When a milestone was reached, or is planned to be; "" where nobody says."""
    if not (moment := reached or planned):
        return ""
    if reached:
        text = _("reached on %(day)s")
    elif planned < day:
        text = _("was planned for %(day)s; nothing recorded says that it was reached")
    else:
        text = _("planned for %(day)s")
    return text % {"day": date(moment, get_language())}


# --- ODA and NGO ----------------------------------------------------------------------


def _tell_oda(request, row, language, when):
    funds = list(row.funds.select_related("donor"))
    record = records.StagedRecord(row, _reached(row, when), funds)
    units = list(row.places.all())
    place = _places(request, units)
    figures = []
    if record.foreign is not None:
        label = _("Foreign funds agreed") if record.is_agreed else _("Foreign funds, not agreed")
        figures.append((label, words.usd(record.foreign), _in_full(record.foreign)))
    facts = [
        (_("Decision number or code"), row.code),
        (_("Form"), row.get_form_display()),
        (_("Donors"), "; ".join(_name(donor) for donor in record.donors)),
        (_("Managing agency"), _name(row.managing_agency)),
        (_("Project owner"), _name(row.owner)),
        (_("Sector (DAC)"), _coded(row.sector)),
        (_("Domestic mechanism"), row.get_mechanism_display()),
        (_("Planned period"), _period(row)),
    ]
    years = list(OdaYear.objects.ruling(when).filter(project=row.record_id))
    return Told(
        code=row.code,
        status=_stage_tag(record, when),
        last=_last(record, years),
        figures=figures,
        facts=_facts(facts),
        place=place,
        tables=[
            *([found] if (found := _funds(funds)).rows else []),
            *_ledger(_oda_years(years), OdaYear, row, when),
        ],
        steps=_stages(record, language),
        steps_heading=_("Stages"),
        texts=_texts(row, language, [("objectives", _("Objectives"))]),
        structured={
            "code": row.code,
            "started": row.starts_on,
            "ended": row.ends_on,
            "place": place[0].then if place else "",
            "funders": [_name(donor) for donor in record.donors],
            "amount": record.is_agreed and record.foreign is not None and (record.foreign, "USD"),
        },
    )


def _tell_ngo(request, row, language, when):
    record = records.StagedRecord(row, _reached(row, when))
    place = _places(request, list(row.places.all()))
    figures = []
    if row.usd is not None:
        total = words.usd(row.usd, is_floor=row.usd_is_floor)
        figures.append((_("Total commitment"), total, _in_full(row.usd)))
    decision = [row.decision_number]
    if row.decision_on:
        decision.append(date(row.decision_on, get_language()))
    facts = [
        (_("Type"), row.get_type_display()),
        (_("Donor organisation"), _name(row.donor)),
        (_("Aid owner"), _name(row.owner)),
        (_("Managing agency"), _name(row.managing_agency)),
        (_("Approval decision"), ", ".join(filter(None, decision))),
        (_("Field"), row.get_field_display()),
        (_("Sector (DAC)"), _coded(row.sector)),
        (_("Period"), _period(row)),
    ]
    years = list(NgoYear.objects.ruling(when).filter(project=row.record_id))
    return Told(
        code=row.decision_number,
        status=_stage_tag(record, when),
        last=_last(record, years),
        figures=figures,
        facts=_facts(facts),
        place=place,
        tables=_ledger(_ngo_years(years), NgoYear, row, when),
        steps=_stages(record, language),
        steps_heading=_("Status"),
        texts=_texts(row, language, [("objectives", _("Objectives"))]),
        structured={
            "code": row.decision_number,
            "started": row.starts_on,
            "ended": row.ends_on,
            "place": place[0].then if place else "",
            "funders": [_name(donor) for donor in record.donors],
            "amount": row.usd is not None and (row.usd, "USD"),
        },
    )


TELL = {"fdi": _tell_fdi, "oda": _tell_oda, "ngo": _tell_ngo}


def _reached(row, when):
    stages = row.stages.filter(reached_on__lte=when.as_of)
    return list(stages.order_by("reached_on", "position", "pk"))


def _stage_tag(record, when):
    if record.stage is None:
        return ()
    state, label = record.state(when.as_of)
    return capfirst(label), TAGS.get(state, "end")


def _last(record, years):
    """The day of the latest document, or None; later days tell nothing new of the stage."""
    stages = [record.stage.reached_on] if record.stage else []
    return max([*stages, *(row.effective_on for row in years)], default=None)


def _stages(record, language):
    """The stages reached with their documents; the last of them is where the project stands."""
    return [
        Step(
            capfirst(stage.get_stage_display()),
            "now" if stage is record.stage else "done",
            date(stage.reached_on, get_language()),
            _papers(stage, record.project, language),
        )
        for stage in record.stages
    ]


def _papers(stage, row, language):
    named = [stage.number, _child_text(stage, "source", row, language)]
    return format_html_join(", ", "{}", ([part] for part in named if part))


def _funds(funds):
    table = Table(
        _("Funds"),
        [
            (_("Kind of funds"), False),
            (_("Donor"), False),
            (_("Amount"), True),
            (_("Amount (USD)"), True),
        ],
    )
    for fund in funds:
        own = "" if fund.amount is None else f"{exact(fund.amount)} {fund.currency}"
        usd = "" if fund.usd is None else exact(fund.usd)
        donor = "" if fund.kind == OdaFund.Kind.COUNTERPART else _name(fund.donor)
        table.rows.append([capfirst(fund.get_kind_display()), donor, own, usd])
    return table


def _oda_years(years):
    columns = [
        (_("Year"), False),
        (_("Planned, foreign"), True),
        (_("Planned, counterpart"), True),
        (_("Disbursed, foreign"), True),
        (_("Disbursed, counterpart"), True),
    ]
    table = Table(_("Capital by year, million VND"), columns)
    for year, rows in _by_year(years):
        found = []
        for measure in OdaYear.Measure:
            row = rows.get(measure.value)
            for name in ("foreign", "counterpart"):
                value = getattr(row, name) if row else None
                found.append("" if value is None else _so_far(row, exact(value)))
        table.rows.append([str(year), *found])
    return table


def _ngo_years(years):
    columns = [(_("Year"), False), (_("Committed"), True), (_("Disbursed"), True)]
    table = Table(_("Aid by year, USD"), columns)
    for year, rows in _by_year(years):
        found = []
        for measure in NgoYear.Measure:
            row = rows.get(measure.value)
            amount = "" if row is None else exact(row.usd)
            amount = words.floor(amount) if row and row.is_floor else amount
            found.append(amount and _so_far(row, amount))
        table.rows.append([str(year), *found])
    return table


def _so_far(row, amount):
    """An amount; of what was disbursed in a part of its year with the day up to which."""
    is_outcome = row.measure in (OdaYear.Measure.DISBURSED, NgoYear.Measure.DISBURSED)
    until = is_outcome and words.up_to(row.effective_on, row.year)
    return f"{amount} ({until})" if until else amount


def _by_year(years):
    """[(year, {measure: row})], the newest first."""
    found = {}
    for row in years:
        found.setdefault(row.year, {})[row.measure] = row
    return sorted(found.items(), reverse=True)


def _period(row):
    days = [day and date(day, get_language()) for day in (row.starts_on, row.ends_on)]
    return " – ".join(day or "…" for day in days) if any(days) else ""


def _ledger(table, model, row, when):
    """The table of a ledger with what was corrected in it, as far as it was known; or nothing."""
    made = model.objects.filter(project=row.record_id, supersedes__effective_on__lte=when.as_of)
    made = made.exclude(supersedes=None).exclude(known_at=None)
    if when.known_at:
        made = made.filter(known_at__lte=when.known_at)
    table.notes = [
        _corrected(entry) for entry in made.select_related("supersedes").order_by("known_at")
    ]
    return [table] if table.rows or table.notes else []


def _corrected(entry):
    """That an entry was corrected or taken back; what it said was wrong, and is not repeated."""
    text = _("On %(known)s the entry of %(day)s was corrected.")
    if entry.void:
        text = _("On %(known)s the entry of %(day)s was taken back.")
    return text % {
        "known": date(timezone.localdate(entry.known_at), get_language()),
        "day": date(entry.supersedes.effective_on, get_language()),
    }


# --- what all pages have --------------------------------------------------------------


def _facts(pairs):
    return [Fact(label, capfirst(value)) for label, value in pairs if value]


def _in_full(value):
    """The exact amount, where the short one has left something out."""
    return _("USD %(amount)s") % {"amount": exact(value)} if value >= words.MILLION else ""


def _text(row, name, language):
    """What a page in a language shows; a preview's language need not be public."""
    return row.text(name, language) or row.public_text(name, language)


def _child_text(child, name, row, language):
    """The same of a step or stage of the record, marked; what is public in any language, not
    nothing."""
    languages = [language, row.public_language(row.source_language), *row.live_languages]
    told = ((getattr(child, f"{name}_{one}"), one) for one in languages)
    return next((_marked(text, one) for text, one in told if text), "")


def _marked(text, language):
    """A text, marked where it is in another language than the page."""
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


def _texts(row, language, names):
    return [(heading, text) for name, heading in names if (text := _text(row, name, language))]


def _name(thing):
    return thing.name_in(get_language()) if thing else ""


def _coded(thing):
    return f"{thing.code} {_name(thing)}" if thing else ""


def _places(request, units):
    """The ThenAndNow of units; a draft may lie where no public project does."""
    known = where(request)
    return [known.get(u.pk) or places.then_and_now(u, request.LANGUAGE_CODE) for u in units]


def _pictures(row, language):
    if not isinstance(row, FdiProject):
        return []
    return [
        parts.Picture.of(
            item.file,
            alt=getattr(item, f"alt_{language}") or "",
            caption=getattr(item, f"caption_{language}") or "",
            credit=getattr(item, f"credit_{language}") or "",
        )
        for item in row.pictures.select_related("file")
    ]


def _documents(row, language):
    return [
        parts.Attachment(
            title=getattr(item, f"title_{language}") or item.file.name,
            url=item.file.url(),
            type_label=item.file.name.rsplit(".", 1)[-1].upper(),
            size=item.file.size,
            lang=item.language,
        )
        for item in row.documents.select_related("file")
    ]


def _articles(row, language):
    """The public articles that name the project, the newest first."""
    articles = row.articles.public(language).order_by("-publish_at", "-pk")[:ARTICLES]
    return [
        parts.Story(
            article.title_in(language),
            article.url(language),
            article.publish_at,
            outdated=article.is_outdated(language),
        )
        for article in articles
    ]
