"""The catalogues of interface messages: what the sources say, what locale/ holds, what differs.

Domain "django" is read from Python files, the public Jinja2 templates and the admin's Django
templates; "djangojs" from scripts. Installed apps of others that have no Vietnamese catalogue
are read too, so that the admin is wholly in Vietnamese. GNU gettext is not needed.
"""

import re
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.utils.translation.template import templatize

from portal.text.django_words import SCRIPT_WORDS

DOMAINS = ("django", "djangojs")
SOURCE_LANGUAGE = "en"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# %(name)s, %s, {name}, and <slug:slug> in the path words of addresses.
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]|\{[^{}]*\}|<\w+:\w+>")
#: The applications of Django whose words the staff see.
SHOWN_BY_CORE = (
    "core/validators.py",
    "forms/",
    "db/models/fields/",
    "tasks/",
    "utils/timesince.py",
)
SHOWN_BY_DJANGO = {"django.contrib.admin", "django.contrib.auth"}
NOT_READ = {"migrations", "tests", "__pycache__"}


class PlainCatalog(Catalog):
    """A catalogue whose header holds no date and no version: it changes only in content."""

    header_comment = ""

    @property
    def mime_headers(self):
        return [
            ("Language", str(self.locale)),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


# --- What the sources say ---------------------------------------------------------


def sources(domain):
    """A catalogue without translations: each message of the sources, with its files."""
    catalog = Catalog()
    for name, message in _own(domain):
        _add(catalog, name, message)
    known = _translated_by_django(domain)
    for name, message in _of_others(domain):
        if _keys(message)[0] not in known:
            _add(catalog, name, message)
    return catalog


def read(path, template="django"):
    """The messages of one file, as (id, context); the id of a plural is a pair.

    template: the engine that renders it, for a template.
    """
    content = path.read_bytes()
    if path.suffix == ".py":
        found = extract("python", BytesIO(content), KEYWORDS)
    elif path.suffix == ".js":
        found = extract("javascript", BytesIO(content), KEYWORDS)
    elif template == "jinja2":
        found = extract(_from_jinja, BytesIO(content), KEYWORDS)
    else:
        # Django turns the template into calls of gettext; their indentation means nothing.
        calls = "\n".join(map(str.strip, templatize(content.decode()).splitlines()))
        found = extract("python", BytesIO(calls.encode()), KEYWORDS)
    return [(id_, context) for _line, id_, _comments, context in found]


def _from_jinja(file, keywords, comment_tags, options):
    """A Babel extraction method that uses the environment of the public templates."""
    for line, function, message in engines["jinja2"].env.extract_translations(file.read().decode()):
        yield line, function, message, []


def _own(domain):
    roots = {_home(app) for app in apps.get_app_configs()}
    files = [path for root in sorted(roots) if root.is_dir() for path in _files(root, domain)]
    if domain == "djangojs":
        files += sorted((settings.BASE_DIR / "static").rglob("*.js"))
        yield from (("portal/text/django_words.py", (id_, None)) for id_ in SCRIPT_WORDS)
    for path in files:
        yield from _named(path, settings.BASE_DIR)
    if domain == "django":
        for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
            yield from _named(path, settings.BASE_DIR)


def _of_others(domain):
    yield from _of_django(Path(django.__file__).parent / "conf", domain, SHOWN_BY_CORE)
    for app in apps.get_app_configs():
        path = Path(app.path)
        if app.name in SHOWN_BY_DJANGO:
            yield from _of_django(path, domain)
        translated = app.name.startswith("django.") or (path / "locale" / "vi").is_dir()
        if translated or _home(app).is_dir():
            continue
        if domain == "django":
            for file in _files(path, domain):
                yield from _named(file, path.parent)
        else:
            # Their scripts are minified, the calls of gettext renamed.
            for file in sorted(path.glob("locale/*/LC_MESSAGES/djangojs.po")):
                for message in _messages(read_po(file.open("rb"))):
                    yield f"{app.name} (script)", (message.id, message.context)


def _of_django(folder, domain, wanted=("",)):
    """What Django's own English source says; its Vietnamese catalogues have gaps.

    wanted: the beginnings of the files whose messages count.
    """
    file = folder / f"locale/en/LC_MESSAGES/{domain}.po"
    for message in _messages(read_po(file.open("rb"))) if file.exists() else ():
        if any(place.startswith(wanted) for place, _line in message.locations):
            yield f"django {folder.name} ({domain})", (message.id, message.context)


def _home(app):
    """Where the package of an app would stand if it were ours."""
    return settings.BASE_DIR / app.name.partition(".")[0]


def _named(path, root):
    """Of the templates, those of public pages are Jinja2's: see settings.TEMPLATES."""
    name = path.relative_to(root)
    template = "jinja2" if "jinja2" in name.parts or name.parts[0] == "templates" else "django"
    return ((name.as_posix(), message) for message in read(path, template))


def _files(root, domain):
    def wanted(path):
        parts = path.relative_to(root).parts
        if NOT_READ.intersection(parts):
            return False
        if domain == "djangojs":
            return path.suffix == ".js" and "static" in parts
        return path.suffix == ".py" or (
            path.is_file() and not {"templates", "jinja2"}.isdisjoint(parts)
        )

    return sorted(filter(wanted, root.rglob("*.*")))


def _translated_by_django(domain):
    folders = [Path(django.__file__).parent / "conf"]
    folders += [Path(a.path) for a in apps.get_app_configs() if a.name.startswith("django.")]
    files = [folder / f"locale/vi/LC_MESSAGES/{domain}.mo" for folder in folders]
    return {
        key
        for file in files
        if file.exists()
        for message in read_mo(file.open("rb"))
        for key in _keys((message.id, message.context))
    }


def _keys(message):
    """What gettext finds by a message: a plural answers for its singular too, never the reverse."""
    id_, context = message
    if isinstance(id_, str):
        return [(id_, context, "one")]
    return [(id_[0], context, "many"), (id_[0], context, "one")]


def _add(catalog, name, message):
    id_, context = message
    catalog.add(id_, context=context, locations=[(name, None)])


def _messages(catalog):
    return [message for message in catalog if message.id]


# --- What locale/ holds -----------------------------------------------------------


def folder(language):
    """Where the catalogues of a language stand."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES"


def committed(language, domain):
    """The catalogue in locale/; empty where there is none."""
    path = folder(language) / f"{domain}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


def merged(wanted, old, language):
    """The messages of `wanted` with the translations and remarks of `old`."""
    catalog = PlainCatalog(locale=language, fuzzy=False)
    for message in _messages(wanted):
        kept = old.get(message.id, message.context)
        catalog.add(
            message.id,
            _shaped(kept.string if kept else "", message, catalog),
            context=message.context,
            locations=message.locations,
            flags=kept.flags if kept else (),
            user_comments=kept.user_comments if kept else (),
        )
    return catalog


def _shaped(string, message, catalog):
    """A translation kept although its message got, or lost, a plural."""
    if message.pluralizable and isinstance(string, str):
        return (string,) * catalog.num_plurals
    if not message.pluralizable and not isinstance(string, str):
        return string[0]
    return string


def write(catalog, language, domain):
    """Writes the catalogue as text and compiled; the same content gives the same bytes."""
    target = folder(language)
    target.mkdir(parents=True, exist_ok=True)
    with (target / f"{domain}.po").open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, include_lineno=False)
    (target / f"{domain}.mo").write_bytes(compiled(catalog))


def compiled(catalog):
    """The bytes of the .mo file."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


# --- What differs -----------------------------------------------------------------


def problems(wanted, held, language):
    """What must be mended in the catalogue `held`, a sentence each."""
    by_id = {(m.id, m.context): m for m in _messages(held)}
    for message in _messages(wanted):
        found = by_id.pop((message.id, message.context), None)
        if found is None:
            files = ", ".join(name for name, _line in message.locations)
            yield f"missing: {message.id!r} ({files})"
        else:
            yield from _translation_problems(found, language)
    for id_, _context in by_id:
        yield f"no longer in the sources: {id_!r}"


def _translation_problems(message, language):
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    if not all(strings):
        if language != SOURCE_LANGUAGE:
            yield f"not translated: {message.id!r}"
    elif any(_placeholders(s) not in [_placeholders(i) for i in ids] for s in strings) or (
        _placeholders(strings[-1]) != _placeholders(ids[-1])
    ):
        yield f"other placeholders than the source: {message.id!r}"


def _placeholders(text):
    """The named ones, however often, and the others in their order."""
    found = [p for p in PLACEHOLDER.findall(text) if p != "%%"]
    named = {p for p in found if p[0] in "{<" or p[1] == "("}
    return named, [p for p in found if p not in named]
