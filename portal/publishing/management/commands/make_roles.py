from django.core.management.base import BaseCommand

from portal.publishing import roles


class Command(BaseCommand):
    help = "Create or correct the staff roles (groups and their rights)."

    def handle(self, *args, **options):
        self.stdout.write("Roles: " + ", ".join(roles.make()))
