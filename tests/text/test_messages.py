from io import StringIO

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from portal.text import messages

pytestmark = pytest.mark.one_database


def catalog(*entries, language="vi"):
    """A catalogue of (id, translation) pairs."""
    result = Catalog(locale=language)
    for id_, string in entries:
        result.add(id_, string, locations=[("a.py", None)])
    return result


def read(tmp_path, name, text, **options):
    path = tmp_path / name
    path.write_text(text)
    return messages.read(path, **options)


def problems(source, held, language="vi"):
    return list(messages.problems(source, held, language))


def test_it_reads_python_files(tmp_path):
    text = """
_("plain"); gettext_lazy("lazy"); pgettext_lazy("month", "May")
ngettext_lazy("one file", "%d files", n); gettext("joined " "text"); gettext(variable)
"""
    assert read(tmp_path, "a.py", text) == [
        ("plain", None),
        ("lazy", None),
        ("May", "month"),
        (("one file", "%d files"), None),
        ("joined text", None),
    ]


def test_it_reads_public_templates_in_blocks_macros_and_trimmed(tmp_path):
    text = """
{% extends "base.html" %}
{% block main %}{{ _("Title") }}{% macro m(x=_("default")) %}{% endmacro %}
{% trans count=n %}
  {{ count }} record
{% pluralize %}
  {{ count }} records
{% endtrans %}
{{ ngettext("%(num)s page", "%(num)s pages", n) }}{{ pgettext("verb", "Open") }}
{% trans %}100% sure{% endtrans %}
{% endblock %}
"""
    assert sorted(read(tmp_path, "a.html", text, template="jinja2"), key=str) == [
        ("100%% sure", None),
        ("Open", "verb"),
        ("Title", None),
        ("default", None),
        (("%(count)s record", "%(count)s records"), None),
        (("%(num)s page", "%(num)s pages"), None),
    ]


def test_a_broken_public_template_is_an_error(tmp_path):
    with pytest.raises(Exception, match="endblock"):
        read(tmp_path, "a.html", "{% block main %}", template="jinja2")


def test_it_reads_admin_templates(tmp_path):
    text = """
{% load i18n %}
  {% block content %}{% if x %}{% translate "Title" %}{% endif %}
 {% trans 'Open' context 'verb' as open %}{{ _("Constant") }}
{% include "x.html" with name=_("Argument") %}
        {% blocktranslate trimmed count n=items|length %}
            {{ n }} record
        {% plural %}
            {{ n }} records
        {% endblocktranslate %}{% endblock %}
"""
    assert read(tmp_path, "a.html", text) == [
        ("Title", None),
        ("Open", "verb"),
        ("Constant", None),
        ("Argument", None),
        (("%(n)s record", "%(n)s records"), None),
    ]


def test_it_reads_scripts(tmp_path):
    text = 'import {x} from "./x.js";\nx(`a ${b}`, gettext("Saved"), ngettext("1 s", "%s s", n));'
    assert read(tmp_path, "a.js", text) == [("Saved", None), (("1 s", "%s s"), None)]


def test_the_messages_of_other_packages_are_among_the_sources():
    ids = {message.id for message in messages.sources("django")}
    assert {"Change reason", "access attempts", "queue name"} <= ids
    assert "Add caption" in {message.id for message in messages.sources("djangojs")}


def test_what_django_itself_translates_is_not_asked_for_again():
    locations = {
        name
        for message in messages.sources("django")
        if message.id == "Date/time"
        for name, _line in message.locations
    }
    assert not any(name.startswith("simple_history") for name in locations)


def test_merging_keeps_translations_and_drops_what_is_obsolete():
    source = catalog(("kept", ""), ("new", ""))
    held = catalog(("kept", "giữ"), ("gone", "bỏ"))
    merged = messages.merged(source, held, "vi")
    assert {m.id: m.string for m in merged if m.id} == {"kept": "giữ", "new": ""}


def test_merging_keeps_the_translation_of_a_message_that_got_a_plural():
    source = catalog((("a file", "%d files"), ("", "")))
    merged = messages.merged(source, catalog(("a file", "tệp")), "vi")
    assert [m.string for m in merged if m.id] == [("tệp",)]


def test_a_whole_catalogue_has_no_problems():
    source = catalog(("a %(x)s {y} %%", ""), (("one", "%(n)s many"), ("",)))
    held = catalog(("a %(x)s {y} %%", "{y} %(x)s"), (("one", "%(n)s many"), ("%(n)s",)))
    assert problems(source, held) == []


@pytest.mark.parametrize(
    ("held", "problem"),
    [
        ([], "missing: 'a %(x)s' (a.py)"),
        ([("a %(x)s", "")], "not translated: 'a %(x)s'"),
        ([("a %(x)s", "á %(y)s")], "other placeholders than the source: 'a %(x)s'"),
        ([("a %(x)s", "á")], "other placeholders than the source: 'a %(x)s'"),
        ([("a %(x)s", "%(x)s"), ("b", "b")], "no longer in the sources: 'b'"),
    ],
)
def test_it_names_what_is_wrong_in_a_catalogue(held, problem):
    assert problems(catalog(("a %(x)s", "")), catalog(*held)) == [problem]


def test_the_parts_of_an_address_stay_in_its_translation():
    source = catalog(("news/<slug:slug>/", ""))
    assert problems(source, catalog(("news/<slug:slug>/", "tin-tuc/<slug:slug>/"))) == []
    assert problems(source, catalog(("news/<slug:slug>/", "tin-tuc/<slug:ten>/"))) == [
        "other placeholders than the source: 'news/<slug:slug>/'"
    ]


def test_a_fuzzy_translation_is_a_problem():
    held = Catalog(locale="vi")
    held.add("a", "á", flags=["fuzzy"])
    assert problems(catalog(("a", "")), held) == ["fuzzy: 'a'"]


def test_english_needs_no_translation():
    source = catalog(("a", ""), (("one", "many"), ("", "")), language="en")
    assert problems(source, source, "en") == []


@pytest.fixture
def locale(tmp_path, settings, monkeypatch):
    """The folder of complete catalogues whose only message is "Save"."""
    settings.LOCALE_PATHS = [tmp_path]
    source = catalog(("Save", ""))
    monkeypatch.setattr(messages, "sources", lambda domain: source)
    for domain in messages.DOMAINS:
        for language in ("vi", "en"):
            held = catalog(("Save", "Lưu" if language == "vi" else ""))
            messages.write(messages.merged(source, held, language), language, domain)
    return tmp_path


def test_writing_again_gives_the_same_bytes(locale):
    once = {path: path.read_bytes() for path in locale.rglob("*.?o")}
    call_command("messages")
    assert len(once) == 8
    assert {path: path.read_bytes() for path in locale.rglob("*.?o")} == once


def test_check_is_silent_about_complete_catalogues(locale, capsys):
    call_command("messages", "--check")
    assert capsys.readouterr() == ("", "")


def test_check_sees_a_compiled_catalogue_that_is_out_of_date(locale):
    po = locale / "vi/LC_MESSAGES/django.po"
    po.write_text(po.read_text().replace("Lưu", "Ghi lại"))
    errors = StringIO()
    with pytest.raises(CommandError, match="1 messages differ"):
        call_command("messages", "--check", stderr=errors)
    assert errors.getvalue() == (
        "locale/vi/django: the compiled catalogue is not the one of the .po file\n"
    )


def test_the_committed_catalogues_are_those_of_the_sources():
    call_command("messages", "--check")
