from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from investment.opendata import dcat
from portal.delivery import health
from portal.home import views as home
from portal.pages import views as pages
from portal.publishing import preview
from portal.publishing.files import views as files
from projects.views import iati

urlpatterns = [
    path("", home.root, name="root"),
    path("admin/", admin.site.urls),
    path("files/<str:key>/<str:variant>", files.serve, name="file"),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("sitemap.xml", home.sitemap, name="sitemap"),
    path("robots.txt", home.robots, name="robots"),
    path("data/catalog.jsonld", dcat.catalog, name="catalog"),
    path("data/iati/activities.xml", iati.activities, name="iati"),
    path(".well-known/security.txt", home.security, name="security"),
    path("favicon.ico", home.favicon),
    # /vi/…, /en/…
    *i18n_patterns(
        path("", home.home, name="home"),
        path(_("news/"), include("news.urls")),
        path(_("projects/"), include("projects.urls")),
        path(_("statistics/"), include("investment.figures.urls")),
        path("pci/", include("investment.pci.urls")),
        path(_("data/"), include("investment.opendata.urls")),
        path(_("about/<slug:slug>/"), pages.page, name="page"),
        path(_("preview/<str:token>/"), preview.shared_view, name="preview"),
        path("kit/", home.kit, name="kit"),
        re_path(r"^(?P<rest>.+(?:/|\.(?:xml|html|csv|json|xlsx|svg|png)))$", home.other_words),
    ),
]

handler400 = "portal.home.errors.bad_request"
handler404 = "portal.home.errors.not_found"
handler403 = "portal.home.errors.forbidden"
handler500 = "portal.home.errors.server_error"
