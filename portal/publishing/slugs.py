"""Who owns an address word: see SlugClaim."""

from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.publishing.models import LANGUAGES, SlugClaim
from portal.text.slugs import slugify

SLUG_LENGTH = 110  # leaves room for a number
IN_ONE_QUERY = 500


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
            setattr(row, f"slug_{language}", _claim_free(row, _wish(row, language)))


def take_free(row):
    """What was taken by others while the row lay in the archive gives way; the caller saves."""
    for language in LANGUAGES:
        if slug := row.slug_in(language):
            setattr(row, f"slug_{language}", _claim_free(row, slug))


def fill_many(rows):
    """fill() for many rows of one model, new ones too, without claiming.

    A new row whose title has no letter for an address stays without; the number is its key.
    """
    wanting = [
        (row, language, _wish(row, language))
        for row in rows
        for language in LANGUAGES
        if row.title_in(language) and not row.slug_in(language) and _can_wish(row, language)
    ]
    owners, numbered = _owners(rows, {wish for _row, _language, wish in wanting}), set()
    for row, language, wish in wanting:
        slug, number, owner = wish, 1, row.record_id or row
        while owners.setdefault(slug, owner) != owner:
            if wish not in numbered:
                numbered.add(wish)
                owners = _numbered(rows, wish) | owners
            number += 1
            slug = f"{wish}-{number}"
        setattr(row, f"slug_{language}", slug)


def _wish(row, language):
    # A title may have no letter that an address can carry: 投资.
    wish = slugify(row.title_in(language), SLUG_LENGTH)
    return wish or f"{row._meta.model_name}-{row.record_id}"


def _can_wish(row, language):
    return row.record_id or slugify(row.title_in(language))


def _owners(rows, slugs):
    """{slug: record} of those that are claimed for the kind of the rows."""
    claims = SlugClaim.objects.filter(kind=kind_of(type(rows[0])))
    owners = {}
    for some in batched(slugs, IN_ONE_QUERY):
        owners |= claims.filter(slug__in=some).values_list("slug", "object_id")
    return owners


def _numbered(rows, wish):
    claims = SlugClaim.objects.filter(kind=kind_of(type(rows[0])), slug__startswith=f"{wish}-")
    return dict(claims.values_list("slug", "object_id"))


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


def claim_many(rows):
    """claim() for many rows of one model."""
    model = type(rows[0])
    kind, records = kind_of(model), {row.record_id for row in rows}
    wanted = {}
    for row in rows:
        for language in LANGUAGES:
            slug = row.slug_in(language)
            if slug and wanted.setdefault(slug, row.record_id) != row.record_id:
                raise _taken(slug, f"slug_{language}")
    SlugClaim.objects.bulk_create(
        [SlugClaim(kind=kind, slug=slug, object_id=record) for slug, record in wanted.items()],
        batch_size=IN_ONE_QUERY,
        ignore_conflicts=True,
    )
    owners = _owners(rows, wanted)
    for slug, record in wanted.items():
        if owners[slug] != record:
            raise _taken(slug, "slug_vi")
    for some in batched(sorted(records), IN_ONE_QUERY):
        family = model.rows.filter(Q(pk__in=some) | Q(replaces__in=some))
        kept = {slug for pair in family.values_list("slug_vi", "slug_en") for slug in pair if slug}
        claims = SlugClaim.objects.filter(kind=kind, object_id__in=some, was_public=False)
        dropped = [pk for pk, slug in claims.values_list("pk", "slug") if slug not in kept]
        SlugClaim.objects.filter(pk__in=dropped).delete()


def _owner(kind, record, slug):
    """The record that owns a slug, after this one tried to claim it."""
    claim, _made = SlugClaim.objects.get_or_create(
        kind=kind, slug=slug, defaults={"object_id": record}
    )
    return claim.object_id


def _claim(kind, record, slug, field):
    if _owner(kind, record, slug) != record:
        raise _taken(slug, field)


def _taken(slug, field):
    message = _("The address “%(slug)s” belongs to another record. Choose another.")
    return ValidationError({field: message % {"slug": slug}})


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
