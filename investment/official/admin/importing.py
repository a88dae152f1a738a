"""Tables of the Foreign Investment Agency at the desk: from a file, by way of a preview."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from investment.official import loading, printed, tables
from investment.official import reading as fia
from investment.official.admin import sources
from investment.official.admin.contents import Content, content_of
from investment.official.admin.sources import SourceForm
from investment.official.models import STOCKS, Breakdown, Indicator, OfficialFigure, SourceTable
from investment.official.printed import Line, Part, Reading
from portal.exchange import formats
from portal.exchange.errors import TableError
from portal.exchange.fields import DateField
from portal.exchange.workbooks import Sheet, form_file
from portal.exchange.writing import Column
from portal.publishing import rights
from portal.publishing.admin import kept
from portal.publishing.admin.site import admin_url
from portal.text.slugs import slugify
from projects import desk, places

SALT = "investment.fia"
KINDS = {"flow": [i for i in Indicator if i not in STOCKS], "stock": list(STOCKS)}
BREAKDOWNS = (Breakdown.PROVINCE, Breakdown.PARTNER, Breakdown.SECTOR)
NAMED = 10  # figures whose changes are told one by one


class UploadForm(sources.UploadForm):
    as_of = DateField(
        label=_("Figures as of"),
        help_text=_("The last day that the document counts, as 20/12/2025; capital of a period is "
                    "counted from 1 January of that year."),
    )  # fmt: skip
    field_order = ["as_of", "file", "sheet"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or XLSX.")
        self.fields["sheet"].help_text = _("To read one sheet alone; empty: all visible ones.")

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


def import_view(model_admin, request):
    """A file is read and shown; what was shown is entered, and waits for approval."""
    if not rights.has(request.user, "add", SourceTable):
        raise PermissionDenied
    rejected = sources.rejected(request, SourceTable.objects.exclude(figures=None))
    if "data" in request.POST:
        return _confirm(model_admin, request, rejected)
    if rejected and request.method != "POST" and "file" not in request.GET:
        return _again(model_admin, request, rejected)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        initial={"as_of": rejected.figures.first().as_of} if rejected else {},
    )
    if request.method != "POST" or not form.is_valid():
        return _page(model_admin, request, form=form, rejected=rejected)
    day = form.cleaned_data["as_of"]
    try:
        reading = fia.read(form.cleaned_data["file"], day, form.cleaned_data["sheet"] or None)
    except TableError as error:
        form.add_error("file", error)
        return _page(model_admin, request, form=form, rejected=rejected)
    source = None
    if not reading.problems:
        packed = sources.packed(printed.packed(reading, day), SALT, request.user)
        told = sources.stated(rejected) if rejected else _guessed(reading, day)
        source = SourceForm(initial={**told, "data": packed})
    return _page(
        model_admin, request, form=form, reading=reading, source=source, rejected=rejected,
        count=reading.count, day=desk.day(day),
    )  # fmt: skip


def _again(model_admin, request, rejected):
    """The figures and the source of a rejected table, to be mended and entered as a new one."""
    day = rejected.figures.first().as_of
    data = printed.packed(Reading(parts_of(rejected), warned=rejected.warned), day)
    reading, day = printed.unpacked(data)
    packed = sources.packed(data, SALT, request.user)
    source = SourceForm(initial={**sources.stated(rejected), "data": packed})
    return _page(
        model_admin, request, form=None, reading=reading, source=source, rejected=rejected,
        count=reading.count, day=desk.day(day),
    )  # fmt: skip


def _confirm(model_admin, request, rejected):
    form, data = SourceForm(request.POST), sources.unpacked(request, SALT)
    if data is None:
        messages.error(request, gettext("This preview has expired: choose the file again."))
        return HttpResponseRedirect(request.path)
    reading, day = printed.unpacked(data)
    if form.is_valid():
        try:
            table = tables.enter(data, by=request.user, **form.table)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, gettext("“%(entry)s” waits for approval.") % {"entry": table})
            return kept.saved(request, HttpResponseRedirect(admin_url(table, "record")))
    return _page(
        model_admin, request, form=None, reading=reading, source=form, rejected=rejected,
        count=reading.count, day=desk.day(day),
    )  # fmt: skip


def _guessed(reading, day):
    """What the last tables were called, of this day."""
    told = {indicator for part in reading.parts for indicator in part.indicators}
    kind = next((kind for kind, own in KINDS.items() if told <= set(own)), "")
    return {
        **loading.titles(kind, day),
        **loading.FIA,
        "effective_on": day,
    }


def _page(model_admin, request, **context):
    return TemplateResponse(
        request,
        "admin/official/fia_import.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": gettext("FDI figures from a file"),
            "opts": SourceTable._meta,
            "media": model_admin.media,
            **context,
        },
    )


# --- what a table says -------------------------------------------------------------------


def parts_of(table):
    """The figures of a table as it prints them, in the shape of a preview; one query."""
    related = ("province", "partner", "sector", "revises")
    parts, lines = {}, {}
    for figure in (
        OfficialFigure.objects.filter(table=table).select_related(*related).order_by("pk")
    ):
        kind = "stock" if figure.indicator in STOCKS else "flow"
        indicator, breakdown = Indicator(figure.indicator), Breakdown(figure.breakdown)
        part = parts.setdefault((breakdown, kind), Part("", breakdown, []))
        thing = figure.province or figure.partner or figure.sector
        place = breakdown, kind, figure.label
        if place not in lines:
            lines[place] = Line(figure.label, thing and thing.pk, thing.name_vi if thing else "")
            part.lines.append(lines[place])
        if indicator not in part.indicators:
            part.indicators.append(indicator)
        lines[place].values[indicator] = figure.value
        if figure.revises:
            lines[place].before[indicator] = figure.revises.value
    order = list(Indicator)
    for part in parts.values():
        part.indicators.sort(key=order.index)
    return list(parts.values())


# --- templates ---------------------------------------------------------------------------


def template_view(model_admin, request, kind):
    """A workbook to fill in: the rows of the last tables, without figures."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if kind not in KINDS:
        raise Http404
    file = BytesIO()
    with override(settings.LANGUAGE_CODE):
        form_file(file, [_sheet(breakdown, KINDS[kind]) for breakdown in BREAKDOWNS], empty_rows=20)
        name = slugify(f"{SourceTable._meta.verbose_name} {gettext('template')} {kind}")
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type=formats.MEDIA_TYPES["xlsx"],
    )


