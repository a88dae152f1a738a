from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.admin.templatetags import admin_list
from django.db import connections
from django.db.models.signals import post_migrate
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class PublishingConfig(AppConfig):
    default = True
    name = "portal.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        post_migrate.connect(_renew, sender=self)


def _renew(using, **kwargs):
    """A new release says things anew: what was prepared under the old one is made again."""
    # Models are ready only now.
    from portal.publishing.moments import publishable_models
    from portal.publishing.workflow import touch_public

    there = set(connections[using].introspection.table_names())
    if {model._meta.db_table for model in publishable_models()} <= there:  # all is migrated
        touch_public()


class AdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "portal.publishing.admin.site.StaffSite"

    def ready(self):
        super().ready()
        # Django's alternative texts are True, False and None in every language.
        admin_list._boolean_icon = boolean_icon


class TasksConfig(TasksAppConfig):
    default = False
    verbose_name = _("Background tasks")


def boolean_icon(value):
    name = {True: "yes", False: "no"}.get(value, "unknown")
    words = {True: _("yes"), False: _("no")}.get(value, _("unknown"))
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), words)
