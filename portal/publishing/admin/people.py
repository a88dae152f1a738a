"""Staff accounts: deactivated, never deleted, because every step in the log names one."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import accounts
from portal.publishing.admin import inbox
from portal.publishing.admin.plain import mark_needed
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.texts import EmailField, TextField
from portal.publishing.admin.together import TogetherForm
from portal.publishing.admin.words import person
from portal.publishing.models import AccountProposal

admin.site.unregister(get_user_model())
admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField):
    """Check boxes under the names that roles.py marks for translation."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, required=True):
        super().__init__(Group.objects.order_by("pk"), required=required, label=_("roles"))

    def label_from_instance(self, group):
        if group not in self.by_two:
            return gettext(group.name)
        return gettext("%(role)s (given by two people)") % {"role": gettext(group.name)}

    @property
    def by_two(self):
        if "by_two" not in self.__dict__:
            self.__dict__["by_two"] = set(accounts.by_two())
        return self.__dict__["by_two"]


class AccountForm(TogetherForm):
    """What accounts.py decides on is kept apart from what is simply saved."""

    username = UsernameField(
        label=_("user name"),
        max_length=150,
        help_text=_("Letters, digits and @ . + - _, for example nguyenvana."),
        validators=[get_user_model().username_validator],
    )
    email = EmailField(
        label=_("e-mail"), help_text=_("The link to choose a password is sent here.")
    )
    last_name = TextField(label=_("family and middle name"), max_length=150)
    first_name = TextField(label=_("given name"), max_length=150)
    groups = RolesField()
    is_active = forms.BooleanField(
        label=_("open"),
        required=False,
        initial=True,
        help_text=_("Without the tick nobody can sign in with it. Accounts are never deleted."),
    )

    #: Who fills the form in.
    by = None

    class Meta:
        model = get_user_model()
        fields = ["username", "last_name", "first_name", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        account = self.instance
        if account.pk:
            self.initial = {
                "email": account.email,
                "groups": account.groups.all(),
                **self.initial,
            }
        # Nobody changes their own roles, nor closes their own account.
        for name in ("groups", "is_active"):
            self.fields[name].disabled = account.pk == self.by.pk
        waits = account.pk and account.proposals.filter(agreed=None).exclude(group=None).exists()
        self.fields["groups"].required = not (account.is_superuser or waits)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        mark_needed(self.fields)
        self.show_what_was()

    def clean_email(self):
        address = self.cleaned_data["email"]
        others = get_user_model().objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=address).exists():
            raise ValidationError(gettext("Another account has this e-mail address."))
        return address


class RoleFilter(admin.SimpleListFilter):
    title = _("roles")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(str(group.pk), gettext(group.name)) for group in Group.objects.order_by("pk")]

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(groups=self.value()) if known else queryset


