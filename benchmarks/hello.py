"""The least that a Python server can do: prepared bytes by address, and nothing else.

BENCH_RESPONSES names a JSON file: path → [[[header name, value], …], body as Latin-1].
"""

import json
import os
from pathlib import Path

RESPONSES = {
    path: ([tuple(header) for header in headers], [body.encode("latin-1")])
    for path, (headers, body) in json.loads(Path(os.environ["BENCH_RESPONSES"]).read_text()).items()
}


def application(environ, start_response):
    headers, body = RESPONSES[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return body
