"""What a form cannot be saved without bears a star, on every form of the desk."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def forms_of(response):
    """The forms of a page of the admin, with an empty one of each of its lists."""
    yield response.context_data["adminform"].form
    for inline in response.context_data["inline_admin_formsets"]:
        yield inline.formset.empty_form


def starred(response):
    """{(form, field): whether it is required} of all that bears a star, or should."""
    return {
        (type(form).__name__, bound.name): (bound.field.required, bound.label.endswith(" *"))
        for form in forms_of(response)
        for bound in form
        if not bound.is_hidden and (bound.field.required or bound.label.endswith(" *"))
    }


def test_what_saving_asks_for_bears_a_star_everywhere(client, people, desk, django_user_model):
    everyone = django_user_model.objects.create_superuser("tat-ca", "tat-ca@example.gov.vn", "x")
    client.force_login(everyone)
    seen = {}
    for model in admin.site._registry:
        try:
            response = client.get(reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add"))
        except NoReverseMatch:
            continue
        if "adminform" in (getattr(response, "context_data", None) or {}):
            seen[model.__name__] = starred(response)
    assert {"PciEdition", "Article", "Country", "Category", "User", "File"} <= seen.keys()
    for kind, fields in seen.items():
        unstarred = [field for field, (_is_needed, has_star) in fields.items() if not has_star]
        assert unstarred == [], kind
    assert ("CountryAliasForm", "name") in seen["Country"]
