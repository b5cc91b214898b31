"""Where LINE tells what happened: kept at once, read by the worker afterwards."""

import json
import logging
import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bansou.core import clock
from bansou.enquiries.actions.channels import open_config
from bansou.enquiries.actions.line import keep_events
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Channel
from bansou.enquiries.rules.line import is_signed

logger = logging.getLogger(__name__)


@csrf_exempt
@login_not_required
@require_POST
def line_webhook(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """403 without the signature of the channel's secret, over the very bytes that came."""
    channel = get_object_or_404(Channel, pk=pk, kind=Kind.LINE, active=True)
    signature = request.headers.get("X-Line-Signature", "")
    if not is_signed(open_config(channel)["secret"], request.body, signature):
        logger.warning("a call to LINE channel %s had a wrong signature", channel.pk)
        return HttpResponse(status=403)
    events = _events(request.body)
    if events is None:
        return HttpResponse(status=400)
    keep_events(channel, events, now=clock.now())
    return HttpResponse("OK", content_type="text/plain")


def _events(body: bytes) -> list | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found = told.get("events") if isinstance(told, dict) else None
    return found if isinstance(found, list) else None
