from portal.delivery import marker


def test_it_follows_the_number_and_forgets_old_folders(settings, tmp_path):
    settings.PUBLIC_DIR = tmp_path / "public"
    marker.ensure()
    assert marker.read(marker.link()) == "0"
    for number in range(1, 30):
        marker.move(lambda number=number: number)
    assert marker.read(marker.link()) == "29"
    folders = {path.name for path in settings.PUBLIC_DIR.iterdir() if path.is_dir()}
    assert folders == {"version", *map(str, range(19, 30))}
    marker.ensure()
    assert marker.read(marker.link()) == "29"


def test_who_looked_before_a_change_does_not_lead_it_back(settings, tmp_path):
    settings.PUBLIC_DIR = tmp_path / "public"
    marker.move(lambda: 5)
    seen = marker.read(marker.link())
    marker.move(lambda: 6)
    marker.follow(5, seen)
    assert marker.read(marker.link()) == "6"
    marker.follow(7, "6")
    assert marker.read(marker.link()) == "7"


def test_a_disk_that_takes_nothing_stops_no_publication(settings, tmp_path, caplog):
    (tmp_path / "public").write_text("in the way")
    settings.PUBLIC_DIR = tmp_path / "public"
    caplog.set_level("ERROR")
    marker.move(lambda: 5)
    assert "could not be marked" in caplog.text
