"""Which role a page asks for. Without it the page does not exist (404)."""

from functools import wraps

from django.http import Http404


class SecondFactorNeeded(Exception):
    """Raised by a page that its reader may open only with a second factor; leads to where one is set up."""


def role_required(*kinds: str):
    """Kinds of accounts.enums.RoleKind. The user model answers `has_role`, so rooms below accounts can ask."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.has_role(*kinds):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(kinds)
        return guarded

    return decorate
