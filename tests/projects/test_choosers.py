"""What a form of a register refuses to be sent: keys that are none, a mark of the sample."""

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.publishing.admin.site import admin_url
from projects.models import DomesticProject, FdiEvent, FdiProject, NgoAid, OdaProject
from tests import registers
from tests.forms import shown
from tests.projects.test_desk_ledger import add_url, increase
from tests.rows import one_of_each

pytestmark = pytest.mark.django_db

ROLES = ["author", "translator", "reviewer", "publisher", "data officer", "administrator"]


def references(model):
    """The fields of a register's form in which reference data are chosen."""
    names = admin.site._registry[model].autocomplete_fields
    return [model._meta.get_field(name) for name in names]


@pytest.mark.parametrize("wrong", ["[]", "-1", "9" * 30])
@pytest.mark.parametrize("model", [FdiProject, DomesticProject, OdaProject, NgoAid])
def test_what_is_no_key_is_refused_beside_its_field(people, desk, document, model, wrong):
    record = one_of_each(people, document)[f"projects_{model._meta.model_name}"]
    client = desk(people["data officer"])
    names = [field.name for field in references(model)]
    data = shown(client.get(admin_url(record))) | dict.fromkeys(names, wrong)
    response = client.post(admin_url(record), data)
    assert set(response.context_data["adminform"].form.errors) == set(names)


def test_the_partner_of_an_entry_is_chosen_and_cleared(people, desk):
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2020-01-01", 100)
    client = desk(people["data officer"])
    data = increase(type="share_purchase", number="GVMCP-1", partner=registers.country().pk)
    client.post(add_url(FdiEvent, project), data)
    entry = FdiEvent.objects.get(number="GVMCP-1")
    assert entry.partner == registers.country()
    response = client.post(admin_url(entry), data | {"partner": "", "version": entry.version})
    assert [*response.context_data["form"].errors] == ["partner"]
    entry.refresh_from_db()
    assert entry.partner == registers.country()


# --- the sample ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_no_form_of_a_register_has_a_box_for_the_sample(people, desk, document, role):
    rows = one_of_each(people, document)
    client = desk(people[role])
    seen = 0
    for model in (FdiProject, DomesticProject, OdaProject, NgoAid):
        record = rows[f"projects_{model._meta.model_name}"]
        add = reverse(f"admin:projects_{model._meta.model_name}_add")
        for address in (add, admin_url(record)):
            response = client.get(address)
            if response.status_code == 200:
                seen += 1
                assert "illustrative" not in response.content.decode(), address
    assert seen >= 3


@pytest.mark.parametrize("sample", [True, False])
def test_saving_a_record_leaves_it_what_it_was(people, desk, sample):
    project = registers.fdi_project(people, public=False, illustrative=sample)
    client = desk(people["data officer"])
    sent = shown(client.get(admin_url(project))) | {"title_vi": "Nhà máy thật"}
    for forged in ({}, {"illustrative": "" if sample else "on"}):
        client.post(admin_url(project), sent | forged)
        sent = shown(client.get(admin_url(project)))
    project = FdiProject.rows.get(pk=project.pk)
    assert (project.title_vi, project.illustrative) == ("Nhà máy thật", sample)


@pytest.mark.parametrize(("sample", "marks"), [(True, 1), (False, 0)])
def test_only_a_sample_is_marked_in_public(client, people, sample, marks):
    project = registers.fdi_project(people, illustrative=sample)
    registers.happened(people, project, "new", "2020-01-01", 100)
    listed = client.get("/vi/du-an/fdi/").content.decode()
    assert listed.count("st--sample") == marks
    page = client.get(project.url("vi")).content.decode()
    assert ("st--sample" in page) is sample
