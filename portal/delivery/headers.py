"""The security headers of every response that Django makes, in one place."""

from django.conf import settings

from portal.delivery.staff import is_staff_path

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "microphone",
            "payment",
            "usb",
        )
    ),
}


#: How long a shared cache may show what it has while we are down, in seconds.
STALE = 86400
STALE_IF_ERROR = f"stale-if-error={STALE}"
#: A shared cache may keep a page for one second, and longer only while we are down.
PUBLIC_PAGE = f"public, max-age=0, s-maxage=1, {STALE_IF_ERROR}"
#: What an address says to everybody; any other answer is to this request alone.
SHARED = {200, 301, 302, 304, 404, 410}


class HeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_staff_path(request):
            response._csp_config = settings.SECURE_CSP_STAFF
        else:
            caching = PUBLIC_PAGE if response.status_code in SHARED else "no-store"
            response.headers.setdefault("Cache-Control", caching)
        return response
