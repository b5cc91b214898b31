"""Pages that only a demo has: its sign-ins with their current codes, and its mailbox."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.website.queries.mailbox import letters
from bansou.website.queries.sign_ins import RECEIPT, sign_ins

SHOWN = 30


@login_not_required
def demo(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("to", "")
    return render(
        request,
        "website/demo.html",
        {
            "sign_ins": sign_ins(),
            "receipt": RECEIPT,
            "letters": letters(to=to, most=SHOWN),
            "to": to,
            "shown": SHOWN,
        },
    )
