"""Reference data: loaded once, edited by staff ever after, merged without losing a reference."""

import csv
import re
import unicodedata
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from babel import Locale
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from investment.official.models import SourceTable
from portal.delivery.models import PublicVersion
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.text.fold import fold
from projects import places
from projects.exchange.names import Names
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    CountryAlias,
    Entry,
    FdiEvent,
    FdiProject,
    Industry,
    Investor,
    NgoAid,
    OdaFund,
    OdaProject,
    OdaYear,
    Organisation,
    Sector,
    Zone,
)
from projects.reference.load import FILES
from tests import registers
from tests.forms import shown

pytestmark = pytest.mark.django_db


def load(*options, verbosity=1):
    out = StringIO()
    call_command("load_reference", *options, stdout=out, verbosity=verbosity)
    return out.getvalue().splitlines()


def public_version():
    return PublicVersion.current().number


# --- the files ----------------------------------------------------------------------


def test_it_loads_everything_once():
    assert load() == [
        "Reference data: units: 442 added",
        "Reference data: zones: 10 added",
        "Reference data: industries: 109 added",
        "Reference data: sectors: 369 added",
        "Reference data: countries: 251 added",
        "Reference data: country aliases: 384 added",
        "Reference data: organisations: 38 added",
        "Reference data: agencies: 18 added",
    ]
    assert load() == ["Reference data: nothing new"]


def test_the_files_hold_composed_text_without_stray_spaces():
    for file in FILES:
        for row in file.rows():
            for text in row.values():
                assert text == " ".join(unicodedata.normalize("NFC", text).split())


def test_the_units_are_those_of_both_times():
    load()
    units = AdministrativeUnit.objects
    counts = {
        day: [units.valid_on(day).filter(level=level).count() for level in units.model.Level]
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    }
    assert counts == {date(2025, 6, 30): [63, 8, 242], date(2025, 7, 1): [34, 0, 104]}


def test_every_province_that_ended_has_one_successor_of_its_level():
    load()
    ended = AdministrativeUnit.objects.filter(level="province").exclude(valid_to=None)
    followed = {row.code: [unit.level for unit in row.successors.all()] for row in ended}
    assert len(followed) == 54
    assert set(map(tuple, followed.values())) == {("province",)}


def test_a_province_that_was_not_merged_is_one_row():
    load()
    ha_noi = AdministrativeUnit.objects.get(code="01")
    assert (ha_noi.valid_from, ha_noi.valid_to, ha_noi.name_en) == (None, None, "Hanoi")


@pytest.mark.parametrize("name", ["Thừa Thiên Huế", "Huế", "TT Huế", "TP. Huế"])
def test_hue_was_a_province_of_another_name_until_2024(name):
    load()
    days = [date(2005, 6, 30), date(2024, 12, 31), date(2025, 1, 1), date(2026, 11, 1)]
    found = [places.province_by_name(name, on=day) for day in days]
    assert [unit.full_name_vi for unit in found] == [
        *["Tỉnh Thừa Thiên Huế"] * 2, *["Thành phố Huế"] * 2,
    ]  # fmt: skip
    assert places.then_and_now(found[0], "vi") == places.ThenAndNow(
        "Tỉnh Thừa Thiên Huế", ("Thành phố Huế",)
    )
    assert places.provinces_on(days[2]).count() == 63


def test_a_successor_of_a_commune_carries_its_code_on():
    load()
    pairs = AdministrativeUnit.objects.filter(level="commune").exclude(successors=None)
    codes = list(pairs.values_list("code", "successors__code"))
    assert len(codes) == 65
    assert all(old == new for old, new in codes)


def test_what_is_named_in_two_languages_and_versions():
    load()
    ward = AdministrativeUnit.objects.get(code="12436")
    assert (ward.full_name_vi, ward.full_name_en) == ("Phường Bồ Xuyên", "Bo Xuyen Ward")
    textiles = Industry.objects.get(version="2018", code="13")
    assert (textiles.section.code, textiles.valid_to) == ("C", date(2025, 11, 14))
    assert (textiles.name_vi, textiles.name_en) == ("Dệt", "Manufacture of textiles")
    flood = Sector.objects.get(code="41050")
    assert (flood.withdrawn, flood.group.code) == (True, "410")
    reform = Sector.objects.get(code="31164")
    assert (reform.name_en, str(reform)) == ("Agrarian reform", "31164 Cải cách ruộng đất")
    park = Zone.objects.get(folded__contains="lien ha thai")
    assert (park.inside.name_en, park.unit.code) == ("Thai Binh Economic Zone", "341")


