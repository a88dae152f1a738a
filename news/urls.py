from django.urls import path
from django.utils.translation import gettext_lazy as _

from news import views

app_name = "news"

# /vi/tin-tuc/…, /en/news/…
urlpatterns = [
    path("", views.article_list, name="list"),
    path("feed.xml", views.feed, name="feed"),
    path(_("category/<slug:slug>/"), views.article_list, name="category"),
    path(_("category/<slug:slug>/feed.xml"), views.feed, name="category_feed"),
    path("<slug:slug>/", views.article, name="article"),
    path(_("<slug:slug>/file.html"), views.article_file, name="file"),
]
