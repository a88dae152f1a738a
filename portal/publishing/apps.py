from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    default = True
    name = "portal.publishing"
    label = "publishing"
    verbose_name = _("Publishing")


class AdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "portal.publishing.admin.site.StaffSite"