def test_countries_are_those_of_iso_and_two_of_our_own():
    load()
    codes = set(Country.objects.values_list("code", flat=True))
    assert codes & {"AC", "CP", "CQ", "DG", "EA", "IC", "TA", "XK"} == set()
    assert sorted(code for code in codes if len(code) != 2) == ["X-BIS", "X-BWI"]
    assert CountryAlias.objects.get(folded="rumani").country.code == "RO"


def test_agencies_lead_to_those_that_followed():
    load()
    planning = Agency.objects.get(name_vi="Sở Kế hoạch và Đầu tư tỉnh Thái Bình")
    finance = planning.successors.get()
    assert finance.name_vi == "Sở Tài chính tỉnh Thái Bình"
    assert finance.successors.get().name_en == "Hung Yen Department of Finance"


def test_what_staff_edited_stays_and_is_reported():
    load()
    country = Country.objects.get(code="VN")
    country.name_en = "Viet Nam"
    country.save()
    assert load() == [
        "Reference data: countries: 1 differing",
        "Reference data: nothing new",
        "Reference data: What differs was edited here and stays; --verbosity 2 lists it.",
    ]
    assert (
        load(verbosity=2)[-1]
        == "Reference data: Việt Nam: name_en is 'Viet Nam', shipped 'Vietnam'"
    )
    assert Country.objects.get(code="VN").name_en == "Viet Nam"


def test_the_shipped_values_are_taken_when_asked_for():
    load()
    country = Country.objects.get(code="VN")
    country.name_en = "Zzz"
    country.save()
    assert load("--overwrite") == ["Reference data: countries: 1 overwritten"]
    country.refresh_from_db()
    assert (country.name_en, country.folded) == ("Vietnam", "viet nam vietnam")


def test_what_staff_deleted_or_renamed_does_not_come_back():
    load()
    Organisation.objects.get(acronym="GRET").delete()
    renamed = Agency.objects.get(name_vi="Sở Y tế tỉnh Hưng Yên")
    renamed.name_vi = "Sở Y tế Hưng Yên"
    renamed.save()
    assert load()[:-2] == [
        "Reference data: organisations: 1 removed by staff",
        "Reference data: agencies: 1 differing",
    ]
    assert not Organisation.objects.filter(acronym="GRET").exists()
    assert Agency.objects.filter(name_vi__startswith="Sở Y tế").count() == 2


def test_what_staff_entered_before_is_met_and_not_doubled():
    Country.objects.create(code="KR", name_vi="Hàn Quốc", name_en="Korea")
    Agency.objects.create(name_vi="Sở y tế tỉnh Thái Bình")
    load()
    assert Country.objects.get(code="KR").name_en == "Korea"
    assert Agency.objects.filter(folded__startswith="so y te tinh thai binh").count() == 1


def test_a_load_with_news_makes_a_new_public_version_and_one_without_does_not():
    before = public_version()
    load()
    assert public_version() == before + 1
    load()
    assert public_version() == before + 1


def test_a_unit_is_its_level_code_and_first_day_also_without_one():
    AdministrativeUnit.objects.create(code="34", level="province", name_vi="Thái Bình")
    with pytest.raises(IntegrityError), transaction.atomic():
        AdministrativeUnit.objects.create(code="34", level="province", name_vi="Khác")


# --- at the desk ------------------------------------------------------------------


def listed(client, kind, query=""):
    """The Vietnamese names in a list of the desk, as its page shows them."""
    page = client.get(reverse(f"admin:projects_{kind}_changelist") + query).content.decode()
    return re.findall(r"field-in_vietnamese[^>]*><a [^>]*>([^<]*)<", page)


