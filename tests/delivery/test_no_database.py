"""The database stops under a running server: what is stored goes on, and nobody sees a trace."""

import contextlib
import socket
import threading
import time

import pytest
from django.db import connection

from tests import articles
from tests.delivery.test_two_servers import A_LOOK, Server, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


class Door:
    """A TCP port that leads to PostgreSQL while it is open."""

    def __init__(self, host, port):
        self.target = (host, int(port))
        self.open_sockets = []
        self.open()

    def open(self, port=0):
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def shut(self):
        # Without the shutdown the blocked accept would keep the port open.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for one in self.open_sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.open_sockets.clear()

    def _accept(self, listener):
        while True:
            try:
                client, _address = listener.accept()
                server = socket.create_connection(self.target)
            except OSError:
                return
            self.open_sockets += [client, server]
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@pytest.fixture
def door(transactional_db):
    own = connection.settings_dict
    door = Door(own["HOST"], own["PORT"])
    yield door
    door.shut()


def test_stored_pages_are_served_while_the_database_is_away(people, door):
    article = articles.published(people, title_vi="Còn đây.")
    stored = ["/vi/", "/en/", "/vi/tin-tuc/", article.url("vi")]
    own = connection.settings_dict
    address = f"postgres://{own['USER']}@127.0.0.1:{door.port}/{own['NAME']}"
    with serving(Server(address)) as (server,):
        warmed = [server.get(path) for path in stored]
        assert [status for status, _body in warmed] == [200] * 4
        port = door.port
        door.shut()
        for _ in range(3):
            time.sleep(A_LOOK)
            assert [server.get(path) for path in stored] == warmed
        status, body = server.get("/vi/gioi-thieu/khong-luu/")
        assert status == 503, server.told()
        assert "Traceback" not in body
        assert server.get("/health/live")[0] == 200
        assert server.get("/health/ready")[0] == 503
        door.open(port)
        time.sleep(A_LOOK)
        again = [server.get(path)[0] for path in [*stored, "/health/ready", "/en/news/"] * 5]
        assert again == [200] * 30
        assert "Traceback" not in server.told()
        assert "no database" in server.told()
