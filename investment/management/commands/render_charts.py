from django.core.management.base import BaseCommand
from django.utils import translation

from investment import figures
from investment.figures.days import offered
from portal.charts import store, tasks
from portal.charts.models import Drawing
from portal.delivery.language import LANGUAGES
from projects.when import When

#: Charts asked for at once: their drawings are far fewer than may wait.
BATCH = 20


class Command(BaseCommand):
    help = "Draw the charts that the pages of figures show; drawn ones are left alone."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="of every day that the pages offer, not only today"
        )

    def handle(self, *args, all, **options):
        charts = list(_charts(every_day=all))
        for first in range(0, len(charts), BATCH):
            store.want(charts[first : first + BATCH])
            tasks.draw_waiting.call()
            self.stdout.write(f"  Charts: {min(first + BATCH, len(charts))} of {len(charts)}")
            self.stdout.flush()
        if waiting := Drawing.objects.filter(body=None).count():
            self.stdout.write(f"  {waiting} drawings are not done; the worker will try again.")


def _charts(*, every_day):
    """Every chart of the pages of figures, in both languages."""
    groups = dict.fromkeys(page.group for page in figures.ALL)
    for group in groups:
        days = offered(group) if every_day and group != "official" else []
        for facts in [figures.Facts(), *(figures.Facts(When(day)) for day in days)]:
            for language in LANGUAGES:
                with translation.override(language):
                    for page in figures.ALL:
                        if page.group == group:
                            yield from figures.answer(page.key, language, facts=facts).charts
