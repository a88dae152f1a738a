"""What browsers are told to refuse, on public pages and at the desk."""

import re

import pytest

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
REFUSED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), microphone=(), payment=(), usb=()"
    ),
}


@pytest.mark.parametrize("address", ["/vi/", "/en/none/", "/sitemap.xml"])
def test_a_public_page_runs_no_script_but_its_own(client, address):
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == f"{POLICY}; require-trusted-types-for 'script'"
    assert {name: headers.get(name) for name in REFUSED} == REFUSED


def test_the_desk_runs_what_bears_the_nonce_of_its_page_too(client):
    policies = [client.get("/admin/login/").headers["Content-Security-Policy"] for _n in range(2)]
    nonces = {re.search(r"'nonce-([\w-]{22,})'", policy)[1] for policy in policies}
    assert len(nonces) == 2
    assert {re.sub(r" 'nonce-[\w-]+'", "", policy) for policy in policies} == {POLICY}
    headers = client.get("/admin/login/").headers
    assert {name: headers.get(name) for name in REFUSED} == REFUSED