def chosen_from(client, model, field, term):
    """The texts that a chooser offers."""
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "projects", "model_name": model, "field_name": field, "term": term},
    )
    return [row["text"] for row in found.json()["results"]]


def test_lists_sort_as_a_vietnamese_dictionary_does(people, desk):
    names = ["Đà", "Em", "Dự", "da", "Á", "Ả", "Ạ", "A", "À", "Ã", "Ă", "Â", "Bà", "Bả", "Ba"]
    for name in names:
        Agency.objects.create(name_vi=name)
    shown = ["A", "À", "Ả", "Ã", "Á", "Ạ", "Ă", "Â", "Ba", "Bà", "Bả", "da", "Dự", "Đà", "Em"]
    client = desk(people["data officer"])
    assert listed(client, "agency") == shown
    assert listed(client, "agency", "?o=-1") == shown[::-1]


def test_a_unit_is_found_without_diacritics_and_by_its_code(people, desk):
    load()
    client = desk(people["author"])
    until = gettext("(until %(day)s)") % {"day": "30/06/2025"}
    found = [f"Xã Vũ Đông, Thành phố Thái Bình, Tỉnh Thái Bình {until}"]
    for words in ("vu dong", "VŨ ĐÔNG", "13084", "Xã Vũ Đông", "xa vu dong"):
        assert listed(client, "administrativeunit", f"?q={words}") == found


def test_choosers_tell_namesakes_apart(people, desk):
    load()
    client = desk(people["author"])
    texts = chosen_from(client, "fdiproject", "unit", "tan tien")
    assert len(texts) == len(set(texts)) == 2
    assert texts[-1].startswith("Xã Tân Tiến, ")


@pytest.mark.parametrize(
    ("field", "term", "first", "never"),
    [
        ("partner", "hồng", "Đặc khu Hành chính Hồng Kông", "Các Tiểu Vương quốc Ả Rập Thống nhất"),
        ("partner", "hong", "Đặc khu Hành chính Hồng Kông", "Các Tiểu Vương quốc Ả Rập Thống nhất"),
        ("partner", "HÀN", "Hàn Quốc", "Phần Lan"),
        ("partner", "nhat", "Nhật Bản", ""),
        ("industry", "giầy", None, ""),
        ("industry", "bao bí", None, ""),
        ("industry", "bao bì", "17 ", "32 "),
        ("industry", "may mặc", "14 ", "28 "),
        ("industry", "may", "14 ", ""),
        ("industry", "máy móc", "28 ", "14 "),
        ("industry", "may mac", "14 ", ""),
        ("industry", "kho", "52 ", ""),
        ("industry", "logistics", "52 ", ""),
        ("industry", "NHỰA", "22 ", ""),
        ("industry", "25", "25 ", "32 "),
    ],
)
def test_a_chooser_offers_first_what_was_typed(people, desk, field, term, first, never):
    """Enter takes the first: "hồng" saved the United Arab Emirates, for their "thống nhất"."""
    load()
    texts = chosen_from(desk(people["author"]), "fdievent", field, term)
    if first is None:
        assert texts == []
    else:
        assert texts[0].startswith(first)
        assert not [text for text in texts if never and text.startswith(never)]


def test_a_word_of_several_industries_offers_each(people, desk):
    load()
    client = desk(people["author"])
    codes = {
        term: [text.split()[0] for text in chosen_from(client, "fdiproject", "industry", term)]
        for term in ("dệt may", "bao bì", "bao bì nhựa", "logistics", "đồ gỗ")
    }
    assert codes == {
        "dệt may": ["13", "14"],
        "bao bì": ["17", "22"],
        "bao bì nhựa": ["22"],
        "logistics": ["52", "H"],
        "đồ gỗ": ["16", "31"],
    }


def test_every_common_word_leads_to_industries_that_there_are():
    load()
    there = set(Industry.objects.values_list("code", flat=True))
    rows = list(
        csv.DictReader((settings.BASE_DIR / "projects/reference/industry_words.csv").open())
    )
    assert [row["name"] for row in rows if not set(row["codes"].split()) <= there] == []
    assert len({row["name"] for row in rows}) == len(rows) > 100


