"""The public registration form."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.core import clock, limits, postal
from bansou.core.forms import read
from bansou.supporters import actions, forms, rules

AT_MOST_AN_HOUR = 30


@login_not_required
def register(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, forms.RegistrationForm, quiet=forms.QUIET)
    languages, _submitted = read(request, forms.languages, quiet=forms.QUIET)
    if submitted and all([form.is_valid(), languages.is_valid()]):
        if limits.allowed(request, "register", at_most=AT_MOST_AN_HOUR, seconds=3600):
            return _register(request, form, languages)
        form.add_error(
            None, _("Many people registered from this connection. Send the form again in an hour.")
        )
    context = {"form": form, "languages": languages, "consent_version": rules.CONSENT_VERSION}
    return render(request, "supporters/register.html", context | address_context(form))


def _register(
    request: HttpRequest, form: forms.RegistrationForm, languages: forms.LanguageRows
) -> HttpResponse:
    details = form.details(languages)
    actions.register_from_form(
        details, token=form.cleaned_data["token"], language=get_language(),
        consent_version=rules.CONSENT_VERSION, now=clock.now(),
    )  # fmt: skip
    request.session["registered_mail"] = details.mail
    return redirect("supporter_registered")


@login_not_required
def registered(request: HttpRequest) -> HttpResponse:
    """The same answer for a new mail address and a known one: only the mail itself tells."""
    return render(request, "supporters/registered.html", {"mail": request.session.get("registered_mail", "")})


@login_not_required
@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """The live lines under the postal code; writes nothing."""
    return render(request, "supporters/_address.html", found_address(request.POST.get("postal_code", "")))


def address_context(form: forms.RegisteringForm) -> dict[str, object]:
    return found_address(form["postal_code"].value() or "")


def found_address(typed: str) -> dict[str, object]:
    """What a postal code means; `unknown` once seven digits lead nowhere."""
    places = postal.lookup(typed)
    return {"places": places, "unknown": not places and postal.normalise(typed) is not None}
