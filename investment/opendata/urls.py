"""/vi/du-lieu/…, /en/data/…: the catalogue of datasets, a page and files for each."""

from django.urls import path

from investment.opendata import files, views
from portal.exchange import converters  # noqa: F401  which teaches <file:…>

app_name = "opendata"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.dataset, name="dataset"),
    path("<slug:slug>.<file:suffix>", files.file, name="file"),
]
