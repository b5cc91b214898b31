"""The door of every page about one thread: who may not see it finds nothing there."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from bansou.cases.permissions import ON_CASES, is_desk
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import require_second_factor
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.refusal import Refused
from bansou.enquiries import permissions
from bansou.enquiries.models import Message, Thread


def thread_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who can be on cases; over the limit of openings it says so and leads back to the list."""

    @role_required(*ON_CASES)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("inbox" if is_desk(request.user) else "home")

    return guarded


def thread_or_404(request: HttpRequest, pk: uuid.UUID, *, write: bool = False) -> Thread:
    """The thread, for who may read it, or with `write` answer it. It carries `access` and `may_write`."""
    rows = Thread.objects.select_related("channel", "address__channel", "person", "case", "taken_by")
    thread = rows.filter(pk=pk).first()
    access = thread and permissions.access_to_thread(request.user, thread, now=clock.now())
    if not access or (write and Part.MESSAGES not in access.writes):
        raise Http404
    require_second_factor(request)
    thread.access = access
    thread.may_write = Part.MESSAGES in access.writes and thread.erased_at is None
    return thread


def message_or_404(thread: Thread, pk: uuid.UUID, **conditions: Any) -> Message:
    message = thread.messages.filter(pk=pk, **conditions).select_related("address__channel").first()
    if message is None:
        raise Http404
    message.thread = thread
    return message
