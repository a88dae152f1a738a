"""Django as the page cache asks it for a page that it has not stored.

Other pages of the same public version have been asked for before, so what they share is there.
"""

from portal.delivery import shared
from portal.wsgi import django_application

values = {}


def application(environ, start_response):
    return django_application(environ | {shared.KEY: values}, start_response)
