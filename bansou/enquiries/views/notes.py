"""A call or a visit, noted by who listened; it becomes a thread like any other."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bansou.cases.forms.people import SafeContactForm
from bansou.cases.permissions import DESK
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.forms import read
from bansou.enquiries.actions import calls
from bansou.enquiries.enums import Kind
from bansou.enquiries.forms.inbox import CallForm


@role_required(*DESK)
def inbox_new(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, CallForm)
    contact_form, _same = read(request, SafeContactForm)
    if submitted and form.is_valid() and contact_form.is_valid():
        typed = dict(form.cleaned_data)
        thread = calls.note_call(
            Kind(typed.pop("kind")),
            typed.pop("text"),
            contact=contact_form.contact(),
            actor=request.user,
            now=clock.now(),
            **typed,
        )
        messages.success(request, _("The note is kept. You answer this."))
        return redirect("thread_detail", thread.pk)
    return render(request, "enquiries/new.html", {"form": form, "contact_form": contact_form})