def choosers(response):
    """The wrapped choosers of a form's page, in its rows too."""
    context = response.context_data
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [*inline.formset.forms, inline.formset.empty_form]
    fields = [field for form in forms for field in form.fields.values()]
    return [f.widget for f in fields if isinstance(f.widget, RelatedFieldWidgetWrapper)]


@pytest.mark.parametrize("role", ["author", "data officer", "administrator"])
def test_no_chooser_of_any_form_changes_or_deletes_what_is_chosen(people, desk, role):
    """The ✕ beside a chooser led to the deletion of the official code itself."""
    client = desk(people[role])
    found = 0
    for model in set(site._registry) - {SourceTable}:  # a file makes one
        kind = f"{model._meta.app_label}_{model._meta.model_name}"
        address = reverse(f"admin:{kind}_add")
        if issubclass(model, Entry):
            address += f"?project={record_of(model, people).pk}"
        response = client.get(address)
        if response.status_code == 200 and "adminform" in (response.context_data or {}):
            widgets = choosers(response)
            found += len(widgets)
            for offered in ("delete", "change"):
                ways = [w for w in widgets if getattr(w, f"can_{offered}_related")]
                assert ways == [], kind
                assert f"{offered}-related" not in response.content.decode(), kind
    assert found >= {"author": 10, "data officer": 10, "administrator": 1}[role]


def record_of(entry, people):
    makers = {FdiEvent: registers.fdi_project, OdaYear: registers.oda_project}
    return makers.get(entry, registers.ngo_aid)(people)


@pytest.mark.parametrize("role", ["author", "data officer"])
@pytest.mark.parametrize(
    ("kind", "field", "many"),
    [
        ("fdiproject", "industry", False),
        ("fdiproject", "unit", False),
        ("fdiproject", "zone", False),
        ("odaproject", "sector", False),
        ("odaproject", "places", True),
        ("ngoaid", "donor", False),
        ("ngoaid", "places", True),
    ],
)
def test_what_was_chosen_can_be_taken_out_again(people, desk, role, kind, field, many):
    model = apps.get_model("projects", kind)
    record = registers.draft(model, people[role])
    chosen = {
        "industry": registers.industry,
        "unit": registers.unit,
        "places": registers.unit,
        "zone": lambda: Zone.objects.create(kind="economic_zone", name_vi="Khu"),
        "sector": lambda: Sector.objects.create(code="122", name_vi="Y tế"),
        "donor": registers.organisation,
    }[field]()
    client = desk(people[role])

    def save(value):
        data = shown(client.get(admin_url(record))) | {field: value, "_continue": "1"}
        assert client.post(admin_url(record), data).status_code == 302
        kept = getattr(model.objects.get(pk=record.pk), field)
        return list(kept.all()) if many else kept

    assert save([chosen.pk] if many else chosen.pk) == ([chosen] if many else chosen)
    assert save([] if many else "") == ([] if many else None)
    assert type(chosen).objects.filter(pk=chosen.pk).exists()


@pytest.mark.parametrize("kind", ["fdiproject", "domesticproject", "odaproject", "ngoaid"])
def test_nobody_at_the_desk_marks_a_project_as_a_sample(people, desk, kind):
    record = registers.draft(apps.get_model("projects", kind), people["data officer"])
    client = desk(people["data officer"])
    sent = shown(client.get(admin_url(record)))
    assert "illustrative" not in sent
    data = sent | {"title_vi": "Dự án thật", "illustrative": "on", "_continue": "1"}
    client.post(admin_url(record), data)
    record.refresh_from_db()
    assert (record.title_vi, record.illustrative) == ("Dự án thật", False)


def test_a_country_is_found_by_another_name(people, desk):
    load()
    assert listed(desk(people["author"]), "country", "?q=rumani") == ["Romania"]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("Áchentina", ["Argentina"]),
        ("achentina", ["Argentina"]),
        ("áchent", ["Argentina"]),
        ("Ácchentina", []),
        ("àchentina", []),
        ("Malaixia", ["Malaysia"]),
        ("inđônêxia", ["Indonesia"]),
        ("southkorea", ["Hàn Quốc"]),
        ("nhậtbản", ["Nhật Bản"]),
        ("nhãtbản", []),
    ],
)
def test_a_chooser_knows_a_country_by_its_names_in_one_word(people, desk, term, found):
    """As an import does."""
    load()
    assert chosen_from(desk(people["author"]), "fdievent", "partner", term) == found


