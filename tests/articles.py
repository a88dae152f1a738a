"""Articles in every state, made through the same verbs as everybody's."""

from itertools import count

from news.models import Article, Category
from portal.publishing import workflow

_numbers = count(1)


def category():
    return Category.objects.get_or_create(
        name_vi="Thông báo", defaults={"name_en": "Announcements"}
    )[0]


def draft(by, *, english=True, **values):
    """A saved draft with everything that publication asks for."""
    number = next(_numbers)
    texts = {
        "title_vi": f"Tin số {number}",
        "summary_vi": f"Tóm tắt số {number}.",
        "body_vi": f"<p>Nội dung số {number}.</p>",
    }
    if english:
        texts |= {
            "title_en": f"News number {number}",
            "summary_en": f"Summary number {number}.",
            "body_en": f"<p>Body number {number}.</p>",
        }
    article = Article(**{"category": category(), "created_by": by, **texts, **values})
    article.skip_history_when_saving = True
    article.save()
    del article.skip_history_when_saving
    workflow.record_edit(article, by=by)
    return article


def submitted(people, **values):
    return step(draft(people["author"], **values), "submit", people["author"])


def published(people, **values):
    return step(submitted(people, **values), "publish", people["publisher"])


def step(row, name, by, **options):
    """One transition, with the version as it is now."""
    row = type(row).rows.get(pk=row.pk)
    return workflow.transition(row, name, by=by, version=row.version, **options)


def edit(row, by, *, minor=False, confirmed=(), **values):
    """A new version of a draft with other values."""
    row = type(row).rows.get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    workflow.record_edit(row, by=by, minor=minor, confirmed=confirmed)
    return row
