from news.models.article import Article, Attachment, GalleryItem
from news.models.category import Category, Tag
from news.models.cited import CitedFigure

__all__ = ["Article", "Attachment", "Category", "CitedFigure", "GalleryItem", "Tag"]