def test_the_lists_can_show_what_is_in_force(people, desk):
    load()
    client = desk(people["data officer"])
    kept = listed(client, "agency", "?in_force=yes&q=tai+chinh")
    ended = listed(client, "agency", "?in_force=no&q=tai+chinh")
    assert (kept, ended) == (["Sở Tài chính tỉnh Hưng Yên"], ["Sở Tài chính tỉnh Thái Bình"])


def test_a_list_costs_the_same_for_one_row_and_for_many(people, desk):
    client = desk(people["data officer"])
    province = registers.unit()
    one = queries_of(client, "administrativeunit")
    for number in range(20):
        registers.unit(f"{number:03}", "Huyện", "district", province)
    assert queries_of(client, "administrativeunit") == one


def queries_of(client, kind):
    address = reverse(f"admin:projects_{kind}_changelist")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_a_name_can_lead_to_one_country_only(people, desk):
    korea, japan = registers.country(), registers.country("JP", "Nhật Bản", "Japan")
    CountryAlias.objects.create(country=korea, name="Hàn")
    data = {
        "code": "JP",
        "name_vi": "Nhật Bản",
        "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0,
        "aliases-0-name": "HAN",
    }
    response = desk(people["data officer"]).post(admin_url(japan), data)
    assert response.status_code == 200
    assert japan.aliases.count() == 0


def test_a_unit_belongs_only_to_a_larger_one(people, desk):
    district = registers.unit("336", "Thành phố Thái Bình", "district")
    data = {"code": "34", "level": "province", "name_vi": "Thái Bình", "parent": district.pk}
    client = desk(people["data officer"])
    response = client.post(reverse("admin:projects_administrativeunit_add"), data)
    assert list(response.context_data["adminform"].form.errors) == ["parent"]
    assert not AdministrativeUnit.objects.filter(code="34").exists()


def test_a_changed_name_makes_a_new_public_version(people, desk):
    agency = Agency.objects.create(name_vi="Sở Y tế")
    before = public_version()
    desk(people["data officer"]).post(admin_url(agency), {"name_vi": "Sở Y tế tỉnh"})
    agency.refresh_from_db()
    assert (agency.name_vi, agency.folded, public_version()) == (
        "Sở Y tế tỉnh",
        "so y te tinh",
        before + 1,
    )


# --- deleting -----------------------------------------------------------------------


def delete(client, row):
    return client.post(admin_url(row, "delete"), {"post": "yes"})


def test_what_is_referred_to_is_not_deleted_and_the_page_says_by_what(people, desk):
    unit = registers.unit()
    registers.fdi_project(people, unit=unit)
    response = delete(desk(people["data officer"]), unit)
    assert response.status_code == 200
    assert "(1)</li>" in response.content.decode()
    assert AdministrativeUnit.objects.filter(pk=unit.pk).exists()


def test_a_place_in_a_list_of_places_is_not_deleted_either(people, desk):
    unit = registers.unit()
    project = registers.oda_project(people)
    project.places.add(unit)
    delete(desk(people["data officer"]), unit)
    assert list(project.places.all()) == [unit]


def test_what_only_an_earlier_version_names_is_not_deleted(people, desk):
    zone = Zone.objects.create(kind="industrial_park", name_vi="KCN")
    project = registers.fdi_project(people, public=False, zone=zone)
    project.zone = None
    workflow.record_edit(project, by=people["data officer"])
    delete(desk(people["data officer"]), zone)
    assert Zone.objects.filter(pk=zone.pk).exists()


def test_the_action_on_the_list_refuses_too(people, desk):
    used, unused = registers.country(), registers.country("JP", "Nhật Bản", "Japan")
    Organisation.objects.create(kind="ngo", name_vi="Quỹ", country=used)
    data = {"action": "delete_selected", "_selected_action": [used.pk, unused.pk], "post": "yes"}
    client = desk(people["data officer"])
    response = client.post(reverse("admin:projects_country_changelist"), data)
    assert response.status_code == 200
    assert Country.objects.count() == 2


