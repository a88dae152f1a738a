"""Who owns an address word: see SlugClaim."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.publishing.models import LANGUAGES, SlugClaim
from portal.text.slugs import slugify

SLUG_LENGTH = 110  # leaves room for a number


def kind_of(model):
    return ContentType.objects.get_for_model(model)


def is_taken(row, slug):
    """Whether the slug belongs to another record of this kind."""
    claims = SlugClaim.objects.filter(kind=kind_of(type(row)), slug=slug)
    return claims.exclude(object_id=row.record_id or 0).exists()


def free(row, slug):
    """The slug, or the first of slug-2, slug-3… that belongs to no other record."""
    candidate, number = slug, 1
    while is_taken(row, candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def fill(row):
    """Make the slugs that are empty from the titles, and claim them; the caller saves."""
    for language in LANGUAGES:
        title = row.title_in(language)
        if title and not row.slug_in(language):
            # A title may have no letter that an address can carry: 投资.
            wish = slugify(title, SLUG_LENGTH) or f"{row._meta.model_name}-{row.record_id}"
            setattr(row, f"slug_{language}", _claim_free(row, wish))


def _claim_free(row, wish):
    """Claims the first free slug, even while others are claiming theirs; returns it."""
    while True:
        slug = free(row, wish)
        if _owner(kind_of(type(row)), row.record_id, slug) == row.record_id:
            return slug


def claim(row):
    """Claim the row's slugs for its record; let go of those that neither a row nor the past needs.

    Raises ValidationError when another record has one.
    """
    kind, record = kind_of(type(row)), row.record_id
    for language in LANGUAGES:
        if slug := row.slug_in(language):
            _claim(kind, record, slug, f"slug_{language}")
    wanted = {
        slug
        for member in type(row).rows.family(row).only("slug_vi", "slug_en")
        for language in LANGUAGES
        if (slug := member.slug_in(language))
    }
    SlugClaim.objects.filter(kind=kind, object_id=record, was_public=False).exclude(
        slug__in=wanted
    ).delete()


def _owner(kind, record, slug):
    """The record that owns a slug, after this one tried to claim it."""
    claim, _made = SlugClaim.objects.get_or_create(
        kind=kind, slug=slug, defaults={"object_id": record}
    )
    return claim.object_id


def _claim(kind, record, slug, field):
    if _owner(kind, record, slug) != record:
        message = _("The address “%(slug)s” belongs to another record. Choose another.")
        raise ValidationError({field: message % {"slug": slug}})


def make_public(original):
    """From now on these slugs lead to this record for ever."""
    SlugClaim.objects.filter(
        kind=kind_of(type(original)),
        object_id=original.pk,
        slug__in=[original.slug_in(language) for language in original.live_languages],
    ).update(was_public=True)


def make_secret(original):
    """What was scheduled and never seen gives its slugs no lasting life."""
    SlugClaim.objects.filter(kind=kind_of(type(original)), object_id=original.pk).update(
        was_public=False
    )


def release(row):
    """A deleted draft gives its slugs back."""
    SlugClaim.objects.filter(
        kind=kind_of(type(row)), object_id=row.record_id, was_public=False
    ).delete()
