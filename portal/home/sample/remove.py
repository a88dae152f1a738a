"""Takes the sample away again: all that its accounts made."""

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from investment.official.loading import remove_tables
from investment.opendata.models import DatasetNote
from investment.pci.models import PciEdition
from news.models import Article, Category, Tag
from portal.home.sample import articles, pages
from portal.home.sample.load import ACCOUNTS
from portal.home.sample.registers.remove import remove_entries, remove_organisations
from portal.pages.models import MenuItem, Page, SiteIdentity
from portal.publishing import workflow
from portal.publishing.files.store import sweep
from portal.publishing.models import (
    File,
    FileReference,
    KeptLists,
    Notice,
    PreviewLink,
    Publishable,
    SlugClaim,
    TransitionLog,
)
from portal.publishing.slugs import kind_of
from projects.registers import OF_MODEL


@transaction.atomic
def remove():
    """Delete all that the sample accounts made, menus and identity included.

    Records that others wrote are kept; an account that they depend on is only deactivated.
    Returns the number of records deleted.
    """
    users = get_user_model().objects.filter(username__in=ACCOUNTS)
    count = 0
    labels = [entry.label.vi for entry in (*pages.MAIN_MENU, *pages.FOOTER_MENU, *pages.TASKS)]
    MenuItem.objects.filter(label_vi__in=[*labels, "Tin tức", "Dự án", "PCI"]).delete()
    if not MenuItem.objects.exists():
        SiteIdentity.objects.filter(notice_vi=pages.NOTICE.vi).delete()
    for key, note in pages.DATASET_NOTES.items():
        rows = DatasetNote.objects.filter(key=key, note_vi=note.vi)
        rows.update(note_vi="", note_en="")
    remove_entries(users)
    remove_tables(users)
    for model in (Article, Page, PciEdition, *OF_MODEL):
        count += _remove_records(model, users)
    remove_organisations()
    Tag.objects.filter(article=None, name_vi__in=[n.vi for n in articles.TAGS.values()]).delete()
    names = [category.name.vi for category in articles.CATEGORIES]
    for _level in range(2):
        Category.objects.filter(articles=None, children=None, name_vi__in=names).delete()
    Notice.objects.filter(recipient__in=users).delete()
    File.objects.filter(uploaded_by__in=users).update(uploaded_by=None)
    sweep(older_than=timezone.now())
    for user in users:
        _remove_account(user)
    workflow.touch_public()
    return count


def _remove_records(model: type[Publishable], users):
    kind = kind_of(model)
    originals = model.objects.filter(created_by__in=users).values_list("pk", flat=True)
    rows = model.rows.filter(pk__in=originals) | model.rows.filter(replaces__in=originals)
    pks = list(rows.values_list("pk", flat=True))
    for about in (SlugClaim, TransitionLog, KeptLists, PreviewLink, Notice, FileReference):
        about.objects.filter(kind=kind, object_id__in=pks).delete()
    children = [getattr(model, accessor).field.model for accessor in model.copied_children]
    for child in children:
        child.objects.filter(**{f"{child.parent}__in": pks}).delete()
    model.rows.filter(pk__in=pks).exclude(replaces=None).delete()
    model.rows.filter(pk__in=pks).delete()
    # Deleting writes history too.
    for child in children:
        child.history.filter(**{f"{child.parent}__in": pks}).delete()
    model.history.filter(id__in=pks).delete()
    return len(pks)


def _remove_account(user):
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, IntegrityError):
        user.is_active = False
        user.set_unusable_password()
        user.save()
