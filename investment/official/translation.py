from modeltranslation.translator import TranslationOptions, translator

from investment.official.models import SourceTable


class SourceTableOptions(TranslationOptions):
    fields = ("title", "publisher")


translator.register(SourceTable, SourceTableOptions)
