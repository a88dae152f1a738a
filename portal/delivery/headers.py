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


#: A shared cache may keep a page for one second, and longer only while we are down.
PUBLIC_PAGE = "public, max-age=0, s-maxage=1, stale-if-error=86400"


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
            caching = PUBLIC_PAGE if response.status_code < 500 else "no-store"
            response.headers.setdefault("Cache-Control", caching)
        return response
