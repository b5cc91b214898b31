"""The desk's pictures."""

from django.shortcuts import render

from bansou.cases.permissions import DESK
from bansou.core import clock
from bansou.core.access import role_required
from bansou.website.queries.pictures import pictures


@role_required(*DESK)
def desk_pictures(request):
    """How long people wait, what is open where, what is forgotten, who carries how much."""
    return render(request, "website/pictures.html", {"now": pictures(request.user, now=clock.now())})
