from modeltranslation.translator import TranslationOptions, translator

from investment.opendata.models import DatasetNote


class DatasetNoteOptions(TranslationOptions):
    fields = ("owner", "note")


translator.register(DatasetNote, DatasetNoteOptions)
