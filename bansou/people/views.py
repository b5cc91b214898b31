"""The page on which staff print card slips."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.accounts.enums import RoleKind
from bansou.core import checkchars, clock
from bansou.core.access import role_required
from bansou.core.documents import render_pdf
from bansou.core.documents.shapes import CardSlips
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.people import actions
from bansou.people.forms import CardsForm

CARDS_PER_SHEET = 10


@role_required(RoleKind.COORDINATOR, RoleKind.SECRETARIAT)
def cards(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, CardsForm)
    if not submitted or not form.is_valid():
        return render(request, "people/cards.html", {"form": form})
    count = form.cleaned_data["sheets"] * CARDS_PER_SHEET
    codes = actions.issue_cards(count, actor=request.user, now=clock.now())
    slips: CardSlips = {"codes": [checkchars.show_card_code(code) for code in codes]}
    pdf = render_pdf("people/card_slip", slips, issued_on=clock.today())
    return download(pdf, "cards.pdf")