@admin.register(get_user_model())
class StaffAdmin(UserAdmin):
    form = add_form = AccountForm
    add_form_template = "admin/publishing/account.html"
    change_form_template = "admin/publishing/account.html"
    list_display = ["username", "full_name", "roles", "email", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter]
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = []
    fieldsets = add_fieldsets = [
        (_("Person"), {"fields": ["last_name", "first_name", "username", "email"]}),
        (_("Rights"), {"fields": ["groups", "is_active"]}),
    ]

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, obj):
        return f"{obj.last_name} {obj.first_name}".strip() or "–"

    @admin.display(description=_("roles"))
    def roles(self, obj):
        names = [gettext(group.name) for group in obj.groups.all()]
        if obj.is_superuser:
            names.append(gettext("all rights"))
        for proposal in obj.proposals.all():
            if proposal.agreed is None and proposal.group:
                text = gettext("%(role)s (waits until a second person agrees)")
                names.append(text % {"role": gettext(proposal.group.name)})
        return ", ".join(names) or "–"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", "proposals__group")

    def get_form(self, request, obj=None, **kwargs):
        # The rest is not written by the form: accounts.py decides on it.
        kwargs["fields"] = AccountForm.Meta.fields
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def get_urls(self):
        return [
            path(
                "<int:pk>/password/",
                self.admin_site.admin_view(self.mail_password),
                name="auth_user_password_change",
            ),
            path(
                "proposal/<int:pk>/",
                self.admin_site.admin_view(self.decide),
                name="auth_user_proposal",
            ),
            *(url for url in super().get_urls() if url.name != "auth_user_password_change"),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        is_key = object_id.isdecimal() and len(object_id) < 10
        proposals = AccountProposal.objects.filter(user=object_id) if is_key else []
        shown = [
            {
                "proposal": proposal,
                "agree": accounts.may_agree(request.user, proposal),
                "refuse": accounts.may_refuse(request.user, proposal),
            }
            for proposal in accounts.with_deciders(proposals)
        ]
        link = accounts.last_link(int(object_id)) if is_key else None
        context = {"proposals": shown, "link": link, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        if not change:
            obj.set_unusable_password()
        obj.save()

    def save_related(self, request, form, formsets, change):
        account, wanted = form.instance, form.cleaned_data
        if "email" in form.changed_data and accounts.set_email(
            account, wanted["email"], by=request.user
        ):
            messages.warning(
                request, gettext("The new e-mail address waits until a second person agrees.")
            )
        if account.pk != request.user.pk and "groups" in form.changed_data:
            self._set_roles(request, account, wanted["groups"])
        if not change:
            self._invite(request, account)

    def _set_roles(self, request, account, groups):
        if names := accounts.set_roles(account, groups, by=request.user):
            text = ngettext(
                "The role %(names)s waits until a second person agrees.",
                "The roles %(names)s wait until a second person agrees.",
                len(names),
            )
            messages.warning(request, text % {"names": ", ".join(names)})

    def _invite(self, request, account):
        accounts.invite(account)
        text = gettext(
            "A link to choose a password is on its way to %(address)s. The page of the account "
            "says whether it was sent."
        )
        messages.success(request, text % {"address": account.email})

    def response_add(self, request, obj, post_url_continue=None):
        if "_continue" in request.POST:
            return HttpResponseRedirect(admin_url(obj))
        return HttpResponseRedirect(reverse("admin:auth_user_changelist"))

    def mail_password(self, request, pk):
        """Nobody types another's password: its owner chooses it by a link."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        account = get_object_or_404(get_user_model(), pk=pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account.is_active and account.email:
            self.log_change(request, account, gettext("A link to choose a password was mailed."))
            self._invite(request, account)
        else:
            messages.error(request, gettext("The account is closed or has no e-mail address."))
        return HttpResponseRedirect(admin_url(account))

    def decide(self, request, pk):
        """The second person's word on a role or an address."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        proposal = get_object_or_404(AccountProposal, pk=pk)
        agree = request.POST.get("decision") == "agree"
        try:
            accounts.decide(proposal, by=request.user, agree=agree)
        except ValidationError as error:
            messages.error(request, " ".join(error))
        else:
            said = gettext("Agreed: %(what)s for %(name)s.")
            if not agree:
                said = gettext("Refused: %(what)s for %(name)s.")
            about = {"what": proposal, "name": person(proposal.user)}
            messages.success(request, said % about)
        if accounts.keeps_accounts(request.user):
            return HttpResponseRedirect(admin_url(proposal.user))
        return HttpResponseRedirect(reverse("admin:index"))

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False


@inbox.boxes_of
def boxes(user):
    """Roles and addresses that wait for a second person: this one, or another for this one."""
    found = [
        inbox.Box(
            "proposed",
            _("Your account"),
            "",
            accounts.proposed_for(user),
            "admin/publishing/inbox_proposed.html",
        ),
        inbox.Box(
            "accounts",
            _("Accounts to agree to"),
            "",
            accounts.waiting(user),
            "admin/publishing/inbox_account.html",
        ),
    ]
    return [box for box in found if box.rows]
