"""One's own account, and who is on the staff with which roles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts import actions, permissions, queries
from bansou.accounts.enums import RoleKind
from bansou.accounts.forms import InviteForm, OwnAccountForm, RoleForm
from bansou.accounts.models import Role, User
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.municipalities import REGION_NAMES
from bansou.core.refusal import Refused
from bansou.core.trying import tried


def own_account(request: HttpRequest) -> HttpResponse:
    user = request.user
    staff = permissions.is_staff(user)
    shown = ("name", "language", "shortcut_keys", "is_public_official")
    initial = {name: getattr(user, name) for name in shown}
    form, submitted = read(request, OwnAccountForm, initial=initial, staff=staff)
    if submitted and form.is_valid():
        actions.change_own(user, **form.cleaned_data, now=clock.now())
        with translation.override(user.language):
            messages.success(request, _("Your account is changed."))
            return redirect(reverse("own_account"))
    return render(request, "accounts/own_account.html", {"form": form, "staff": staff})


def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a page asked for a second factor, and how a supporter sets one up."""
    context = {"has_one": request.has_second_factor(), "fresh": request.is_fresh()}
    return render(request, "accounts/second_factor.html", context)


@role_required(RoleKind.SECRETARIAT, RoleKind.AUDITOR)
def staff_list(request: HttpRequest) -> HttpResponse:
    people = [{"user": user, "roles": _roles(user)} for user in queries.staff()]
    may_change = permissions.has_role(request.user, RoleKind.SECRETARIAT)
    return render(request, "accounts/staff_list.html", {"people": people, "may_change": may_change})


@role_required(RoleKind.SECRETARIAT)
def staff_invite(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, InviteForm, initial={"language": "ja"})
    if submitted and form.is_valid():
        user = actions.invite(**form.cleaned_data, actor=request.user, now=clock.now())
        messages.success(request, _("%(name)s is invited by mail.") % {"name": user.name})
        return redirect("staff_list")
    return render(request, "accounts/staff_invite.html", {"form": form})


@role_required(RoleKind.SECRETARIAT)
def staff_member(request: HttpRequest, pk) -> HttpResponse:
    user = get_object_or_404(queries.staff(), pk=pk)
    form, submitted = read(request, RoleForm)
    if submitted and form.is_valid():
        try:
            actions.grant_role(user, **form.cleaned_data, actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The role is given. All sessions of this person have ended."))
            return redirect("staff_member", pk)
    context = {"member": user, "roles": _roles(user), "form": form}
    context["may_change"] = permissions.can_change_roles(request.user, user)
    return render(request, "accounts/staff_member.html", context)


@role_required(RoleKind.SECRETARIAT)
@require_POST
def role_end(request: HttpRequest, pk) -> HttpResponse:
    role = get_object_or_404(Role.objects.select_related("user"), pk=pk)
    done = _("The role has ended, and all sessions of this person with it.")
    tried(request, done, actions.end_role, role, actor=request.user, now=clock.now())
    return redirect("staff_list")


@role_required(RoleKind.SECRETARIAT)
@require_POST
def staff_sign_out(request: HttpRequest, pk) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    actions.sign_out_everywhere(user, actor=request.user, now=clock.now())
    messages.success(request, _("This person is signed out everywhere."))
    return redirect("staff_member", pk)


@role_required(RoleKind.SECRETARIAT)
@require_POST
def staff_official(request: HttpRequest, pk) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    official = "official" in request.POST
    actions.mark_official(user, official, actor=request.user, now=clock.now())
    messages.success(request, _("Kept: what this person may not see changes at once."))
    return redirect("staff_member", pk)


def _roles(user: User) -> list[dict]:
    return [
        {
            "pk": role.pk,
            "kind": role.get_kind_display(),
            "region": REGION_NAMES.get(role.region, ""),
            "since": role.granted_at,
        }
        for role in user.roles.all()
    ]
