"""How the address of a file of figures ends."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class FileConverter(StringConverter):
    regex = "csv|xlsx|json|svg|png"


register_converter(FileConverter, "file")
