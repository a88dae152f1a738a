"""What is refused, as a sentence for the person who wrote it."""

from django.core.exceptions import ValidationError


class Refusal(ValidationError, ValueError):
    """A value or file that is not taken: a form shows it, a parser's caller catches ValueError.

    str() is the sentence in the active language, which django-import-export shows.
    """

    def __str__(self):
        return " ".join(self.messages)


class TableError(Refusal):
    """A file that is not read; the sentence says what to do about it."""
