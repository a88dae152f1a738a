"""The shipped official figures, loaded through the verbs by two members of staff."""

import csv
from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core.management import call_command

from investment.official import loading as official
from investment.official.models import SourceTable
from investment.pci import copies
from investment.pci import loading as pci
from investment.pci.models import PciEdition, PciResult, PciScore, SubIndex
from portal.pages.models import SiteIdentity
from portal.publishing import roles, workflow
from projects import ledger, places
from projects.models import AdministrativeUnit
from tests.registers import analyse


def load_pci():
    """Loads all editions; returns the two members of staff, who have every right."""
    people = _site()
    pci.Loader(*people, lambda text: None).load()
    analyse()
    return people


def load_fia():
    """Loads the tables of the Foreign Investment Agency; returns the two members of staff."""
    people = _site()
    official.Loader(*people, lambda text: None).load()
    return people


def load_both():
    """Loads the tables of the Agency and all editions."""
    people = _site()
    for room in (official, pci):
        room.Loader(*people, lambda text: None).load()


def load_pci_2025(enterer, approver, first=None):
    """The edition of the 34 present provinces, Hưng Yên 14th of them with 69.40; the last of ten
    sub-indices has no scores.

    first: only so many were published.
    """
    edition = copies.begin_after(copies.last(), by=enterer)
    SubIndex.objects.filter(edition=edition).update(weight=None)
    PciEdition.rows.filter(pk=edition.pk).update(
        year=2025, title_vi="PCI 2025", title_en="PCI 2025", slug_vi="pci-2025", slug_en="pci-2025",
        provinces=34, ranks_published_to=first,
    )  # fmt: skip
    edition = PciEdition.rows.get(pk=edition.pk)
    for step, by in [("submit", enterer), ("publish", approver)]:
        edition = workflow.transition(edition, step, by=by, version=edition.version)
    units = list(places.provinces_on(date(2025, 12, 31)))
    hung_yen = next(unit for unit in units if unit.code == "33")
    units.remove(hung_yen)
    units.insert(13, hung_yen)
    table = ledger.enter(
        SourceTable(
            number="PCI-2025", effective_on=date(2025, 12, 31), title_vi="Kết quả PCI 2025",
            title_en="Results of the PCI 2025", publisher_vi="VCCI", publisher_en="VCCI",
        ),
        by=enterer,
    )  # fmt: skip
    results = PciResult.objects.bulk_create(
        PciResult(
            table=table, edition=edition, province=unit, rank=rank,
            score=Decimal("70.80") - rank * Decimal("0.10"),
        )
        for rank, unit in enumerate(units[:first], 1)
    )  # fmt: skip
    codes = list(edition.subindices.values_list("code", flat=True))
    PciScore.objects.bulk_create(
        PciScore(result=result, code=code, score=Decimal("6.5"))
        for result in results
        for code in codes[:-1]
    )
    ledger.approve(table, by=approver, version=table.version)
    return edition


def not_published_in_2023(code):
    """Has the table of 2023 say of a province that nothing was published of it."""
    listed = PciResult.objects.filter(edition__year=2023)[0]
    unit = AdministrativeUnit.objects.get(code=code, valid_to=date(2025, 6, 30))
    PciResult.objects.bulk_create(
        [PciResult(table=listed.table, edition=listed.edition, province=unit)]
    )


def _site():
    """The portal of Thái Bình with its reference data; two members of staff."""
    roles.make()
    users = get_user_model().objects
    enterer, approver = (
        users.create_superuser(name, f"{name}@example.gov.vn", "mật khẩu thử")
        for name in ("enterer", "approver")
    )
    call_command("load_reference", verbosity=0)
    SiteIdentity(name_vi="Sở", name_en="Department", province_vi="Tỉnh Thái Bình").save()
    return enterer, approver


def shipped(room=pci):
    """The rows of a room's shipped file: dictionaries of texts."""
    with room.FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
