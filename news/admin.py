from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from news import admin_figures
from news.models import Article, Attachment, Category, GalleryItem, Tag
from news.models.article import COVER_WIDTH, REGISTERS
from portal.publishing import rights
from portal.publishing.admin.base import PublishableAdmin
from portal.publishing.admin.children import ChildInline
from portal.publishing.admin.forms import PublishableForm
from portal.publishing.admin.plain import PublicAdmin
from portal.publishing.models import State

#: The ends of working copies.
ENDED = [State.APPLIED, State.DISCARDED]


class GalleryInline(ChildInline):
    model = GalleryItem
    common_fields = ("file", "decorative")
    translated_fields = ("alt", "caption", "credit")


class AttachmentInline(ChildInline):
    model = Attachment
    common_fields = ("file", "language")
    translated_fields = ("title",)


class ArticleForm(PublishableForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "cover" in self.fields:
            self.fields["cover"].widget.least = COVER_WIDTH
        if self.instance.pk and "related" in self.fields:
            self.fields["related"].widget.widget.but = self.instance.record_id

    def clean_related(self):
        """An article is not related to itself."""
        chosen = self.cleaned_data["related"]
        return chosen.exclude(pk=self.instance.record_id) if self.instance.pk else chosen


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    list_display = ["headline", "state", "translations", "category", "changed"]
    list_filter = [*PublishableAdmin.list_filter, "category"]
    list_select_related = ["created_by", "updated_by", "category"]
    change_form_template = "admin/news/article_form.html"
    form = ArticleForm
    inlines = [GalleryInline, AttachmentInline, admin_figures.CitedFigureInline]
    autocomplete_fields = ["tags", "related", *REGISTERS]
    language_fieldsets = [
        (None, ["title", "slug", "summary", "body", "byline", "source"]),
        (_("Cover picture: texts"), ["cover_alt", "cover_caption", "cover_credit"]),
    ]
    common_fieldsets = [
        (_("Where it stands"), {"fields": ["category", "tags", "related", "pinned"]}),
        (_("Cover picture"), {"fields": ["cover", "cover_decorative"], "classes": ["among-texts"]}),
        (_("Projects it is about"), {"fields": list(REGISTERS)}),
    ]

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        but = request.GET.get("but", "")
        return found.exclude(pk=but) if but.isdecimal() and len(but) < 19 else found, may_repeat

    def get_urls(self):
        return admin_figures.urls(self) + super().get_urls()

    def more_context(self, request, row):
        return admin_figures.warnings(request.user, row)


@admin.register(Category)
class CategoryAdmin(PublicAdmin):
    list_display = ["name_vi", "name_en", "parent", "position"]
    list_select_related = ["parent"]
    fields = ["name_vi", "name_en", "slug_vi", "slug_en", "parent", "position"]

    def distinction(self, obj):
        return str(obj.parent) if obj.parent_id else ""

    def get_readonly_fields(self, request, obj=None):
        """An address that was public stays; a language that came later still gets its own."""
        slugs = ("slug_vi", "slug_en")
        return [name for name in slugs if obj is not None and getattr(obj, name)]

    def get_deleted_objects(self, objs, request):
        """What has anything in it stays; how much is told, not what: some of it may be secret."""
        if used := _contents([obj.pk for obj in objs]):
            return [], {}, set(), used
        # Of articles only working copies that have ended are left: delete_model() sees to them.
        names = [str(obj) for obj in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_model(self, request, obj):
        """Working copies that have ended let go of it: nobody could move them any more."""
        Article.rows.filter(category=obj, status__in=ENDED).update(category=None)
        super().delete_model(request, obj)


def _contents(categories):
    """What lies in some categories, as sentences."""
    articles = Article.rows.filter(category__in=categories).exclude(status__in=ENDED).count()
    children = Category.objects.filter(parent__in=categories).count()
    found = []
    if articles:
        text = ngettext(
            "%(count)s article is in this category.",
            "%(count)s articles are in this category.",
            articles,
        )
        found.append(text % {"count": articles})
    if children:
        text = ngettext(
            "There is %(count)s category below it.",
            "There are %(count)s categories below it.",
            children,
        )
        found.append(text % {"count": children})
    return found


@admin.register(Tag)
class TagAdmin(PublicAdmin):
    list_display = ["name_vi", "name_en"]
    search_fields = ["name_vi", "name_en"]
    ordering = ["name_vi"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def has_view_permission(self, request, obj=None):
        """Whoever may see articles may choose their tags."""
        return rights.can_view(request.user, Article)

    fields = ["name_vi", "name_en"]
