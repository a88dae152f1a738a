from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.pages.models import MenuItem, Page, SiteIdentity
from portal.publishing.admin.base import PublishableAdmin
from portal.publishing.admin.plain import PublicAdmin


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
        (_("Open data"), {"fields": ["iati_reference"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteIdentity.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(MenuItem)
class MenuItemAdmin(PublicAdmin):
    def has_add_permission(self, request):
        return super().has_add_permission(request) and SiteIdentity.objects.exists()

    list_display = ["label_vi", "label_en", "place", "heading_vi", "position"]
    list_filter = ["place"]
    list_editable = ["position"]
    fieldsets = [
        (None, {"fields": ["place", "label_vi", "label_en", "position"]}),
        (_("Leads to"), {"fields": ["page", "section", "link_vi", "link_en"]}),
        (_("Footer"), {"fields": ["heading_vi", "heading_en"]}),
        (_("Task on the home page"), {"fields": ["icon", "hint_vi", "hint_en"]}),
    ]
