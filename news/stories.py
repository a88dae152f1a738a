"""Articles as lists show them, and the questions that lists and pages ask."""

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import ExtractYear

from news.models import Article, Category
from portal.pages.context import Link
from portal.pages.parts import Picture, Story

#: Never needed in a list, and long.
BODIES = ("body_vi", "body_en", "folded")


def listed(language):
    """The public articles of a language as lists need them: newest first, no bodies."""
    return (
        Article.objects.public(language)
        .select_related("category", "cover")
        .defer(*BODIES)
        .order_by("-publish_at", "-pk")
    )


def story(article, language, *, picture=False):
    return Story(
        title=article.title_in(language),
        url=article.url(language),
        date=article.publish_at,
        category=category_link(article.category, language),
        summary=article.text("summary", language),
        picture=cover(article, language) if picture else None,
    )


def category_link(category, language, current=False):
    """A link to a category; None without one or without a name in this language."""
    if category is None or not getattr(category, f"slug_{language}"):
        return None
    return Link(getattr(category, f"name_{language}"), category.url(language), current)


def cover(article, language):
    if article.cover is None:
        return None
    return Picture.of(
        article.cover,
        alt="" if article.cover_decorative else article.text("cover_alt", language),
        caption=article.text("cover_caption", language),
        credit=article.text("cover_credit", language),
    )


def years(articles):
    """[(year, number of articles)], newest first."""
    return list(
        articles.order_by()
        .annotate(year=ExtractYear("publish_at"))
        .values_list("year")
        .annotate(Count("pk"))
        .order_by("-year")
    )


def categories():
    """All categories with their children, in order; one query."""
    everything = list(Category.objects.all())
    tops = [category for category in everything if category.parent_id is None]
    for top in tops:
        top.below = [child for child in everything if child.parent_id == top.pk]
    for child in everything:
        if child.parent_id is not None:
            child.below = []
    return everything


def related(article, language, tags, most=4):
    """The articles chosen by hand, completed with the newest of the same tags and category."""
    chosen = article.related.through.objects.filter(from_article=article).values("to_article")
    tagged = Article.tags.through.objects.filter(tag__in=tags).values("article")
    rank = Case(
        When(pk__in=chosen, then=Value(0)),
        When(pk__in=tagged, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    candidates = (
        listed(language)
        .exclude(pk=article.record_id)
        .filter(Q(pk__in=chosen) | Q(pk__in=tagged) | Q(category=article.category_id))
        .annotate(rank=rank)
        .order_by("rank", "-publish_at", "-pk")[:most]
    )
    return [story(other, language) for other in candidates]


def newest(article, language, most=4):
    return [
        story(other, language) for other in listed(language).exclude(pk=article.record_id)[:most]
    ]
