from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.publishing.files import store


class Command(BaseCommand):
    help = "Delete uploaded files that no record and no history names any more."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=30, help="spare files younger than this")

    def handle(self, *args, days, **options):
        names = store.sweep(older_than=timezone.now() - timedelta(days=days))
        for name in names:
            self.stdout.write(f"deleted {name}")
        self.stdout.write(f"{len(names)} unused files deleted.")
