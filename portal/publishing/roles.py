"""The roles of the staff: groups with rights per kind of record, made by an idempotent command."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

from portal.publishing.moments import publishable_models

#: Role → what it may do with every publishable kind. Names are shown in the admin.
ROLES = {
    gettext_noop("Author"): ["view", "add", "change", "delete"],
    gettext_noop("Translator"): ["view", "translate"],
    gettext_noop("Reviewer"): ["view", "change", "review"],
    gettext_noop("Publisher"): ["view", "change", "review", "publish"],
    gettext_noop("Data officer"): ["view"],
    gettext_noop("Administrator"): ["view"],
}
REFERENCE = [
    f"projects.{name}"
    for name in (
        "administrativeunit",
        "zone",
        "industry",
        "sector",
        "country",
        "countryalias",
        "organisation",
        "agency",
    )
]
#: Role → full rights on these models; news categories and tags belong to those who edit.
FULL = {
    "Reviewer": ["news.category", "news.tag"],
    "Publisher": ["news.category", "news.tag", *REFERENCE],
    "Data officer": REFERENCE,
    "Administrator": [
        "auth.user",
        "pages.siteidentity",
        "pages.menuitem",
        "news.category",
        "news.tag",
        *REFERENCE,
    ],
}
REGISTERS = [
    "projects.fdiproject",
    "projects.domesticproject",
    "projects.odaproject",
    "projects.ngoaid",
    "pci.pciedition",
]
EXPLANATIONS = ["official.explanation"]
DATASETS = ["opendata.datasetnote"]
LEDGERS = [
    "projects.fdievent",
    "projects.domesticevent",
    "projects.odayear",
    "projects.ngoyear",
    "official.sourcetable",
]
#: Role → [(models, actions)]: the figures are entered by data officers and approved by others.
FURTHER = {
    "Author": [(LEDGERS, ["view"]), (["news.tag"], ["add"])],
    "Translator": [(LEDGERS, ["view"])],
    "Reviewer": [(LEDGERS, ["view", "approve"])],
    "Publisher": [
        (LEDGERS, ["view", "approve"]),
        (EXPLANATIONS, ["view", "add", "change"]),
        (DATASETS, ["view", "change"]),
    ],
    "Data officer": [
        (REGISTERS, ["view", "add", "change", "delete"]),
        (LEDGERS, ["view", "add"]),
        (EXPLANATIONS, ["view", "add", "change"]),
        (DATASETS, ["view", "change"]),
        (["projects.importbatch"], ["view", "add"]),
    ],
    "Administrator": [(LEDGERS, ["view"]), (DATASETS, ["view", "change"])],
}


def make():
    """Create or correct the groups; returns their names."""
    for name, actions in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        wanted = [
            permission
            for model in publishable_models()
            for permission in _permissions(model, actions)
        ]
        for label in FULL.get(name, []):
            wanted += _permissions(apps.get_model(label), ["view", "add", "change", "delete"])
        for labels, further in FURTHER[name]:
            for label in labels:
                wanted += _permissions(apps.get_model(label), further)
        group.permissions.set(wanted)
    return list(ROLES)


def _permissions(model, actions):
    meta = model._meta
    codenames = [f"{action}_{meta.model_name}" for action in actions]
    return Permission.objects.filter(content_type__app_label=meta.app_label, codename__in=codenames)
