from django.core.management.base import BaseCommand

from investment.tasks import beforehand, charts_of, of_today
from portal.charts import store, tasks
from portal.charts.models import Drawing


class Command(BaseCommand):
    help = "Draw the charts that the pages of figures show; drawn ones are left alone."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="of every day that is drawn beforehand, not of today"
        )

    def handle(self, *args, all, **options):
        times = beforehand() if all else of_today()
        for number, asked in enumerate(times, 1):
            store.want(charts_of(*asked))
            tasks.draw_waiting.call()
            self.stdout.write(f"  Charts of {number} times of {len(times)}")
            self.stdout.flush()
        if waiting := Drawing.objects.filter(body=None).count():
            self.stdout.write(f"  {waiting} drawings are not done; the worker will try again.")
