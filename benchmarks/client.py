"""A small HTTP client that keeps connections open and puts a server under load."""

import selectors
import socket
import time
from itertools import islice

CONNECTIONS = 8
PATIENCE = 10  # seconds without any answer


def get(path, port, **headers):
    """The bytes of a GET request; header names are written with underscores."""
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def during(seconds, request):
    """The same request again and again until the time is over."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        yield request


def drive(port, requests, status=200):
    """Send requests, one at a time on each connection, and give the number of answers.

    Raises ValueError at an answer with another status, TimeoutError where none comes.
    """
    answered = 0
    requests = iter(requests)
    with selectors.DefaultSelector() as selector:
        for request in islice(requests, CONNECTIONS):
            connection = socket.create_connection(("127.0.0.1", port))
            connection.sendall(request)
            selector.register(connection, selectors.EVENT_READ, bytearray())
        while selector.get_map():
            ready = selector.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"no answer on port {port} for {PATIENCE} s")
            for key, _events in ready:
                if not _receive(key.fileobj, key.data, status):
                    continue
                answered += 1
                key.data.clear()
                if (request := next(requests, None)) is not None:
                    key.fileobj.sendall(request)
                else:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
    return answered


def _receive(connection, buffer, status):
    """Read what has come; whether the answer is whole."""
    chunk = connection.recv(2**18)
    if not chunk:
        raise ConnectionError("the server closed a connection")
    buffer += chunk
    head_end = buffer.find(b"\r\n\r\n")
    if head_end < 0:
        return False
    head = bytes(buffer[:head_end]).lower()
    if int(head[9:12]) != status:
        raise ValueError(head.decode("latin-1"))
    return len(buffer) >= head_end + 4 + _length(head, status)


def _length(head, status):
    if status == 304:
        return 0
    _before, found, after = head.partition(b"\r\ncontent-length:")
    if not found:
        raise ValueError("an answer without Content-Length: " + head.decode("latin-1"))
    return int(after.split(b"\r\n", 1)[0])
