"""Sample documents: PDFs that can be read aloud, see README."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile


def paper(name):
    """A document as if it had been uploaded."""
    return SimpleUploadedFile(name, (Path(__file__).parent / name).read_bytes())
