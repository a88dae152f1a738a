from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from portal.home.sample import load
from portal.home.sample.remove import remove as remove_sample

ACCOUNTS_FILE = settings.VAR_DIR / "accounts.txt"


class Command(BaseCommand):
    help = "Load the sample site, or remove it; loading twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="remove all sample data")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing unless the database is fresh"
        )

    def handle(self, *args, remove, if_empty, **options):
        if remove:
            self.stdout.write(f"Sample removed: {remove_sample()} records.")
        elif load.is_fresh() or not if_empty:
            self._load()

    def _load(self):
        people, passwords = load.accounts()
        load.Loader(people, self._say).load()
        with connection.cursor() as cursor:
            # Neither database counts new rows at once, and lists of uncounted ones are slow.
            cursor.execute("ANALYZE")
        self.stdout.write("The sample site is loaded.")
        if passwords:
            self._keep(passwords)

    def _say(self, step):
        self.stdout.write(f"  {step}")
        self.stdout.flush()

    def _keep(self, passwords):
        """The generated passwords, printed and kept where only we can read them."""
        lines = [
            f"{load.ACCOUNTS[username][0]:14} {username:10} {password}"
            for username, password in passwords.items()
        ]
        ACCOUNTS_FILE.touch(mode=0o600)
        ACCOUNTS_FILE.write_text("\n".join(lines) + "\n", "utf-8")
        self.stdout.write(f"Staff accounts for /admin/ (kept in {ACCOUNTS_FILE}):")
        for line in lines:
            self.stdout.write("  " + line)