def test_what_nothing_refers_to_is_deleted_with_its_aliases(people, desk):
    country = registers.country()
    country.aliases.create(name="Nam Hàn")
    response = delete(desk(people["data officer"]), country)
    assert (response.status_code, Country.objects.count(), CountryAlias.objects.count()) == (
        302,
        0,
        0,
    )


# --- merging ------------------------------------------------------------------------


def merge(client, rows, keep=None):
    kind = rows[0]._meta.model_name
    data = {"action": "merge_duplicates", "_selected_action": [row.pk for row in rows]}
    if keep:
        data["keep"] = keep.pk
    return client.post(reverse(f"admin:projects_{kind}_changelist"), data, follow=True)


def test_the_page_says_what_refers_to_each_before_anything_moves(people, desk):
    keep, other = registers.country(), registers.country("X-KOR", "Hàn", "Korea")
    for name in ("Quỹ một", "Quỹ hai"):
        Organisation.objects.create(kind="ngo", name_vi=name, country=other)
    page = merge(desk(people["data officer"]), [keep, other])
    assert [
        (row.code, [(use.count, use.own) for use in uses])
        for row, uses in page.context_data["rows"]
    ] == [("X-KOR", [(2, False)]), ("KR", [])]
    assert Organisation.objects.filter(country=other).count() == 2


def test_a_merge_leads_records_copies_ledgers_and_history_to_the_one_kept(people, desk):
    keep, other = (
        registers.unit("12436", "Bồ Xuyên", "commune"),
        registers.unit("12437", "Bồ Xuyên (nhập trùng)", "commune"),
    )
    project = registers.fdi_project(people, unit=other)
    copy = workflow.open_copy(project, by=people["data officer"])
    registers.happened(people, project, FdiEvent.Type.NEW, "2022-01-10", Decimal(5))
    stated = FdiEvent.objects.filter(status="approved")
    registers.happened(people, project, FdiEvent.Type.SHARES, "2022-02-10", Decimal(1), unit=other)
    before = public_version()
    merge(desk(people["data officer"]), [keep, other], keep)
    assert set(FdiProject.rows.values_list("pk", "unit")) == {
        (project.pk, keep.pk),
        (copy.pk, keep.pk),
    }
    assert list(stated.exclude(unit=None).values_list("unit", flat=True)) == [keep.pk]
    assert set(FdiProject.history.values_list("unit_id", flat=True)) == {keep.pk}
    assert not AdministrativeUnit.objects.filter(pk=other.pk).exists()
    assert public_version() > before


def test_a_merge_joins_lists_of_places_without_naming_one_twice(people, desk):
    keep, other = registers.unit("1", "Một", "commune"), registers.unit("2", "Hai", "commune")
    third = registers.unit("3", "Ba", "commune")
    both = registers.oda_project(people)
    both.places.set([keep, other, third])
    only = registers.ngo_aid(people)
    only.places.set([other])
    merge(desk(people["data officer"]), [keep, other], keep)
    assert set(OdaProject.objects.get(pk=both.pk).places.all()) == {keep, third}
    assert list(NgoAid.objects.get(pk=only.pk).places.all()) == [keep]


def test_a_merge_of_three_leads_their_successors_too(people, desk):
    keep, one, other = (Agency.objects.create(name_vi=name) for name in ("Sở", "Sở 1", "Sở 2"))
    after, before = Agency.objects.create(name_vi="Sau"), Agency.objects.create(name_vi="Trước")
    for row in (one, other):
        row.successors.add(after)
        before.successors.add(row)
    merge(desk(people["data officer"]), [keep, one, other], keep)
    assert list(keep.successors.all()) == [after]
    assert list(before.successors.all()) == [keep]
    assert Agency.objects.count() == 3


