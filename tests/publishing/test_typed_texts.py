"""What people type reaches a record composed, visible and in Unicode."""

import unicodedata

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_prose_editor.fields import ProseEditorFormField

from investment.official.models import SourceTable
from news.models import Category, Tag
from portal.publishing.admin.site import admin_url
from projects.models import Country, CountryAlias, FdiEvent, ImportBatch
from tests import articles, registers
from tests.forms import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

REFUSED = (
    "Nội dung này được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển sang Unicode trước; "
    "nội dung đọc được là: “%s”."
)
UNTIDY = unicodedata.normalize("NFD", "Nhà máy") + "\u200b  Á\u00ad Đông\ufeff"


def save(client, article, **typed):
    data = shown(client.get(admin_url(article))) | typed
    response = client.post(admin_url(article), data | {"_continue": "1"})
    article.refresh_from_db()
    return response


def test_texts_are_composed_and_what_does_not_show_is_left_out(people, desk):
    article = articles.draft(people["author"])
    title = unicodedata.normalize("NFD", "Nhà máy") + "\u200b Á Đông"
    save(desk(people["author"]), article, title_vi=title, byline_vi="Phòng\u00ad Đối ngoại")
    assert article.title_vi == "Nhà máy Á Đông"
    assert article.byline_vi == "Phòng Đối ngoại"


def test_an_unchanged_text_with_line_breaks_counts_no_version(people, desk):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    save(client, article, summary_vi="Một\r\nhai")
    version = article.version
    assert article.summary_vi == "Một\nhai"
    save(client, article, summary_vi="Một\r\nhai")
    assert article.version == version


@pytest.mark.parametrize("field", ["title_vi", "body_vi"])
def test_a_text_of_an_old_font_is_refused_with_what_it_reads(people, desk, field):
    article = articles.draft(people["author"])
    typed = "Nhµ m¸y s¶n xuÊt" if field == "title_vi" else "<p>Nhµ m¸y s¶n xuÊt</p>"
    response = save(desk(people["author"]), article, **{field: typed})
    form = response.context_data["adminform"].form
    assert form.errors == {field: [REFUSED % "Nhà máy sản xuất"]}
    assert form[field].value() == typed


# --- every form of the desk ---------------------------------------------------------------

#: Typed → kept, of what is more than a text.
KINDS = {
    forms.SlugField: ("Đầu\u200b tư", "dau-tu"),
    forms.URLField: ("https://vi-du.vn/\u200bqd", "https://vi-du.vn/qd"),
    forms.EmailField: ("a\u200b@vi-du.vn", "a@vi-du.vn"),
    ProseEditorFormField: ("<p>Á\u200b</p>", "<p>Á</p>"),
    forms.CharField: ("Á\u200b", "Á"),
}


def forms_of_the_desk(request):
    """(where, form class) of what the admins make, and of all other forms in their modules."""
    for model, model_admin in admin.site._registry.items():
        if model not in (ImportBatch, SourceTable):  # a file makes them, by forms of their own
            yield model.__name__, model_admin.get_form(request)
            for inline in model_admin.get_inline_instances(request):
                yield inline.model.__name__, inline.get_formset(request).form
    classes = [forms.BaseForm]
    for form_class in classes:
        classes += form_class.__subclasses__()
        if ".admin" in form_class.__module__ and hasattr(form_class, "base_fields"):
            yield form_class.__name__, form_class


def texts_of_the_desk(request):
    """(form, name) → field, of all in which people type texts; passwords are none.

    Django composes user names itself and takes letters of an old font for none.
    """
    return {
        (where, name): field
        for where, form_class in forms_of_the_desk(request)
        for name, field in form_class.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, UsernameField)
        and not isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)
    }


@pytest.fixture
def texts(rf):
    request = rf.get("/admin/")
    request.user = get_user_model().objects.create_superuser("root", "root@vi-du.vn")
    return texts_of_the_desk(request)


def test_all_texts_of_the_desk_are_found(texts):
    """Some of each kind, so that the two tests below are about all of them."""
    assert texts.keys() >= {
        ("Article", "title_vi"),
        ("Article", "body_en"),
        ("Attachment", "title_en"),
        ("Category", "slug_vi"),
        ("CountryAlias", "name"),
        ("FdiEvent", "note"),
        ("ExplanationForm", "text"),
        ("Investor", "name"),
        ("GalleryItem", "alt_vi"),
        ("HandOverForm", "reason"),
        ("MenuItem", "label_vi"),
        ("Organisation", "acronym"),
        ("Page", "body_vi"),
        ("SiteIdentity", "name_vi"),
        ("SourceForm", "title_vi"),
        ("SubIndex", "name_vi"),
        ("Tag", "name_vi"),
        ("TransitionForm", "note"),
        ("User", "last_name"),
    }


