"""Whatever is sent to the desk, it is answered: refused, or said beside its field, never a 500."""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.forms import shown
from tests.rows import one_of_each

pytestmark = pytest.mark.django_db

BAD = [
    "", " ", "\0", "x\0", "\ud800", "-1", "0", "1", "9" * 19, "9" * 30, "1e400", "NaN", "Infinity",
    "0001-01-01", "01/01/0001", "31/12/9999", "9999-12-31", "9999-12-31T23:59:59+14:00", "25:61",
    "2022-13-45", "[]", "{}", "null", "true", "vi", "'", "%", "%s", "__", "../..", "٣", "²",
    "＜script＞", "x" * 5000, "ấ" * 5000, "1," * 2000, "a " * 2500, "on", "draft", "publish",
    "delete_selected",
]  # fmt: skip
VALUES = st.sampled_from(BAD) | st.text(max_size=8) | st.integers().map(str)
#: What lists are asked with besides the columns of their kind.
ASKED = ["q", "o", "p", "all", "e", "_facets", "_to_field", "_popup", "state", "whose",
         "translation", "status_now", "partner_now", "stage_now", "donor", "entries"]  # fmt: skip
LOOKUPS = ["", "__exact", "__in", "__gte", "__isnull", "__year", "__id__exact", "__name__x", "__"]
#: What the pages about a record, and those over all of them, read besides their forms.
SENT = [
    "version", "name", "note", "confirmed", "languages", "publish_at_0", "publish_at_1", "reason",
    "chosen", "action", "_selected_action", "select_across", "index", "data", "digest", "figure",
    "to", "revoke", "_kept", "type", "project", "_retype", "show", "view", "sheet", "again", "file",
    "as_of", "known_at", "register", "by", "q", "p", "term", "app_label", "model_name",
    "field_name", "CKEditorFuncNum", "html", "language", "next", "post", "keep", "marked",
]  # fmt: skip
NOT_ASKED = {"logout", "login"}


@pytest.fixture
def hold(people, document):
    return {kind: row.pk for kind, row in one_of_each(people, document).items()}


@pytest.fixture
def root(client, people):
    user = get_user_model().objects.create_superuser("root", "root@example.gov.vn", "x")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return client


def fuzzed(request, examples, **strategies):
    """Runs a function(**drawn) on drawn values; the seed of the suite repeats them.

    What one example changes is gone before the next.
    """

    def run(function):
        @seed(request.config.getoption("randomly_seed"))
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(**strategies)
        def one(**drawn):
            with transaction.atomic():
                function(**drawn)
                transaction.set_rollback(True)

        one()

    return run


def encoded(data):
    """As a form sends it, also what is no text: half of a pair of surrogates."""
    return "&".join(
        f"{quote(name)}={quote(value.encode(errors='surrogatepass'))}" for name, value in data
    )


def answered(client, method, address, data):
    body = encoded(data)
    if method == "GET":
        response = client.get(f"{address}{'&' if '?' in address else '?'}{body}")
    else:
        response = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code < 500, (method, address, body[:300])


def lists():
    """(address of a list, names that it may be asked with)."""
    for model in admin.site._registry:
        meta = model._meta
        columns = [field.name for field in meta.get_fields()]
        names = ASKED + [name + lookup for name in columns for lookup in LOOKUPS]
        yield reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"), names


def pages(patterns, before=""):
    """(name, whether it is about a row) of every page of the desk."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, before)
        elif pattern.name and pattern.name not in NOT_ASKED:
            yield pattern.name


def test_lists_are_asked_for_anything(request, root, hold):
    asked = [(address, name) for address, names in lists() for name in names]

    @fuzzed(request, 60, first=st.sampled_from(asked), value=VALUES, more=VALUES)
    def ask(first, value, more):
        address, name = first
        answered(root, "GET", address, [(name, value), ("q", more)])


def test_pages_are_sent_anything(request, root, hold):
    (desk,) = [p for p in get_resolver().url_patterns if getattr(p, "app_name", "") == "admin"]
    addresses = sorted(set(filled_in(pages(desk.url_patterns), hold)))
    assert len(addresses) > 150
    fields = st.lists(st.tuples(st.sampled_from(SENT), VALUES), max_size=6)

    @fuzzed(request, 60, address=st.sampled_from(addresses), data=fields,
            method=st.sampled_from(["GET", "POST"]))  # fmt: skip
    def send(address, data, method):
        answered(root, method, address, data)


def filled_in(names, hold):
    """The addresses of pages: each about a row that is there and about impossible ones."""
    for name in names:
        kind = "_".join(name.split("_")[:2])
        for args in ([], [hold.get(kind, 1)], [9 * 10**29], ["\0"], [1, "vi"], ["x", "y"]):
            try:
                yield reverse(f"admin:{name}", args=args)
            except NoReverseMatch:
                continue


def test_forms_take_anything(request, root, hold):
    forms = []
    for address in [*form_pages(hold), *entry_pages(hold)]:
        response = root.get(address)
        if response.status_code == 200 and (data := filled_out(response)):
            forms.append((address, data))
    assert len(forms) > 25

    @fuzzed(request, 30, form=st.sampled_from(forms), drawn=st.data())
    def send(form, drawn):
        address, data = form
        wrong = drawn.draw(
            st.dictionaries(st.sampled_from(sorted(data)), VALUES, min_size=1, max_size=4)
        )
        # An address may fill a form in beforehand.
        for method in ("GET", "POST"):
            answered(root, method, address, (data | wrong).items())


def form_pages(hold):
    for model in admin.site._registry:
        kind = f"{model._meta.app_label}_{model._meta.model_name}"
        if page_exists(f"{kind}_add"):
            yield reverse(f"admin:{kind}_add")
        if kind in hold and page_exists(f"{kind}_change", hold[kind]):
            yield reverse(f"admin:{kind}_change", args=[hold[kind]])


def entry_pages(hold):
    for record, entry, kind in (
        ("fdiproject", "fdievent", "&type=capital_increase"),
        ("domesticproject", "domesticevent", "&type=capital_increase"),
        ("odaproject", "odayear", ""),
        ("ngoaid", "ngoyear", ""),
    ):
        project = hold[f"projects_{record}"]
        yield reverse(f"admin:projects_{entry}_add") + f"?project={project}{kind}"


def filled_out(response):
    """name → text of what the form on a page would send."""
    context = response.context_data
    if "adminform" in context:
        data = shown(response).items()
        return {name: str(value) for name, value in data if not isinstance(value, list)}
    form = context.get("form")
    data = {} if form is None else {bound.html_name: str(bound.value() or "") for bound in form}
    return data | {"_enter": "1", "version": "1"}


def page_exists(name, *args):
    try:
        return bool(reverse(f"admin:{name}", args=args))
    except NoReverseMatch:
        return False
