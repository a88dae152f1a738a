import fcntl
import gc
import os
import shutil
from contextlib import contextmanager
from io import BytesIO

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase, override_settings
from django.utils import translation
from PIL import Image
from pytest_django.plugin import blocking_manager_key

from portal import settings as production
from portal.delivery import prepared, shared
from portal.home.management.commands import load_sample
from portal.publishing import roles
from portal.publishing.files.store import store
from tests.documents import pdf
from tests.settings import RUN

SAMPLE_LOADED = "2026-11-28T09:00:00+07:00"
SAMPLE_FILES = RUN / "sample-files"
SAMPLE_ACCOUNTS = RUN / "accounts.txt"
LEFT_UNDONE = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def missing(reason):
    """Skips the running test because this machine lacks something.

    With REQUIRE_ALL=1, as in CI, it fails instead: there nothing may be skipped unnoticed.
    """
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _vietnamese():
    # modeltranslation writes the base column in the language that is active.
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _nothing_made_ahead(request, monkeypatch):
    """The pages of large datasets have no workbook made beside them, which takes seconds, but
    where a test is about that."""
    if "made_ahead" not in request.keywords:
        monkeypatch.setattr(prepared, "soon", lambda task, *args: None)


def pytest_collection_modifyitems(config, items):
    """Each test on the databases it is about: those of one database, or of none, on SQLite.

    Long ones begin, first those that need not wait for the sample.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        others = [item for item in items if "postgresql" in _marks(item)]
    else:
        one = {"browser", "one_database"}
        others = [item for item in items if one & _marks(item) or not _asks_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]
    items.sort(key=lambda item: ("long" not in _marks(item), "sample" in item.fixturenames))


def pytest_collection_finish():
    """What was imported stays until the end: looking through it for garbage, over and over, takes
    a tenth of the run."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)


def pytest_terminal_summary(terminalreporter, config):
    seed = config.getoption("randomly_seed")
    terminalreporter.line(f"In random order; the same again: ARGS=--randomly-seed={seed}")


def _marks(item):
    return {mark.name for mark in item.iter_markers()}


def _asks_database(item):
    is_test_case = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return is_test_case or "django_db" in _marks(item) or bool(fixtures & set(item.fixturenames))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """A test with transactions of its own empties the database: the roles come back after it."""
    result = yield
    if _asks_database(item):
        with item.config.stash[blocking_manager_key].unblock():
            if not Group.objects.exists():
                roles.make()
    return result


@contextmanager
def made_once(name):
    """Whether this process is the first of the run to make something; the others wait for it."""
    made = RUN / name
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not made.exists()
        made.touch()


@contextmanager
def _connected_to(database):
    """The connection leads to another database meanwhile, where kinds have keys of their own."""
    own = connection.settings_dict["NAME"]
    _connect_to(database)
    try:
        yield
    finally:
        _connect_to(own)


def _connect_to(database):
    connection.close()
    connection.settings_dict["NAME"] = database
    ContentType.objects.clear_cache()


def _name_of_copy(database, suffix):
    with _connected_to(database):
        return connection.creation.get_test_db_clone_settings(suffix)["NAME"]


def _copy(database, suffix):
    """Copies a database that nobody is connected to; returns the name of the copy."""
    with _connected_to(database):
        connection.creation.clone_test_db(suffix, verbosity=0)
    return _name_of_copy(database, suffix)


def _drop(database):
    with _connected_to(database):
        connection.creation.destroy_test_db(verbosity=0)


@pytest.fixture(scope="session")
def _migrated(django_test_environment, django_db_use_migrations, django_db_blocker):
    """The name of a database with the roles, which nearly every test needs.

    No test changes it; on PostgreSQL it stays there until the next run makes it anew.
    """
    name = connection.creation._get_test_db_name()
    with django_db_blocker.unblock(), made_once("migrated") as first:
        if first:
            connection.settings_dict["TEST"]["MIGRATE"] = django_db_use_migrations
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
            roles.make()
            connection.close()
    return name


@pytest.fixture(scope="session")
def django_db_setup(_migrated, worker_id, django_db_blocker):
    """Each process of a run works on a copy of its own."""
    with django_db_blocker.unblock():
        own = _copy(_migrated, worker_id)
        _connect_to(own)
    yield
    with django_db_blocker.unblock():
        _connect_to(_migrated)
        _drop(own)


@pytest.fixture(scope="session")
def sample_loaded(_migrated, django_db_setup, django_db_blocker):
    """The name of a database with the sample site, which no test changes; see SAMPLE_FILES."""
    with django_db_blocker.unblock():
        with made_once("sample") as first:
            if first:
                with (
                    _connected_to(_copy(_migrated, "sample")),
                    override_settings(MEDIA_ROOT=SAMPLE_FILES),
                ):
                    _load_sample()
        return _name_of_copy(_migrated, "sample")


@pytest.fixture(scope="session")
def _sample_database(sample_loaded, worker_id, django_db_blocker):
    """The name of this process's copy of the sample site; its files come along."""
    with django_db_blocker.unblock():
        own = _copy(sample_loaded, worker_id)
    shutil.copytree(SAMPLE_FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
    yield own
    with django_db_blocker.unblock():
        _drop(own)


def _load_sample():
    with (
        time_machine.travel(SAMPLE_LOADED),
        translation.override("vi"),
        pytest.MonkeyPatch.context() as patch,
        override_settings(TASKS=LEFT_UNDONE, PASSWORD_HASHERS=production.PASSWORD_HASHERS),
    ):
        patch.setattr(load_sample, "ACCOUNTS_FILE", SAMPLE_ACCOUNTS)
        call_command("load_sample", verbosity=0)


@pytest.fixture(scope="module")
def sample(_sample_database, django_db_blocker):
    """The module's tests stand in the sample site; what its other fixtures add goes with it."""
    with django_db_blocker.unblock(), _connected_to(_sample_database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def people(db):
    """One member of staff per role, by role name; "author" has a colleague, "other author"."""
    return {
        name: _person(name, role)
        for name, role in {
            "author": "Author",
            "other author": "Author",
            "translator": "Translator",
            "reviewer": "Reviewer",
            "publisher": "Publisher",
            "data officer": "Data officer",
            "administrator": "Administrator",
        }.items()
    }


def _person(name, role):
    username = name.replace(" ", "-")
    user = get_user_model().objects.create_user(
        username, f"{username}@example.gov.vn", "mật khẩu thử", is_staff=True
    )
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def reader(db):
    """A visitor whose pages share what those of one public version have in common, as when served:
    for reading many of them, while nothing that is public changes."""
    return Client(**{shared.KEY: {}})


@pytest.fixture
def desk(client):
    """Signs a person in to the desk: desk(person) → client."""

    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def picture(db):
    """A stored picture."""
    buffer = BytesIO()
    Image.new("RGB", (900, 600), "#0b6b63").save(buffer, "PNG")
    return store(SimpleUploadedFile("anh.png", buffer.getvalue()))


@pytest.fixture
def document(db):
    """A stored PDF."""
    return store(SimpleUploadedFile("bao-cao.pdf", pdf("Báo cáo", ["Một dòng"])))
