import pytest

from portal.delivery import marker


@pytest.fixture
def folder(settings, tmp_path):
    settings.PUBLIC_DIR = tmp_path / "public"
    return settings.PUBLIC_DIR


def said():
    return marker.read(marker.link())


def number():
    return marker.number_of(said())


def test_it_follows_the_number_and_forgets_old_folders(folder):
    marker.ensure()
    assert number() == 0
    made = [said()]
    for wanted in range(1, 30):
        marker.move(lambda wanted=wanted: wanted)
        made.append(said())
    assert number() == 29
    left = {path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink()}
    assert left == set(made[-10:])
    marker.ensure()
    assert said() == made[-1]


def test_no_name_comes_twice_where_a_number_does(folder):
    """As after a backup was taken up: what was kept under the number before is not shown."""
    names = []
    for wanted in (7, 8, 7, 8):
        marker.move(lambda wanted=wanted: wanted)
        names.append(said())
    marker.follow(7, said())
    names.append(said())
    assert [marker.number_of(name) for name in names] == [7, 8, 7, 8, 7]
    assert len(set(names)) == 5


def test_who_looked_before_a_change_does_not_lead_it_back(folder):
    marker.move(lambda: 5)
    seen = said()
    marker.move(lambda: 6)
    marker.follow(5, seen)
    assert number() == 6
    after = said()
    marker.follow(6, after)
    assert said() == after
    marker.follow(7, after)
    assert number() == 7


def test_a_disk_that_takes_nothing_stops_no_publication(folder, caplog):
    folder.write_text("in the way")
    caplog.set_level("ERROR")
    marker.move(lambda: 5)
    assert "could not be marked" in caplog.text
