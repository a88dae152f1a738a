from django.core.management.base import BaseCommand

from projects.reference.load import Loader


class Command(BaseCommand):
    help = "Load units, classifications, countries and bodies; what staff changed stays changed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite", action="store_true", help="take the shipped values where they differ"
        )

    def handle(self, *args, overwrite, verbosity, **options):
        say = self._say if verbosity else lambda line: None
        loader = Loader(say, overwrite=overwrite)
        counts = loader.load()
        if not counts["added"] and not counts["overwritten"]:
            say("nothing new")
        if loader.differences and verbosity > 1:
            for line in loader.differences:
                say(line)
        elif loader.differences:
            say("What differs was edited here and stays; --verbosity 2 lists it.")

    def _say(self, line):
        self.stdout.write(f"Reference data: {line}")
        self.stdout.flush()
