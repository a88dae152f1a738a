from modeltranslation.translator import TranslationOptions, translator

from portal.pages.models import MenuItem, Page, SiteIdentity
from portal.publishing.registration import register_with_history

register_with_history(Page, ["title", "slug", "body"])


class SiteIdentityOptions(TranslationOptions):
    fields = SiteIdentity.translated


class MenuItemOptions(TranslationOptions):
    fields = ("label", "heading", "hint", "link")


translator.register(SiteIdentity, SiteIdentityOptions)
translator.register(MenuItem, MenuItemOptions)
