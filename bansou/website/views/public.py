"""Pages for everybody: what the network is, privacy, accessibility, contact."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bansou.core import clock
from bansou.core.office import office
from bansou.website.queries.public import terms_to_show


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "website/front.html", {"programmes": terms_to_show(clock.today())})


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "website/privacy.html", {"office": office()})


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "website/accessibility.html", {"office": office()})


@login_not_required
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "website/contact.html", {"office": office()})


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here helps a search engine's readers more than it tells about those who need help."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
