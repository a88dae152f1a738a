from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Give an account a role. At the desk some roles take two people; here is the server's."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", help="Author, Translator, Reviewer, Publisher, …")

    def handle(self, *, username, role, **options):
        try:
            account = get_user_model().objects.get(username=username)
            account.groups.add(Group.objects.get(name=role))
        except (get_user_model().DoesNotExist, Group.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{username}: {role}")
