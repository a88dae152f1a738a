"""Slow requests wait for each other, never a stored page for them."""

import threading

import pytest

from portal.delivery import cache
from portal.delivery.turns import Turns, client_of


def test_one_client_and_all_together_are_bounded():
    line = Turns(running=3, inside=3, each=2)
    with line.taken("a") as first, line.taken("a") as second, line.taken("a") as third:
        assert (first, second, third) == (True, True, False)
        with line.taken("b") as fourth, line.taken("c") as fifth:
            assert (fourth, fifth) == (True, False)
    with line.taken("c") as again:
        assert again is True
    assert line.clients == {}


def test_the_client_is_whom_the_last_proxy_saw(settings):
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "9.9.9.9, 1.2.3.4"}
    settings.PROXIES = 0
    assert client_of(environ) == "127.0.0.1"
    settings.PROXIES = 1
    assert client_of(environ) == "1.2.3.4"


def test_all_that_may_wait_leaves_a_thread():
    assert cache.SLOW["inside"] + cache.RENDERING["inside"] < cache.THREADS
    assert cache.LOGINS["inside"] < cache.SLOW["inside"]
    assert cache.PICTURES["running"] < cache.SLOW["running"]
    assert cache.PICTURES["inside"] < cache.RENDERING["inside"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "method", "served_at_once"),
    [
        ("/admin/login/", "POST", cache.LOGINS["each"]),
        ("/vi/khong-co/", "GET", cache.SLOW["inside"]),
    ],
)
def test_a_stored_page_is_sent_while_as_much_as_may_waits(served, url, method, served_at_once):
    stored = served.get("/vi/")
    go_on = threading.Event()
    django = served.django

    def slow(environ, start_response):
        go_on.wait(60)
        start_response("200 OK", [("Cache-Control", "no-store")])
        return [b"slow"]

    served.django = slow
    answers = []
    askers = [
        threading.Thread(
            target=lambda number=number: answers.append(
                served.get(
                    f"{url}{number}/" if method == "GET" else url, method=method, fresh=False
                )[0]
            )
        )
        for number in range(cache.THREADS)
    ]
    try:
        for asker in askers:
            asker.start()
        while len(answers) < cache.THREADS - served_at_once:
            threading.Event().wait(0.01)
        assert served.get("/vi/", fresh=False) == stored
        assert answers == [503] * (cache.THREADS - served_at_once)
    finally:
        go_on.set()
        for asker in askers:
            asker.join()
    assert sorted(answers) == [200] * served_at_once + [503] * (cache.THREADS - served_at_once)
    served.django = django
    assert served.get("/en/")[0] == 200


@pytest.mark.django_db
def test_pictures_of_charts_wait_for_each_other_and_no_page_or_upload_for_them(served):
    go_on, drawing, drawn_at_once = threading.Event(), [], []
    django = served.django

    def slow(environ, start_response):
        path = environ["PATH_INFO"]
        if not path.endswith(".png") or path.startswith("/files/"):
            return django(environ, start_response)
        drawing.append(path)
        drawn_at_once.append(len(drawing))
        go_on.wait(60)
        drawing.remove(path)
        start_response("200 OK", [("Content-Type", "image/png"), ("Content-Length", "3")])
        return [b"png"]

    def ask(number, day):
        url = f"/en/statistics/fdi-{number}.png?as_of={day}"
        answers.append(served.get(url, fresh=False)[0])

    served.django = slow
    answers = []
    days = [f"2022-11-{number:02}" for number in range(1, cache.THREADS + 1)]
    askers = [threading.Thread(target=ask, args=asked) for asked in enumerate(days)]
    try:
        for asker in askers:
            asker.start()
        while len(answers) < len(askers) - cache.PICTURES["each"]:
            threading.Event().wait(0.01)
        assert set(answers) == {503}
        assert served.get("/vi/khong-co/", fresh=False)[0] == 404
        assert served.get("/files/khong-co.png", fresh=False)[0] == 404
    finally:
        go_on.set()
        for asker in askers:
            asker.join()
    assert answers.count(200) == cache.PICTURES["each"]
    assert set(drawn_at_once) == {cache.PICTURES["running"]}
    assert served.get("/en/statistics/fdi-0.png?as_of=2022-11-01", fresh=False)[0] == 200
