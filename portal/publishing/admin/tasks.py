"""What the background worker did, for those who look after the server."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskAdmin(DBTaskResultAdmin):
    list_display = ["id", "name", *DBTaskResultAdmin.list_display[2:]]

    @admin.display(description=_("task path"))
    def name(self, obj):
        return obj.task_path.rpartition(".")[2]