def test_no_form_of_the_desk_takes_a_text_of_an_old_font(texts):
    def said(field, typed):
        try:
            return field.clean(typed)
        except ValidationError as error:
            return error.messages

    for typed in ("Nhµ m¸y s¶n xuÊt", "Nhaø maùy saûn xuaát"):
        taken = {key: said(field, typed) for key, field in texts.items()}
        wanted = [REFUSED % "Nhà máy sản xuất"]
        assert {key: answer for key, answer in taken.items() if answer != wanted} == {}


def test_every_form_of_the_desk_composes_and_shows_what_it_takes(texts):
    kept = {}
    for key, field in texts.items():
        typed, wanted = next(KINDS[kind] for kind in type(field).__mro__ if kind in KINDS)
        text = field.to_python(unicodedata.normalize("NFD", typed))
        if text != wanted:
            kept[key] = text
    assert kept == {}


# --- as posted ----------------------------------------------------------------------------


@pytest.fixture
def keeper(people, desk):
    """Whoever keeps categories, tags, countries and the ledger."""
    return desk(get_user_model().objects.create_superuser("root", "root@vi-du.vn"))


def test_a_category_and_its_address_are_kept_as_they_show(keeper):
    keeper.post(
        reverse("admin:news_category_add"),
        {"name_vi": UNTIDY, "slug_vi": "Tin\u200b tức", "slug_en": "news", "position": "1"},
    )
    category = Category.objects.get()
    assert (category.name_vi, category.slug_vi) == ("Nhà máy Á Đông", "tin-tuc")


def test_a_tag_of_an_old_font_is_refused(keeper):
    response = keeper.post(reverse("admin:news_tag_add"), {"name_vi": "Nhµ m¸y s¶n xuÊt"})
    assert response.context_data["adminform"].form.errors == {
        "name_vi": [REFUSED % "Nhà máy sản xuất"]
    }
    assert not Tag.objects.exists()


def test_a_row_of_a_form_is_asked_like_the_form(keeper):
    country = Country.objects.create(code="JP", name_vi="Nhật Bản", name_en="Japan")
    client_data = shown(keeper.get(admin_url(country))) | {
        "aliases-0-name": "Nhµ m¸y s¶n xuÊt",
        "aliases-TOTAL_FORMS": 2,
        "aliases-1-name": UNTIDY,
    }
    response = keeper.post(admin_url(country), client_data)
    rows = response.context_data["inline_admin_formsets"][0].formset
    assert rows.errors == [{"name": [REFUSED % "Nhà máy sản xuất"]}, {}]
    keeper.post(admin_url(country), client_data | {"aliases-0-name": ""})
    assert [alias.name for alias in CountryAlias.objects.all()] == ["Nhà máy Á Đông"]


def test_an_entry_and_its_refusal_are_asked_too(people, desk):
    project = registers.fdi_project(people)
    address = f"{reverse('admin:projects_fdievent_add')}?project={project.pk}"
    data = {
        "type": "new", "effective_on": "05/11/2021", "number": "GCN-1", "currency": "USD",
        "amount": "67.810.000", "partner": registers.country().pk, "source_vi": UNTIDY,
    }  # fmt: skip
    response = desk(people["data officer"]).post(address, {**data, "note": "Nhaø maùy saûn xuaát"})
    form = response.context_data["form"]
    assert form.errors == {"note": [REFUSED % "Nhà máy sản xuất"]}
    desk(people["data officer"]).post(address, data)
    entry = FdiEvent.objects.get(project=project)
    assert entry.source_vi == "Nhà máy Á Đông"

    said = {"version": entry.version, "reason": "Nhµ m¸y s¶n xuÊt"}
    publisher = desk(people["publisher"])
    response = publisher.post(admin_url(entry, "reject"), said)
    assert response.context_data["refused"] == [REFUSED % "Nhà máy sản xuất"]
    publisher.post(admin_url(entry, "reject"), said | {"reason": UNTIDY})
    entry.refresh_from_db()
    assert entry.decision == "Nhà máy Á Đông"
