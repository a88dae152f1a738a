"""What the background worker does for the registers."""

from django.tasks import task

from projects.exchange import work
from projects.models import ImportBatch


@task
def work_on(pk, attempt):
    """Read, write or undo an import, unless it was discarded or started anew meanwhile."""
    batch = ImportBatch.objects.filter(pk=pk, attempt=attempt, state__in=ImportBatch.WORKING)
    if found := batch.select_related("by").first():
        work.run(found)
