"""Pages that only a demo has: its sign-ins with their current codes, and its mailbox."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.website.queries.mailbox import letters
from bansou.website.queries.sign_ins import sign_ins

SHOWN = 30


def demo_only(view):
    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
def demo(request: HttpRequest) -> HttpResponse:
    to = request.GET.get("to", "")
    return render(
        request,
        "website/demo.html",
        {"sign_ins": sign_ins(), "letters": letters(to=to, most=SHOWN), "to": to, "shown": SHOWN},
    )
