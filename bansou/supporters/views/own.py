"""The supporter's own pages: profile, ID card, papers, leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.supporters import actions, forms, queries
from bansou.supporters.models import Supporter
from bansou.supporters.views.public import address_context


def own_supporter(request: HttpRequest) -> Supporter:
    found = Supporter.objects.select_related("user", "organisation")
    return get_object_or_404(found, user=request.user)


@role_required(RoleKind.SUPPORTER)
def profile(request: HttpRequest) -> HttpResponse:
    supporter = own_supporter(request)
    return render(request, "supporters/profile.html", {"supporter": supporter})


@role_required(RoleKind.SUPPORTER)
def profile_edit(request: HttpRequest) -> HttpResponse:
    return edit(request, own_supporter(request), forms.OwnProfileForm, "supporter_profile")


def edit(
    request: HttpRequest, supporter: Supporter, form_class: type[forms.ProfileForm], back: str, *args: object
) -> HttpResponse:
    """The profile form for the supporter and for the secretariat; `back` is the page to return to."""
    known = queries.details_of(supporter)
    form, submitted = read(request, form_class, quiet=forms.QUIET, initial=forms.initial_of(known))
    languages, _submitted = read(
        request, forms.languages, quiet=forms.QUIET, initial=forms.initial_languages(known)
    )
    times, _submitted = read(request, forms.times, quiet=forms.QUIET, initial=forms.initial_times(known))
    if submitted and all([form.is_valid(), languages.is_valid(), times.is_valid()]):
        try:
            told = form.details(languages, times=times.free)
            actions.update_profile(supporter, told, actor=request.user, now=clock.now())
        except Refused as refused:
            form.add_error("mail", refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect(back, *args)
    back_url = reverse(back, args=args)
    context = {"form": form, "languages": languages, "times": times} | address_context(form)
    context |= {"supporter": supporter, "back_url": back_url}
    return render(request, "supporters/profile_edit.html", context)


@role_required(RoleKind.SUPPORTER)
def card(request: HttpRequest) -> HttpResponse:
    return render(request, "supporters/card.html", {"supporter": own_supporter(request)})


@role_required(RoleKind.SUPPORTER)
def papers(request: HttpRequest) -> HttpResponse:
    supporter = own_supporter(request)
    registrations = queries.papers_of(supporter)
    return render(request, "supporters/papers.html", {"supporter": supporter, "registrations": registrations})


@role_required(RoleKind.SUPPORTER)
def leave(request: HttpRequest) -> HttpResponse:
    supporter = own_supporter(request)
    if request.method == "POST":
        actions.leave(supporter, actor=request.user, now=clock.now())
        messages.success(request, _("You have left the network. What is owed to you is still paid."))
        return redirect("supporter_profile")
    return render(request, "supporters/leave.html", {"supporter": supporter})
