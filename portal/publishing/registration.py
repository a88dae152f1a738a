"""Registers a model for translation and then for history, in the order that works."""

from django.db import models
from modeltranslation.translator import TranslationOptions, translator
from simple_history import register


def register_with_history(model, fields):
    """Translate `fields` of a model and keep its history.

    History comes after the translator and leaves out the base columns: they hold whatever language
    was active at save.
    """
    options = type(f"{model.__name__}Options", (TranslationOptions,), {"fields": tuple(fields)})
    translator.register(model, options)
    register(
        model,
        app=model.__module__.split(".models")[0],
        excluded_fields=list(fields),
        # A note may be long.
        history_change_reason_field=models.TextField(null=True),
    )
