from modeltranslation.translator import TranslationOptions, translator

from investment.models import DatasetNote, PciEdition, SourceTable, SubIndex
from portal.publishing.registration import register_with_history


class SourceTableOptions(TranslationOptions):
    fields = ("title", "publisher")


class DatasetNoteOptions(TranslationOptions):
    fields = ("owner", "note")


translator.register(SourceTable, SourceTableOptions)
translator.register(DatasetNote, DatasetNoteOptions)
register_with_history(PciEdition, ["title", "slug", "method", "break_note"])
register_with_history(SubIndex, ["name"])
