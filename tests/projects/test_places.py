"""Where records lie, then and now, asked of the shipped units and of small worlds of our own."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from projects import places
from projects.models import AdministrativeUnit as Unit
from projects.models import CountryAlias, Investor
from projects.registers import REGISTERS
from tests import registers as r
from tests.projects.test_pages import address, titles

PROVINCE, DISTRICT, COMMUNE = Unit.Level.PROVINCE, Unit.Level.DISTRICT, Unit.Level.COMMUNE
OLD = {"valid_to": date(2025, 6, 30)}
NEW = {"valid_from": date(2025, 7, 1)}


@pytest.fixture
def shipped(db):
    call_command("load_reference", verbosity=0)


def unit(code, **validity):
    return Unit.objects.get(code=code, valid_from=validity.get("valid_from"))


def made(name, level=PROVINCE, parent=None, **values):
    return Unit.objects.create(
        code=name[:5], level=level, name_vi=name, full_name_vi=name, parent=parent, **values
    )


def names(pks):
    return sorted(Unit.objects.filter(pk__in=pks).values_list("name_vi", flat=True))


# --- the shipped units ------------------------------------------------------------


def test_a_commune_without_a_known_successor_is_told_by_its_province(shipped):
    found = places.then_and_now(unit("13084"), "vi")
    assert found == places.ThenAndNow(
        "Xã Vũ Đông, thành phố Thái Bình, tỉnh Thái Bình", ("Tỉnh Hưng Yên",)
    )


def test_a_commune_whose_code_carried_on_is_told_by_the_new_unit(shipped):
    found = places.then_and_now(unit("12619"), "en")
    assert found == places.ThenAndNow(
        "Duyen Hai Commune, Hung Ha District, Thai Binh Province",
        ("Dien Ha Commune, Hung Yen Province",),
    )


def test_a_unit_in_force_has_no_other_place(shipped):
    assert places.then_and_now(unit("12619", **NEW), "vi") == places.ThenAndNow(
        "Xã Diên Hà, tỉnh Hưng Yên", ()
    )


def test_the_present_province_contains_both_old_ones(shipped):
    hung_yen = unit("33", **NEW)
    then = places.within(hung_yen, boundaries="then")
    now = places.within(hung_yen, boundaries="now")
    assert len(then) == 1 + 104
    # Both old provinces, Thái Bình's 8 districts and 242 communes.
    assert len(now) == 1 + 104 + 2 + 8 + 242


def test_the_old_province_contains_what_was_recorded_in_it(shipped):
    thai_binh = unit("34")
    then = places.within(thai_binh, boundaries="then")
    assert (len(then), unit("13084").pk in then, unit("12619", **NEW).pk in then) == (
        251,
        True,
        False,
    )
    assert places.within(thai_binh, boundaries="now") == then


def test_every_old_commune_rolls_up_to_district_then_and_province_now(shipped):
    old = Unit.objects.filter(level=COMMUNE, valid_from=None)
    then = places.roll_up([row.pk for row in old], DISTRICT, "then")
    now = places.roll_up([row.pk for row in old], PROVINCE, "now")
    assert then == {row.pk: row.parent for row in old.select_related("parent")}
    assert set(now.values()) == {unit("33", **NEW)}


def test_only_the_communes_with_a_known_successor_roll_up_to_a_commune_of_now(shipped):
    old = Unit.objects.filter(level=COMMUNE, valid_from=None).values_list("pk", flat=True)
    now = places.roll_up(old, COMMUNE, "now")
    assert [bool(found) for found in now.values()].count(True) == 65
    assert now[unit("12619").pk] == unit("12619", **NEW)
    # The same name is no proof: Ái Quốc of today carries another code.
    assert now[unit("13030").pk] is None


def test_a_question_costs_the_same_number_of_queries_however_much_is_asked(
    shipped, django_assert_num_queries
):
    communes = list(Unit.objects.filter(level=COMMUNE).values_list("pk", flat=True))
    hung_yen, vu_dong = unit("33", **NEW), unit("13084")
    with django_assert_num_queries(1):
        places.within(hung_yen, boundaries="now")
    for pks in (communes[:1], communes):
        with django_assert_num_queries(2):
            places.roll_up(pks, PROVINCE, "now")
    with django_assert_num_queries(2):
        places.then_and_now(vu_dong, "vi")


# --- what may come ------------------------------------------------------------------


def test_a_split_unit_may_lie_in_each_of_its_parts_and_is_counted_in_none(db):
    one, other = made("Một", **NEW), made("Hai", **NEW)
    split = made("Cũ", **OLD)
    split.successors.set([one, other])
    assert places.then_and_now(split, "vi").now == ("Một", "Hai")
    assert places.roll_up([split.pk], PROVINCE, "now") == {split.pk: None}
    assert places.within(one, boundaries="now") == {one.pk}


def test_a_commune_split_inside_one_province_still_lies_in_that_province(db):
    province = made("Tỉnh", **NEW)
    parts = [made(name, COMMUNE, province, **NEW) for name in ("Một", "Hai")]
    split = made("Cũ", COMMUNE, **OLD)
    split.successors.set(parts)
    assert places.roll_up([split.pk], PROVINCE, "now") == {split.pk: province}
    assert places.roll_up([split.pk], COMMUNE, "now") == {split.pk: None}
    assert names(places.within(province, boundaries="now")) == ["Cũ", "Hai", "Một", "Tỉnh"]


def test_its_own_successor_counts_more_than_where_its_province_went(db):
    here, there = made("Đây", **NEW), made("Kia", **NEW)
    old = made("Cũ", **OLD)
    old.successors.add(here)
    moved, stayed = made("Đi", COMMUNE, old, **OLD), made("Ở", COMMUNE, old, **OLD)
    moved.successors.add(made("Mới", COMMUNE, there, **NEW))
    assert names(places.within(here, boundaries="now")) == ["Cũ", "Đây", "Ở"]
    assert names(places.within(there, boundaries="now")) == ["Kia", "Mới", "Đi"]
    found = places.roll_up([moved.pk, stayed.pk], PROVINCE, "now")
    assert found == {moved.pk: there, stayed.pk: here}


def test_a_unit_that_ended_twice_lies_where_the_last_one_lies(db):
    first, second = made("Một", valid_to=date(2008, 7, 31)), made("Hai", **OLD)
    third = made("Ba", **NEW)
    first.successors.add(second)
    second.successors.add(third)
    assert places.roll_up([first.pk], PROVINCE, "now") == {first.pk: third}
    assert places.within(third, boundaries="now") == {first.pk, second.pk, third.pk}


def test_a_successor_announced_for_later_does_not_count_yet(db, time_machine):
    time_machine.move_to(date(2025, 6, 30))
    old, new = made("Cũ", **OLD), made("Mới", **NEW)
    old.successors.add(new)
    assert places.roll_up([old.pk], PROVINCE, "now") == {old.pk: old}
    assert places.within(new, boundaries="now") == {new.pk}
    time_machine.move_to(date(2025, 7, 1))
    assert places.roll_up([old.pk], PROVINCE, "now") == {old.pk: new}
    assert places.within(new, boundaries="now") == {old.pk, new.pk}


def test_a_place_recorded_coarser_than_asked_cannot_be_told(db):
    province = made("Tỉnh")
    for boundaries in ("then", "now"):
        assert places.roll_up([province.pk], COMMUNE, boundaries) == {province.pk: None}


def test_a_circle_in_the_data_ends(db):
    one, other = made("Một", **OLD), made("Hai", **OLD)
    one.successors.add(other)
    other.successors.add(one)
    Unit.objects.filter(pk=one.pk).update(parent=one)
    assert places.roll_up([one.pk], PROVINCE, "now") == {one.pk: None}
    assert places.then_and_now(one, "vi") == places.ThenAndNow("Một", ())
    assert places.within(one, boundaries="now") == {one.pk, other.pk}


# --- names of provinces ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thái Bình", "34"),
        ("Tha\u0301i Bi\u0300nh", "34"),
        (" tỉnh  thái bình ", "34"),
        ("Thai Binh", "34"),
        ("TT.Huế", "46"),
        ("TT- Huế", "46"),
        ("Thừa Thiên Huế", "46"),
        ("BRVT", "77"),
        ("Bà Rịa - Vũng Tàu", "77"),
        ("Tp.HCM", "79"),
        ("TP. Hồ Chí Minh", "79"),
        ("HCMC", "79"),
        ("Ho Chi Minh City", "79"),
        ("Hanoi", "01"),
        ("Bắc Cạn", "06"),
        ("Đắc Lắk", "66"),
        ("Đăk Nông", "67"),
        ("Khánh Hoà", "56"),
    ],
)
def test_a_province_is_known_by_the_names_of_official_tables(shipped, text, code):
    found = places.province_by_name(text, on=date(2016, 12, 31))
    assert (found.code, found.valid_from) == (code, None)


def test_a_province_is_looked_for_among_those_of_the_day(shipped):
    day = date(2025, 7, 1)
    assert places.province_by_name("Hưng Yên", on=day) == unit("33", **NEW)
    assert places.province_by_name("Hưng Yên", on=date(2025, 6, 30)) == unit("33")
    assert places.province_by_name("Thái Bình", on=day) is None


def test_what_is_no_province_is_not_guessed(shipped):
    for text in ("", "Dầu khí", "Thái", "Thái Bình Dương"):
        assert places.province_by_name(text, on=date(2016, 12, 31)) is None


def test_every_province_is_found_by_its_own_names(shipped):
    for day in (date(2025, 6, 30), date(2025, 7, 1)):
        provinces = Unit.objects.valid_on(day).filter(level=PROVINCE)
        for row in provinces:
            assert places.province_by_name(row.full_name_vi, on=day) == row
            assert places.province_by_name(row.name_en, on=day) == row


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_province_that_kept_its_name_is_no_other_place_now(shipped, language):
    old = unit("33")
    assert old.valid_to == date(2025, 6, 30)
    said = {"vi": "Tỉnh Hưng Yên", "en": "Hung Yen Province"}[language]
    assert places.then_and_now(old, language) == places.ThenAndNow(said, ())
    other = places.then_and_now(unit("34"), language)
    assert other.now == (said,)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Thụy Hưng", ["commune"]),
        ("Hưng Hà", ["commune", "district"]),
        ("Thai Binh", ["commune", "district", "province"]),
        ("Hưng Yên", ["commune", "district", "province"]),
        ("Thống Nhất", ["commune"]),
        ("Ninh Bình", []),
    ],
)
@pytest.mark.parametrize("kind", REGISTERS)
def test_a_search_finds_what_lies_in_a_place_then_or_now(client, people, kind, typed, found):
    present = r.unit("33", "Hưng Yên", valid_from=date(2025, 7, 1))
    commune = r.unit("9", "Thống Nhất", "commune", present, valid_from=date(2025, 7, 1))
    ended = {"valid_to": date(2025, 6, 30)}
    province = r.unit("34", "Thái Bình", **ended)
    district = r.unit("339", "Hưng Hà", "district", province, **ended)
    former = r.unit("12619", "Thụy Hưng", "commune", district, **ended)
    province.successors.add(present)
    former.successors.add(commune)
    elsewhere = r.unit("37", "Nam Định")
    for name, unit in [
        ("commune", former), ("district", district), ("province", province), ("other", elsewhere)
    ]:  # fmt: skip
        texts = {"title_vi": name, "title_en": name}
        if kind in ("fdi", "domestic"):
            make = r.fdi_project if kind == "fdi" else r.domestic_project
            r.happened(people, make(people, unit=unit, **texts), "new", "2020-01-01", 100)
        else:
            make = r.oda_project if kind == "oda" else r.ngo_aid
            stage = "implementation" if kind == "oda" else "implementing"
            make(people, stages=[(stage, "2020-01-01")], **texts).places.add(unit)
    asked = "?" + urlencode({"q": typed, "sort": "name"})
    page = client.get(address(kind, query=asked)).content.decode()
    assert titles(page) == found


def test_a_search_finds_what_is_of_a_country(client, people):
    """By any name that the country has."""
    taiwan = r.country("TW", "Đài Loan", "Taiwan")
    CountryAlias.objects.create(country=taiwan, name="Đài Bắc Trung Hoa")
    for name, country in [("Screws", taiwan), ("Toys", r.country("JP", "Nhật Bản", "Japan"))]:
        project = r.fdi_project(people, title_en=name)
        Investor.objects.create(project=project, name=f"{name} Ltd", country=country)
        r.happened(people, project, "new", "2020-01-01", 100, partner=country)
    hidden = r.fdi_project(people, title_en="Secret", public=False)
    Investor.objects.create(project=hidden, name="Secret Ltd", country=taiwan)
    r.happened(people, hidden, "new", "2020-01-01", 100, partner=taiwan)
    donor = r.organisation("Quỹ Mẫu", where="TW")
    r.ngo_aid(people, title_en="Books", donor=donor, stages=[("implementing", "2020-01-01")])
    r.ngo_aid(people, title_en="Pens", stages=[("implementing", "2020-01-01")])
    for typed in ("Taiwan", "dai loan", "Đài Loan", "đài bắc"):
        for kind, found in [("fdi", ["Screws"]), ("ngo", ["Books"])]:
            asked = "?" + urlencode({"q": typed})
            assert titles(client.get(address(kind, query=asked)).content.decode()) == found, typed
