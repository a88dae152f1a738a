from modeltranslation.translator import TranslationOptions, translator

from news.models import Article, Attachment, Category, CitedFigure, GalleryItem, Tag
from portal.publishing.registration import register_with_history

register_with_history(
    Article,
    [
        "title",
        "slug",
        "summary",
        "body",
        "byline",
        "source",
        "cover_alt",
        "cover_caption",
        "cover_credit",
    ],
)
register_with_history(GalleryItem, ["alt", "caption", "credit"])
register_with_history(Attachment, ["title"])
register_with_history(CitedFigure, [])


class NamedOptions(TranslationOptions):
    fields = ("name",)


class CategoryOptions(TranslationOptions):
    fields = ("name", "slug")


translator.register(Category, CategoryOptions)
translator.register(Tag, NamedOptions)
