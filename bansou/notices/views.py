"""Mails that did not go out, for the secretariat."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.paging import page
from bansou.core.refusal import Refused
from bansou.notices import actions
from bansou.notices.models import Mail


@role_required("secretariat")
def mail_list(request: HttpRequest) -> HttpResponse:
    in_trouble = Mail.objects.in_trouble()
    shown = page(in_trouble.defer("sealed"), request.GET, ("created_at", "id"))
    counts = {
        "waiting": Mail.objects.filter(sent_at=None).exclude(next_try_at=None).count(),
        "given_up": in_trouble.filter(next_try_at=None).count(),
    }
    return render(request, "notices/mail_list.html", {"page": shown, **counts})


@role_required("secretariat")
def mail_detail(request: HttpRequest, pk) -> HttpResponse:
    mail = get_object_or_404(Mail.objects.in_trouble(), pk=pk)
    try:
        told = actions.open_mail(mail, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("mail_list")
    return render(request, "notices/mail_detail.html", {"mail": mail, "told": told})


@role_required("secretariat")
@require_POST
def mail_retry(request: HttpRequest, pk) -> HttpResponse:
    mail = get_object_or_404(Mail, pk=pk)
    actions.retry(mail, actor=request.user, now=clock.now())
    messages.success(request, _("The mail is tried again at once."))
    return redirect("mail_list")