def test_a_merge_keeps_the_names_of_countries_as_aliases(people, desk):
    keep = registers.country()
    other = Country.objects.create(code="X-KOR", name_vi="Hàn quốc", name_en="Republic of Korea")
    other.aliases.create(name="Nam Hàn")
    project = registers.fdi_project(people)
    investor = Investor.objects.create(project=project, name="Công ty", country=other)
    registers.happened(people, project, FdiEvent.Type.NEW, "2022-01-10", Decimal(5), partner=other)
    merge(desk(people["data officer"]), [keep, other], keep)
    investor.refresh_from_db()
    assert investor.country == keep
    assert FdiEvent.objects.get().partner == keep
    assert sorted(keep.aliases.values_list("name", flat=True)) == ["Nam Hàn", "Republic of Korea"]


def test_a_merge_of_donors_leads_funds_and_their_history(people, desk):
    keep = registers.organisation("Ngân hàng Phát triển Châu Á", "multilateral")
    other = registers.organisation("ADB", "multilateral")
    project = registers.oda_project(people)
    fund = OdaFund.objects.create(project=project, kind="loan", donor=other)
    merge(desk(people["data officer"]), [keep, other], keep)
    fund.refresh_from_db()
    assert fund.donor == keep
    assert set(fund.history.values_list("donor_id", flat=True)) == {keep.pk}


def refused(client, rows, keep):
    merge(client, rows, keep)
    return type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).count() == len(rows)


def test_what_is_of_another_level_kind_or_time_is_no_duplicate(people, desk):
    client = desk(people["data officer"])
    province = registers.unit()
    later = {"valid_from": date(2025, 7, 1)}
    cases = [
        [province, registers.unit("336", "Thành phố Thái Bình", "district")],
        [province, registers.unit("33", "Hưng Yên", **later)],
        [registers.organisation(), registers.organisation("ADB", "multilateral")],
        [registers.country(), registers.country("KP", "Triều Tiên", "North Korea")],
        [
            Zone.objects.create(kind="industrial_park", name_vi="KCN"),
            Zone.objects.create(kind="industrial_cluster", name_vi="CCN"),
        ],
        [
            Industry.objects.create(version="2018", code="C", name_vi="Chế biến"),
            Industry.objects.create(version="2025", code="C", name_vi="Chế biến"),
        ],
    ]
    for rows in cases:
        assert refused(client, rows, rows[0]), rows


def test_what_follows_or_contains_the_other_is_no_duplicate(people, desk):
    client = desk(people["data officer"])
    old, new = Agency.objects.create(name_vi="Cũ"), Agency.objects.create(name_vi="Mới")
    old.successors.add(new)
    assert refused(client, [old, new], new)
    assert list(old.successors.all()) == [new]
    assert refused(client, [new], new)


def test_only_those_who_keep_reference_data_may_merge(people, desk):
    rows = [Agency.objects.create(name_vi=name) for name in ("Một", "Hai")]
    for name in ("author", "translator", "reviewer"):
        assert refused(desk(people[name]), rows, rows[0]), name
    for name in ("publisher", "administrator"):
        assert not refused(desk(people[name]), rows, rows[0]), name
        rows[1] = Agency.objects.create(name_vi="Hai")


def test_what_was_merged_does_not_come_back_with_the_next_load(people, desk):
    load()
    shipped = Organisation.objects.get(acronym="ADB")
    keep = registers.organisation("Ngân hàng ADB", "multilateral")
    merge(desk(people["data officer"]), [keep, shipped], keep)
    load()
    assert not Organisation.objects.filter(acronym="ADB").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [("Ý", "IT"), ("Korea", "KR"), ("Nam Hàn", "KR"), ("Hongkong", "HK"), ("UAE", "AE"),
     ("Đài Loan (TQ)", "TW"), ("Xinh-ga-po", "SG"), ("BVI", "VG"), ("Ô-xtrây-li-a", "AU")],
)  # fmt: skip
def test_a_country_is_known_by_every_name_that_tables_use(name, code):
    load()
    assert Names().find(Country, name) == Country.objects.get(code=code).pk


