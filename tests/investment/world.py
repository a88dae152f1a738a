"""The shipped official figures, loaded through the verbs by two members of staff."""

import csv
from datetime import date

from django.contrib.auth import get_user_model
from django.core.management import call_command

from investment.official import loading as official
from investment.pci import loading as pci
from investment.pci.models import PciResult
from portal.pages.models import SiteIdentity
from portal.publishing import roles
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