def _sheet(breakdown, indicators):
    columns = [
        Column("label", gettext("Name in the document")),
        *(
            Column(
                indicator.value,
                capfirst(indicator.label),
                "integer" if indicator.is_count else "number",
                "" if indicator.is_count else OfficialFigure.Unit.MILLION_USD.label,
            )
            for indicator in indicators
        ),
    ]
    empty = dict.fromkeys(indicator.value for indicator in indicators)
    rows = [{"label": label, **empty} for label in _labels(breakdown, indicators)]
    return Sheet(capfirst(breakdown.label), columns, rows)


def _labels(breakdown, indicators):
    """What the last table of this kind calls its rows; localities are those of today."""
    figures = OfficialFigure.objects.counted().filter(breakdown=breakdown, indicator__in=indicators)
    last = figures.order_by("-as_of").values("as_of")[:1]
    rows = list(figures.filter(as_of__in=last).select_related("province").order_by("pk"))
    if breakdown != Breakdown.PROVINCE:
        return list(dict.fromkeys(row.label for row in rows))
    today = places.provinces_on(timezone.localdate())
    called = {row.province_id: row.label for row in rows if row.province_id}
    offshore = dict.fromkeys(row.label for row in rows if not row.province_id)
    return [called.get(unit.pk, unit.name_vi) for unit in today] + list(offshore)


@content_of
def _content(table):
    parts = parts_of(table)
    if not parts:
        return None
    return Content(
        "admin/official/parts.html",
        {"parts": parts},
        gettext("Figures that vanish with it: %(n)s") % {"n": table.figures.count()},
        reverse("admin:official_sourcetable_import"),
        _changes(parts),
    )


def _changes(parts):
    """What a table changes of the figures that an earlier one printed for the same day."""
    said = [sentence for part in parts for sentence in part.revised]
    compared = sum(len(line.before) for part in parts for line in part.lines)
    if not compared:
        return []
    told = printed.said_of_revision(len(said), compared - len(said))
    more = gettext("Figures that change besides: %(n)s.") % {"n": len(said) - NAMED}
    return [told, *said[:NAMED], *([more] if len(said) > NAMED else [])]
