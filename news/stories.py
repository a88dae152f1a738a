"""Articles as lists show them, and the questions that lists and pages ask."""

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Q, Value
from django.db.models.functions import ExtractYear

from news.models import Article, Category
from news.models.article import REGISTERS
from portal.delivery.language import LANGUAGES
from portal.delivery.shared import shared
from portal.pages.addresses import is_empty_of
from portal.pages.context import Link
from portal.pages.parts import Picture, Story
from projects.unions import together

#: What lists need of an article: columns, columns of each language, columns of the cover.
COLUMNS = (
    "live_vi",
    "live_en",
    "category",
    "cover_decorative",
    "publish_at",
    "updated_at",
    "first_public_at",
    "pinned",
    "source_language",
    "source_revision",
)
TEXTS = (
    "slug",
    "title",
    "summary",
    "byline",
    "confirmed",
    "cover_alt",
    "cover_caption",
    "cover_credit",
)
COVER = ("cover__key", "cover__width", "cover__height", "cover__widths")
#: What a link needs of a record of a register.
NAMED = (
    *("title_vi", "title_en", "slug_vi", "slug_en", "live_vi", "live_en"),
    *("source_language", "source_revision", "confirmed_vi", "confirmed_en"),
)
#: How many other articles a page offers.
MOST = 4


def listed(request, category=None, language=None):
    """The public articles of a language, the page's own, all or of a category and those below it.

    Newest first, and with no more columns than lists need.
    """
    language = language or request.LANGUAGE_CODE
    articles = shared(request, "listed", lambda: _listed(language), language)
    return articles.filter(category__in=[category, *category.below]) if category else articles.all()


def _listed(language):
    texts = [f"{name}_{language}" for name in TEXTS]
    return (
        Article.objects.public(language)
        .select_related("cover")
        .only(*COLUMNS, *texts, *COVER)
        .order_by("-publish_at", "-pk")
    )


def story(request, article, *, picture=False):
    language = request.LANGUAGE_CODE
    return Story(
        title=article.title_in(language),
        url=article.url(language),
        date=article.publish_at,
        category=category_links(request).get(article.category_id),
        summary=article.text("summary", language),
        picture=cover(article, language) if picture else None,
        outdated=article.is_outdated(language),
    )


def cover(article, language):
    if article.cover is None:
        return None
    return Picture.of(
        article.cover,
        alt="" if article.cover_decorative else article.text("cover_alt", language),
        caption=article.text("cover_caption", language),
        credit=article.text("cover_credit", language),
    )


def years(request, category=None, language=None):
    """[(year, number of listed articles)], newest first."""
    language = language or request.LANGUAGE_CODE

    def count():
        return list(_by_year(listed(request, category, language)).items())

    return shared(request, ("years", category and category.pk), count, language)


def _by_year(articles):
    """year → number of articles, newest first; one query."""
    of_year = articles.order_by().annotate(year=ExtractYear("publish_at")).values_list("year")
    return dict(of_year.annotate(Count("pk")).order_by("-year"))


def elsewhere(request, category=None):
    """{language: {year: number of articles}} of those listed in another language alone."""
    language = request.LANGUAGE_CODE

    def count():
        here = Article.objects.public(language).order_by().values("pk")
        return {
            code: _by_year(listed(request, category, code).exclude(pk__in=here))
            for code in LANGUAGES
            if code != language
        }

    return shared(request, ("elsewhere", category and category.pk), count, language)


def categories(request):
    """All categories with their children, in order; one query."""
    return shared(request, "categories", _categories)


def _categories():
    everything = list(Category.objects.all())
    for category in everything:
        category.below = [child for child in everything if child.parent_id == category.pk]
    return everything


def category_links(request):
    """Primary key → Link, of the categories that have a name in the page's language."""
    language = request.LANGUAGE_CODE

    def link():
        return {
            category.pk: Link(getattr(category, f"name_{language}"), category.url(language))
            for category in categories(request)
            if getattr(category, f"slug_{language}")
        }

    return shared(request, "category links", link, language)


@is_empty_of("news:list", "news:category")
def is_empty(ask, language, slug=None):
    """Whether the news, or those of a category, have no article in a language."""
    filled = ask(_filled_slugs, language)
    return not filled if slug is None else slug not in filled


def _filled_slugs(language):
    """The slugs of the categories in which, or below which, there are articles; None without."""
    slugs = (f"category__slug_{language}", f"category__parent__slug_{language}")
    pairs = Article.objects.public(language).order_by().values_list(*slugs).distinct()
    return {slug for pair in pairs for slug in pair}


def newest(request, category=None):
    """[(primary key, Story)] of the newest articles, all or of the category with this key.

    More than a page offers: its own article and its related ones are not among them.
    """

    def ask():
        articles = listed(request)
        if category:
            articles = articles.filter(category=category)
        return [(row.pk, story(request, row)) for row in articles[: 2 * MOST + 1]]

    return shared(request, ("newest", category), ask, request.LANGUAGE_CODE)


def others(request, shown):
    """The newest Stories but those that the page shows already, by primary key."""
    return [other for pk, other in newest(request) if pk not in shown][:MOST]


def related(request, article, tags):
    """(primary key → Story) of those chosen by hand, completed with the newest of the same tags,
    then category."""
    by_hand = article.related.through.objects.filter(from_article=article)
    by_tag = Article.tags.through.objects.filter(tag__in=tags)
    rows = []
    if chosen := list(by_hand.values_list("to_article", flat=True)):
        rows += listed(request).filter(pk__in=chosen)[: MOST + 1]
    if tags:
        rows += listed(request).filter(pk__in=by_tag.values("article"))[: MOST + 1]
    found = {row.pk: story(request, row) for row in rows}
    if article.category_id:
        found |= newest(request, article.category_id)
    found.pop(article.record_id, None)
    return dict(list(found.items())[:MOST])


def is_about_projects(article):
    """The condition that an article is about any record of the registers, public or not."""
    found = Q()
    for name in REGISTERS:
        through = Article._meta.get_field(name).remote_field.through
        found |= Q(Exists(through.objects.filter(article=article)))
    return ExpressionWrapper(found, BooleanField())


def projects(article, language):
    """Links to the public records of the registers that an article is about; one query."""
    parts = [getattr(article, name).public().annotate(register=Value(name)) for name in REGISTERS]
    return [
        _project(Article._meta.get_field(name).related_model, values, language)
        for name, *values in together(parts, "register", *NAMED)
    ]


def _project(model, values, language):
    record = model(**dict(zip(NAMED, values, strict=True)))
    shown = record.public_language(language)
    return Link(
        record.shown_title(language),
        record.url(language),
        lang=None if shown == language else shown,
        outdated=record.is_outdated(shown),
    )
