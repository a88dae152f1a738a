"""The staff site: its home says what waits for me; the languages and notices of the staff."""

from functools import partial, wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from axes.utils import reset as reset_attempts
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.views import PasswordResetConfirmView, redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog

from portal.publishing.admin import inbox
from portal.publishing.models import Notice
from portal.text.html import clean

#: What is searched for, in letters: a database joins no thousand words.
LONGEST_SEARCH = 250


class SignIn(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _(
            "The user name or the password is wrong. If your account is new, choose your password "
            "first: open the link in the mail that you got."
        ),
    }


class ChoosePassword(PasswordResetConfirmView):
    """Whoever got the mail chooses the password of the account, then signs in with it."""

    template_name = "admin/publishing/choose_password.html"
    title = _("Choose your password")
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form):
        messages.success(self.request, gettext("Your password is kept. Sign in with it."))
        reset_attempts(username=self.user.get_username())  # who reads the mail need not wait
        return super().form_valid(form)


class StaffSite(AdminSite):
    login_form = SignIn
    site_header = site_title = _("Staff desk")
    index_title = _("What waits for you")
    index_template = "admin/home.html"
    enable_nav_sidebar = False

    def get_urls(self):
        return [
            path("language/", self.admin_view(require_POST(self.language)), name="language"),
            path("clean/", self.admin_view(require_POST(self.clean)), name="clean"),
            path("choose-password/<uidb64>/<token>/", self.choose_password, name="choose_password"),
            path("notice/<int:pk>/", self.admin_view(self.notice), name="notice"),
            *super().get_urls(),
        ]

    def admin_view(self, view, cacheable=False):
        """PostgreSQL refuses NUL, and what filters a list is no form field that would.

        Whose session ended before a button was pressed comes back to the page with the button; what
        takes only forms says so.
        """
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def asked_in_bounds(request, *args, **kwargs):
            query = request.META["QUERY_STRING"]
            if "%00" in query:
                request.GET = QueryDict(query.replace("%00", ""), encoding=request.encoding)
            for name in ("q", "term"):
                if len(sought := request.GET.get(name, "")) > LONGEST_SEARCH:
                    request.GET = request.GET.copy()
                    request.GET[name] = sought[:LONGEST_SEARCH]
            has_ended = request.method == "POST" and not self.has_permission(request)
            if has_ended and request.path != reverse("admin:logout"):
                return redirect_to_login(_page_of(request), reverse("admin:login"))
            response = inner(request, *args, **kwargs)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
                return self._takes_forms_only(request, response)
            return response

        return asked_in_bounds

    def _takes_forms_only(self, request, refusal):
        page = render(request, "admin/405.html", self.each_context(request), status=405)
        page.headers["Allow"] = refusal.headers["Allow"]
        return page

    def index(self, request, extra_context=None):
        context = {"inbox": inbox.of(request.user), **(extra_context or {})}
        return super().index(request, context)

    def get_app_list(self, request, app_label=None):
        """Made where a template lists it: each page is given it, and few do."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def app_index(self, request, app_label, extra_context=None):
        """Which app keeps a list is no concern of its readers."""
        return HttpResponseRedirect(reverse("admin:index"))

    def choose_password(self, request, **kwargs):
        view = ChoosePassword.as_view(extra_context=self.each_context(request))
        return view(request, **kwargs)

    def language(self, request):
        """The language of the desk, chosen by its user; kept in the session."""
        if (code := request.POST.get("language")) in dict(settings.LANGUAGES):
            request.session["language"] = code
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
            back = reverse("admin:index")
        return HttpResponseRedirect(back)

    def clean(self, request):
        """Pasted HTML as our allow-list leaves it. The editor alone would drop the styles by which
        Word marks its lists before we see them."""
        return HttpResponse(clean(request.POST.get("html", "")), content_type="text/plain")

    def notice(self, request, pk):
        """Marks my notice as read and leads to the record it is about."""
        notice = get_object_or_404(Notice, pk=pk, recipient=request.user)
        if notice.read_at is None and notice.reason != Notice.Kind.WAITING:
            notice.read_at = timezone.now()
            notice.save(update_fields=["read_at"])
        name = f"admin:{notice.kind.app_label}_{notice.kind.model}_record"
        return HttpResponseRedirect(reverse(name, args=[notice.object_id]))

    def i18n_javascript(self, request, extra_context=None):
        """All our scripts' messages, not only the admin's own."""
        return JavaScriptCatalog.as_view()(request)


def _page_of(request):
    """The address of the page on which a button was pressed, else the one that was asked for."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return request.get_full_path()
    return urlsplit(referer)._replace(scheme="", netloc="").geturl()


def admin_url(row, page="change", *args):
    """The address of one of the admin's pages about a row."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk, *args])
