"""Which role a page asks for. Without it the page does not exist (404)."""

from functools import wraps

from django.http import Http404

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role


def role_required(*kinds: RoleKind):
    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not has_role(request.user, *kinds):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(kinds)
        return guarded

    return decorate
