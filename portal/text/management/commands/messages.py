"""Brings the message catalogues in line with the sources, or checks that they are."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.text import messages


class Command(BaseCommand):
    help = "Write locale/ from the sources, keeping every translation still in use."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail where something differs"
        )

    def handle(self, *args, check, **options):
        found = []
        for domain in messages.DOMAINS:
            wanted = messages.sources(domain)
            for language, _name in settings.LANGUAGES:
                if not check:
                    old = messages.committed(language, domain)
                    messages.write(messages.merged(wanted, old, language), language, domain)
                found += self.problems(wanted, language, domain)
        for line in found:
            self.stderr.write(line)
        if found and check:
            raise CommandError(f"{len(found)} messages differ; `manage.py messages` mends most.")

    def problems(self, wanted, language, domain):
        """What differs in one catalogue, each with the file's name before it."""
        held = messages.committed(language, domain)
        lines = list(messages.problems(wanted, held, language))
        path = messages.folder(language) / f"{domain}.mo"
        # Read as PlainCatalog, because other headers would give other bytes.
        expected = messages.compiled(messages.merged(held, held, language))
        if not path.exists() or path.read_bytes() != expected:
            lines.append("the compiled catalogue is not the one of the .po file")
        return [f"locale/{language}/{domain}: {line}" for line in lines]
