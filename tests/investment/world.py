"""The shipped PCI data, loaded through the verbs by two members of staff."""

import csv

from django.contrib.auth import get_user_model
from django.core.management import call_command

from investment.loading import FOLDER, Loader
from portal.pages.models import SiteIdentity
from portal.publishing import roles


def load_pci():
    """Loads all editions; returns the two members of staff, who have every right."""
    roles.make()
    users = get_user_model().objects
    enterer, approver = (
        users.create_superuser(name, f"{name}@example.gov.vn", "mật khẩu thử")
        for name in ("enterer", "approver")
    )
    call_command("load_reference", verbosity=0)
    SiteIdentity(name_vi="Sở", name_en="Department", province_vi="Tỉnh Thái Bình").save()
    Loader(enterer, approver, lambda text: None).pci()
    return enterer, approver


def shipped():
    """The rows of the shipped file: dictionaries of texts."""
    with (FOLDER / "pci.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
