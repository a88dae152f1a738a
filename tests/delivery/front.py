"""A real nginx with docs/nginx.conf: only ports, folders and certificates are put in."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import missing

NAME = "portal.example.gov.vn"
CONF = settings.BASE_DIR / "docs" / "nginx.conf"
AROUND = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def program(name):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    return found or missing(f"{name} is not installed")


class Front:
    """nginx before an application on a port; its user must be able to enter the folder."""

    def __init__(self, folder: Path, application: int):
        self.folder = folder
        self.http, self.https = free_port(), free_port()
        var = settings.MEDIA_ROOT.parent
        var.chmod(0o711)
        self._certify()
        site = CONF.read_text()
        for old, new in {
            "/srv/portal/var": str(var),
            "/var/lib/nginx/portal": f"{folder}/pages",
            "/etc/ssl/portal": str(folder),
            "127.0.0.1:8000": f"127.0.0.1:{application}",
        }.items():
            assert old in site
            site = site.replace(old, new)
        site = re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.http}", site)
        site = re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.https}", site)
        (folder / "site.conf").write_text(site)
        user = "user www-data;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        self.process = None

    def _certify(self):
        subject = ["-subj", f"/CN={NAME}", "-days", "2", "-nodes"]
        files = ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command = [program("openssl"), "req", "-x509", *kind, *subject, *files]
        subprocess.run(command, check=True, capture_output=True)

    def __enter__(self):
        configuration = ["-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        self.process = subprocess.Popen([program("nginx"), *configuration])
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.https), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        pytest.fail("nginx did not start: " + (self.folder / "error.log").read_text())

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(timeout=20)

    def get(self, path, *, host=NAME, sni=NAME, **headers):
        """(status, headers, body) over TLS."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        raw = socket.create_connection(("127.0.0.1", self.https), timeout=20)
        connection = HTTPConnection(host)
        connection.sock = context.wrap_socket(raw, server_hostname=sni)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Accept-Encoding": "identity"} | names)
        return _read(connection.getresponse(), connection)

    def get_plain(self, path, host):
        """The same over port 80."""
        connection = HTTPConnection("127.0.0.1", self.http, timeout=20)
        connection.request("GET", path, headers={"Host": host})
        return _read(connection.getresponse(), connection)

    def told(self):
        return (self.folder / "error.log").read_text()


def _read(response: HTTPResponse, connection):
    body = response.read()
    connection.close()
    return response.status, response.headers, body
