"""Pages without a form: the languages, the three doors, this phone, who reads what is written."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from bansou.core.languages import offered, own_name
from bansou.core.office import office


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """The browser's wish only comes first; nobody is sent anywhere."""
    codes = sorted(offered(), key=lambda code: code != get_language())
    return render(request, "help/languages.html", {"choices": [(code, own_name(code)) for code in codes]})


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "help/front.html", {"office": office()})


@login_not_required
def phone(request: HttpRequest) -> HttpResponse:
    return render(request, "help/phone.html", {"office": office()})


@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    return render(request, "help/who.html")