TRANSLITERATED = {
    "AE": "Các tiểu vương quốc A-rập thống nhất", "AM": "Ác-mê-ni-a", "AR": "Ác-hen-ti-na",
    "AU": "Ô-xtrây-li-a", "AZ": "Ai-déc-bai-gian", "BD": "Băng-la-đét", "BG": "Bun-ga-ri",
    "BN": "Bru-nây", "BR": "Bra-xin", "BY": "Bê-la-rút", "CA": "Ca-na-đa", "CL": "Chi-lê",
    "CU": "Cu-ba", "CY": "Síp", "EE": "E-xtô-ni-a", "ET": "Ê-ti-ô-pi-a", "GE": "Gru-di-a",
    "HK": "Hồng Công", "HR": "Crô-a-ti-a", "HU": "Hung-ga-ri", "ID": "In-đô-nê-xi-a",
    "IE": "Ai-len", "IL": "I-xra-en", "IQ": "I-rắc", "IR": "I-ran", "IS": "Ai-xơ-len",
    "KE": "Kê-ni-a", "KH": "Cam-pu-chia", "KW": "Cô-oét", "KZ": "Ca-dắc-xtan", "LB": "Li-băng",
    "LI": "Lích-ten-xtanh", "LK": "Xri Lan-ca", "LT": "Lít-va", "LU": "Lúc-xăm-bua",
    "LV": "Lát-vi-a", "MD": "Môn-đô-va", "MG": "Ma-đa-gát-xca", "MM": "Mi-an-ma", "MT": "Man-ta",
    "MU": "Mô-ri-xơ", "MV": "Man-đi-vơ", "MX": "Mê-hi-cô", "MY": "Ma-lai-xi-a",
    "MZ": "Mô-dăm-bích", "NG": "Ni-giê-ri-a", "NP": "Nê-pan", "NZ": "Niu Di-lân", "OM": "Ô-man",
    "PE": "Pê-ru", "PH": "Phi-líp-pin", "PK": "Pa-ki-xtan", "QA": "Ca-ta", "RO": "Ru-ma-ni",
    "RS": "Xéc-bi-a", "SA": "A-rập Xê-út", "SC": "Xây-sen", "SG": "Xinh-ga-po",
    "SI": "Xlô-ve-ni-a", "SK": "Xlô-va-ki-a", "TZ": "Tan-da-ni-a", "UA": "U-crai-na",
    "VE": "Vê-nê-xu-ê-la", "WS": "Sa-moa",
}  # fmt: skip


def test_a_country_is_known_by_its_transliteration_however_it_is_joined():
    load()
    names = Names()
    codes = dict(Country.objects.values_list("pk", "code"))
    for code, name in TRANSLITERATED.items():
        joined, apart = name.replace("-", ""), name.replace("-", " ")
        for written in (name, joined, apart, fold(name), fold(joined), name.upper()):
            assert (written, codes[names.find(Country, written)]) == (written, code)


def test_every_transliteration_leads_to_one_country():
    load()
    names = Names()
    for alias in CountryAlias.objects.all():
        for written in (alias.name, alias.name.replace("-", "").replace(" ", "")):
            assert (written, names.find(Country, written)) == (written, alias.country_id)


def test_every_partner_of_ten_years_of_official_tables_is_known():
    """None of the 182 is left out: two are no countries, and have codes of ours without ISO's."""
    load()
    names = Names()
    codes = dict(Country.objects.values_list("pk", "code"))
    rows = csv.DictReader((settings.BASE_DIR / "investment/official/data/fia.csv").open())
    labels = {row["label"]: row["key"] for row in rows if row["breakdown"] == "partner"}
    known = {label: codes[names.find(Country, label)] for label in labels}
    assert len(labels) == 182
    assert known == labels | {"British West Indies": "X-BWI", "British Isles": "X-BIS"}


def test_every_country_is_known_by_its_names_in_cldr():
    load()
    names = Names()
    for country in Country.objects.all():
        for language in ("vi", "en"):
            name = Locale(language).territories.get(country.code, country.name_en)
            assert names.find(Country, name) == country.pk


def test_every_purpose_of_aid_has_a_name_in_both_languages():
    [sectors] = [file for file in FILES if file.name == "sectors"]
    nameless = [row["code"] for row in sectors.rows() if not (row["name_vi"] and row["name_en"])]
    assert nameless == []
