"""Staff accounts: nobody gives power to themselves, and nobody gives much of it alone.

What decides on the public word or on accounts (publish, approve figures, change accounts) is given
by two people, and so is the mail address of who holds it, to which a new password goes.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from portal.publishing import rights
from portal.publishing.models import AccountProposal
from portal.publishing.moments import publishable_models

ACCOUNTS = Q(content_type__app_label="auth", codename="change_user")


def by_two():
    """The roles that take two people to give."""
    powers = Permission.objects.filter(
        Q(codename__startswith="publish_") | Q(codename__startswith="approve_") | ACCOUNTS
    )
    return Group.objects.filter(permissions__in=powers).distinct()


def keeps_accounts(user):
    return user.has_perm("auth.change_user")


def may_agree(user, proposal):
    """Another administrator or a publisher, neither who proposed it nor whom it concerns."""
    decides = keeps_accounts(user) or any(
        rights.has(user, "publish", model) for model in publishable_models()
    )
    return decides and user.pk not in (proposal.proposed_by_id, proposal.user_id)


def may_refuse(user, proposal):
    """Whoever could agree, and who proposed it: they withdraw it."""
    return may_agree(user, proposal) or (
        user.pk == proposal.proposed_by_id and keeps_accounts(user)
    )


def waiting(user):
    """The proposals on which the user can decide."""
    open_ones = AccountProposal.objects.filter(agreed=None)
    rows = open_ones.select_related("user", "group", "proposed_by").order_by("pk")
    return [proposal for proposal in rows if may_agree(user, proposal)]


def proposed_for(user):
    """What the user is to get once a second person agrees."""
    open_ones = AccountProposal.objects.filter(user=user, agreed=None)
    return with_deciders(open_ones.select_related("group", "proposed_by").order_by("pk"))


def with_deciders(proposals):
    """Each with `deciders`: those who can agree to it, while it waits."""
    rows = list(proposals)
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    waits = any(proposal.agreed is None for proposal in rows)
    everyone = list(staff.order_by("last_name", "first_name", "username")) if waits else []
    for proposal in rows:
        able = everyone if proposal.agreed is None else []
        proposal.deciders = [person for person in able if may_agree(person, proposal)]
    return rows


def set_roles(user, groups, *, by):
    """Gives and takes roles; returns the names of those that wait for a second person."""
    if user.pk == by.pk:
        raise PermissionDenied
    held, wanted = set(user.groups.all()), set(groups)
    proposed = (wanted - held) & set(by_two())
    user.groups.set(wanted - proposed)
    for group in proposed:
        _propose(user, by, group=group)
    return sorted(_(group.name) for group in proposed)


def set_email(user, address, *, by):
    """Gives an account its mail address; returns whether that waits for a second person."""
    is_powerful = user.is_superuser or user.groups.filter(pk__in=by_two()).exists()
    if user.pk == by.pk or not is_powerful:
        user.email = address
        user.save(update_fields=["email"])
        return False
    _propose(user, by, email=address)
    return True


def _propose(user, by, **what):
    AccountProposal.objects.get_or_create(
        user=user, agreed=None, **what, defaults={"proposed_by": by}
    )


@transaction.atomic
def decide(proposal, *, by, agree):
    proposal = AccountProposal.objects.select_for_update().get(pk=proposal.pk)
    if not (may_agree if agree else may_refuse)(by, proposal):
        raise PermissionDenied
    if proposal.agreed is not None:
        raise ValidationError(_("This has been decided already."))
    proposal.agreed, proposal.decided_by, proposal.decided_at = agree, by, timezone.now()
    proposal.save()
    if agree and proposal.group:
        proposal.user.groups.add(proposal.group)
    elif agree:
        get_user_model().objects.filter(pk=proposal.user_id).update(email=proposal.email)


def invite(user):
    """Mails the link by which its owner, and nobody else, chooses the password of an account."""
    transaction.on_commit(lambda: _mail_link(user.pk))


def last_link(pk):
    """The task that mails, or mailed, the last link to choose a password; None where there is none.

    While the mail server is away each attempt ends by leaving another.
    """
    from portal.publishing.tasks import mail_password_link

    tasks = DBTaskResult.objects.filter(task_path=mail_password_link.module_path)
    return tasks.filter(args_kwargs__args__0=pk).order_by("-enqueued_at").first()


def _mail_link(pk):
    from portal.publishing.tasks import mail_password_link

    mail_password_link.enqueue(pk)
