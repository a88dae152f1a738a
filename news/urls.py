from django.urls import path
from django.utils.translation import gettext_lazy as _

from news.views import article, feed, listing

app_name = "news"

# /vi/tin-tuc/…, /en/news/…
urlpatterns = [
    path("", listing.article_list, name="list"),
    path("feed.xml", feed.feed, name="feed"),
    path(_("category/<slug:slug>/"), listing.article_list, name="category"),
    path(_("category/<slug:slug>/feed.xml"), feed.feed, name="category_feed"),
    path("<slug:slug>/", article.article, name="article"),
    path(_("<slug:slug>/file.html"), article.article_file, name="file"),
]
