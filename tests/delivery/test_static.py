from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import CommandError, call_command
from django.http import HttpResponseNotFound
from django.middleware.security import SecurityMiddleware
from django.templatetags.static import static
from whitenoise.middleware import WhiteNoiseMiddleware

from portal.delivery.static import add_headers

pytestmark = pytest.mark.one_database

SOURCES = {
    "site.css": "@font-face{src:url(a.woff2)}\n/*# sourceMappingURL=site.css.map */",
    "a.woff2": "font",
    "site.js": 'import {b} from "./b.js";\nb();\n//# sourceMappingURL=site.js.map\n',
    "b.js": "export function b() {}\n",
    "site.js.map": "{}",
}


@pytest.fixture
def sources(tmp_path, settings):
    """A folder of source files, from which `collectstatic` will build as in production."""
    folder = tmp_path / "source"
    folder.mkdir()
    for name, text in SOURCES.items():
        (folder / name).write_text(text)
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "built"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.delivery.static.StaticStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.WHITENOISE_ADD_HEADERS_FUNCTION = add_headers
    return folder


def build():
    call_command("collectstatic", interactive=False, verbosity=0)


def send(rf, address):
    """What the outer two middlewares answer."""
    files = WhiteNoiseMiddleware(lambda request: HttpResponseNotFound())
    return SecurityMiddleware(files)(rf.get(address, headers={"accept-encoding": "br"}))


def built(name):
    """The text of the built form of a source file."""
    return Path(staticfiles_storage.path(staticfiles_storage.stored_name(name))).read_text()


def test_files_are_kept_under_the_name_with_their_hash_only(sources):
    build()
    names = {path.name for path in Path(staticfiles_storage.location).iterdir()}
    assert names.isdisjoint(SOURCES)
    assert staticfiles_storage.stored_name("site.css") in names


def test_styles_and_modules_refer_to_the_hashed_names(sources):
    build()
    assert f'url("{staticfiles_storage.stored_name("a.woff2")}")' in built("site.css")
    assert f'from "./{staticfiles_storage.stored_name("b.js")}"' in built("site.js")


def test_source_maps_are_not_published_and_not_missed(sources):
    build()
    assert list(Path(staticfiles_storage.location).glob("*.map*")) == []


def test_a_missing_font_fails_the_build(sources):
    (sources / "a.woff2").unlink()
    with pytest.raises(CommandError, match=r"a\.woff2"):
        build()


def test_a_file_is_sent_compressed_and_kept_for_ever_by_browsers(sources, rf):
    (sources / "b.js").write_text("export function b() {}\n" * 100)
    build()
    response = send(rf, static("b.js"))
    assert response.status_code == 200
    assert response["Content-Encoding"] == "br"
    assert response["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_name_without_hash_is_not_found(sources, rf):
    build()
    assert send(rf, "/static/site.css").status_code == 404
