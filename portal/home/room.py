from django.utils.translation import gettext_lazy as _

from portal.pages.rooms import Room, Section

ROOM = Room(sections=(Section("home", _("Home page")),))
