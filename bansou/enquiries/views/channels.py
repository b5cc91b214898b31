"""The secretariat's page of the ways in and out: how they do, mailboxes, LINE accounts, the translation service."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.enums import RoleKind
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.enquiries.actions import channels as actions
from bansou.enquiries.actions.outbox import NotSent
from bansou.enquiries.actions.receiving import channel_of
from bansou.enquiries.adapters import libretranslate, line, mail
from bansou.enquiries.enums import Failure, Kind
from bansou.enquiries.forms.channels import LineForm, MailForm, TranslatorForm
from bansou.enquiries.models import Channel
from bansou.enquiries.queries import channels as queries

secretariat = role_required(RoleKind.SECRETARIAT)
FORMS = {Kind.MAIL: MailForm, Kind.LINE: LineForm}


@secretariat
def channel_list(request: HttpRequest) -> HttpResponse:
    for kind in (Kind.WEB, Kind.PHONE, Kind.WALK_IN):
        channel_of(kind)
    rows = [{"channel": channel, "error": _words(channel.last_error)} for channel in queries.channels()]
    translator = actions.the_translator()
    return render(
        request,
        "enquiries/channel_list.html",
        {"rows": rows, "translator": translator, "error": _words(getattr(translator, "last_error", ""))},
    )


@secretariat
def channel_new(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    return _edit(request, None, Kind(kind))


@secretariat
def channel_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    channel = _with_account(pk)
    return _edit(request, channel, Kind(channel.kind))


def _edit(request: HttpRequest, channel: Channel | None, kind: Kind) -> HttpResponse:
    old = actions.shown_config(channel) if channel else None
    initial = {"name": channel.name, "region": channel.region, **(old or {})} if channel else None
    form, submitted = read(request, FORMS[kind], old=old, initial=initial)
    if submitted and form.is_valid():
        told = {"name": form.cleaned_data["name"], "region": form.cleaned_data["region"]}
        actions.save_channel(
            channel, kind=kind, config=form.config, actor=request.user, now=clock.now(), **told
        )
        messages.success(request, _("Saved. Now try the connection."))
        return redirect("channel_list")
    context = {"form": form, "channel": channel, "kind": kind, "webhook": _webhook(channel)}
    return render(request, "enquiries/channel_form.html", context)


@secretariat
@require_POST
def channel_switch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    channel = get_object_or_404(Channel, pk=pk)
    actions.switch_channel(channel, active="on" in request.POST, actor=request.user, now=clock.now())
    return redirect("channel_list")


@secretariat
@require_POST
def channel_try(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    channel = _with_account(pk)
    failure = ""
    try:
        _try(channel)
    except NotSent as problem:
        failure = problem.failure
    actions.note_state(channel, failure, now=clock.now())
    _tell(request, failure)
    return redirect("channel_list")


@secretariat
def translator_edit(request: HttpRequest) -> HttpResponse:
    translator = actions.the_translator()
    initial = {"url": actions.translator_url(translator), "active": translator.active} if translator else None
    form, submitted = read(request, TranslatorForm, initial=initial)
    if submitted and form.is_valid():
        actions.save_translator(**form.cleaned_data, actor=request.user, now=clock.now())
        messages.success(request, _("Saved. Now try the connection."))
        return redirect("channel_list")
    return render(request, "enquiries/translator_form.html", {"form": form, "translator": translator})


@secretariat
@require_POST
def translator_try(request: HttpRequest) -> HttpResponse:
    _tell(request, libretranslate.try_it(now=clock.now()))
    return redirect("channel_list")


def _with_account(pk: uuid.UUID) -> Channel:
    return get_object_or_404(Channel, pk=pk, kind__in=FORMS, sealed_config__isnull=False)


def _try(channel: Channel) -> None:
    config = actions.open_config(channel)
    if channel.kind == Kind.MAIL:
        mail.try_it(config)
        return
    line.try_it(config)
    used, limit = line.quota(config)
    actions.note_quota(channel, used, limit, now=clock.now())


def _webhook(channel: Channel | None) -> str:
    """What is to be pasted into LINE's console."""
    if channel is None or channel.kind != Kind.LINE:
        return ""
    return settings.SITE_URL + reverse("line_webhook", args=[channel.pk])


def _tell(request: HttpRequest, failure: str) -> None:
    if failure:
        messages.error(request, _words(failure))
    else:
        messages.success(request, _("The connection works."))


def _words(failure: str) -> Any:
    return Failure(failure).label if failure else ""
