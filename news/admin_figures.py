"""Figures in articles at the desk: chosen on the form, warned of when the records move on."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investment.figures import shown
from news import citing
from news.models import Article, CitedFigure
from portal.publishing import rights
from portal.publishing.admin import inbox
from portal.publishing.admin.children import ChildInline
from portal.publishing.admin.site import admin_url
from portal.text import display
from projects.admin.inputs import TYPED_BY_HAND

#: What decides on the value; it is asked for again only when one of them changes.
QUESTION = {"key", "as_of", "year"}


class CitedFigureForm(forms.ModelForm):
    """The value is never typed: it is what the figure answers when the row is saved."""

    def clean(self):
        cleaned = super().clean()
        if self.errors or not QUESTION & set(self.changed_data):
            return cleaned
        asked = {name: cleaned[name] for name in QUESTION}
        for name, value in asked.items():
            setattr(self.instance, name, value)
        try:
            self.instance.cite(timezone.now())
        except ValidationError as error:
            self.add_error(None, error)
            return cleaned
        return cleaned | {name: getattr(self.instance, name) for name in QUESTION}


class CitedFigureInline(ChildInline):
    model = CitedFigure
    form = CitedFigureForm
    formfield_overrides = TYPED_BY_HAND
    common_fields = ("key", "as_of", "year", "cited")

    def get_readonly_fields(self, request, obj=None):
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), "cited"]))

    @admin.display(description=_("value as cited"))
    def cited(self, obj):
        return cited_text(obj) if obj.pk else "–"


def cited_text(figure):
    """The value as cited, with the day it is about and the moment of citing."""
    return gettext("%(value)s (%(period)s), cited %(at)s") % {
        "value": value_text(figure.headline),
        "period": shown.period(figure.headline, "vi"),
        "at": display.datetime_(figure.cited_at, "vi"),
    }


def value_text(headline):
    return f"{shown.number(headline, 'vi')} {shown.unit(headline)}".strip()


# --- warnings -----------------------------------------------------------------------------


def changes(rows):
    """What is shown of figures that have changed: title, value as cited, value now, key."""
    return [
        {
            "pk": figure.pk,
            "title": figure.page.title,
            "cited": cited_text(figure),
            "now": value_text(now),
            "url": citing.address(figure, "vi"),
        }
        for figure, now in rows
    ]


def warnings(user, row):
    """What the form of an article shows of its figures; nothing where all are as they were."""
    may_take = rights.may_copy(user, row) or rights.editable_scope(user, row) == ""
    return {
        "changed_figures": changes(citing.changed(row.figures.all())),
        "may_take": may_take,
    }


@inbox.boxes_of
def boxes(user):
    """Published articles whose figures have changed, for those who can correct them."""
    if not rights.has(user, "change", Article):
        return []
    rows = [
        {"article": article, "figures": changes(figures)}
        for article, figures in citing.changed_in_public()
    ]
    return [
        inbox.Box(
            "cited",
            _("Articles whose figures have changed"),
            _("Every cited figure is as the records give it."),
            rows,
            template="admin/news/inbox_figures.html",
        )
    ]


# --- taking the value of now --------------------------------------------------------------


def urls(model_admin):
    return [
        path(
            "figures/<int:pk>/take/",
            model_admin.admin_site.admin_view(take_view),
            name="news_article_take",
        )
    ]


def take_view(request, pk):
    """Puts the value of now into a draft or a working copy, which then is reviewed as ever."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    figure = get_object_or_404(CitedFigure, pk=pk)
    if not rights.may_see(request.user, figure.article):
        raise PermissionDenied
    try:
        row = citing.take_now(figure, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[figure.article_id]))
    messages.success(
        request, gettext("The value of now stands in this text; submit it so that it is published.")
    )
    return HttpResponseRedirect(admin_url(row))
