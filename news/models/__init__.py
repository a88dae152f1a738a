from news.models.article import Article, Attachment, GalleryItem
from news.models.category import Category, Tag

__all__ = ["Article", "Attachment", "Category", "GalleryItem", "Tag"]
