"""The first page after signing in: what waits for the reader, by role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role, is_staff
from bansou.cases.permissions import ON_CASES
from bansou.core import clock
from bansou.website.queries.auditing import audit_home
from bansou.website.queries.desk import desk_home
from bansou.website.queries.helping import helping_home
from bansou.website.queries.paying import paying_home
from bansou.website.queries.supporter import supporter_home

REVIEWERS = (RoleKind.COORDINATOR, RoleKind.SECRETARIAT)
PAYERS = (RoleKind.ACCOUNTANT, RoleKind.APPROVER)


def home(request: HttpRequest) -> HttpResponse:
    """A part for each of the reader's roles, one below the other."""
    user, today, now = request.user, clock.today(), clock.now()
    context = {
        "base": "staff_base.html" if is_staff(user) else "base.html",
        "own": supporter_home(user, today) if has_role(user, RoleKind.SUPPORTER) else None,
        "helping": helping_home(user, today, now) if has_role(user, *ON_CASES) else None,
        "desk": desk_home(user, today) if has_role(user, *REVIEWERS) else None,
        "paying": paying_home(user, today, now) if has_role(user, *PAYERS) else None,
        "audit": audit_home(today, now) if has_role(user, RoleKind.AUDITOR) else None,
    }
    return render(request, "website/home.html", context)
