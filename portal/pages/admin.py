from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.delivery.language import LANGUAGES
from portal.pages.answers import answers
from portal.pages.models import MenuItem, Page, SiteIdentity
from portal.publishing.admin.base import PublishableAdmin
from portal.publishing.admin.plain import PublicAdmin
from portal.publishing.admin.together import TogetherForm


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    language_fieldsets = [(None, ["title", "slug", "body"])]


@admin.register(SiteIdentity)
class SiteIdentityAdmin(PublicAdmin):
    list_display = ["name_vi", "name_en"]
    fieldsets = [
        (_("Vietnamese"), {"fields": [f"{name}_vi" for name in SiteIdentity.translated]}),
        (_("English"), {"fields": [f"{name}_en" for name in SiteIdentity.translated]}),
        (_("Contact and logo"), {"fields": ["phone", "email", "logo"]}),
        (_("Looks"), {"fields": ["hero_picture", "palette", "desk_name"]}),
        (_("Open data"), {"fields": ["iati_reference"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteIdentity.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


class MenuItemForm(TogetherForm):
    """An address on this site must lead somewhere when it is typed; later it may vanish again."""

    def clean(self):
        cleaned = super().clean()
        for code in LANGUAGES:
            link = cleaned.get(f"link_{code}") or ""
            if link.startswith("/") and not answers(link):
                self.add_error(f"link_{code}", gettext("There is no public page at this address."))
        links = [f"link_{code}" for code in LANGUAGES]
        has_link = any(cleaned.get(name) or name in self.errors for name in links)
        if sum(map(bool, [cleaned.get("page"), cleaned.get("section"), has_link])) != 1:
            self.add_error(
                None, gettext("Choose one: a static page, a section or another address.")
            )
        return cleaned


class PositionForm(forms.ModelForm):
    """A row of the list: its box has no label beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = f"{self.fields['position'].label}: {self.instance.label_vi}, {self.instance.where}"
        self.fields["position"].widget.attrs["aria-label"] = name


@admin.register(MenuItem)
class MenuItemAdmin(PublicAdmin):
    form = MenuItemForm

    def has_add_permission(self, request):
        return super().has_add_permission(request) and SiteIdentity.objects.exists()

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{**kwargs, "form": PositionForm})

    def distinction(self, obj):
        return obj.where

    list_display = ["label_vi", "label_en", "place", "parent", "heading_vi", "position"]
    list_select_related = ["parent"]
    list_filter = ["place"]
    list_editable = ["position"]
    fieldsets = [
        (None, {"fields": ["place", "parent", "label_vi", "label_en", "position"]}),
        (_("Leads to"), {"fields": ["page", "section", "link_vi", "link_en"]}),
        (_("Footer"), {"fields": ["heading_vi", "heading_en"]}),
        (_("Task on the home page"), {"fields": ["icon", "hint_vi", "hint_en"]}),
    ]
