"""Staff pages that show each term in words, with its source."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.enums import STAFF, RoleKind
from bansou.accounts.permissions import has_role
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.programmes import actions, rules
from bansou.programmes.forms import TermsFileForm
from bansou.programmes.models import Terms


@role_required(*STAFF)
def terms_list(request: HttpRequest) -> HttpResponse:
    terms = Terms.objects.select_related("programme").order_by("-support_from")
    return render(request, "programmes/terms_list.html", {"terms": terms, "may_load": _may_load(request)})


def _may_load(request):
    return has_role(request.user, RoleKind.SECRETARIAT)


@role_required(*STAFF)
def terms_detail(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    terms = get_object_or_404(Terms, programme=programme, code=code)
    loaded = terms.rules
    told = [
        {"rule": rule.value, "values": values, "sources": rules.sources_for(loaded, rule)}
        for rule, values in rules.describe(loaded)
    ]
    context = {"terms": terms, "rules": loaded, "told": told, "may_load": _may_load(request)}
    return render(request, "programmes/terms_detail.html", context)


@role_required(RoleKind.SECRETARIAT)
def terms_load(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, TermsFileForm)
    problems = []
    if submitted and form.is_valid():
        try:
            terms = actions.load_terms(form.cleaned_data["file"], actor=request.user, now=clock.now())
        except rules.TermsError as error:
            problems = error.problems
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            messages.success(request, _("The terms are kept as a draft. Read them through, then publish."))
            return redirect("terms_detail", terms.programme_id, terms.code)
    return render(request, "programmes/terms_load.html", {"form": form, "problems": problems})


@role_required(*STAFF)
def terms_file(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    terms = get_object_or_404(Terms, programme=programme, code=code)
    return download(terms.document, f"{terms.programme_id}-{terms.code}.toml")


@require_POST
@role_required(RoleKind.SECRETARIAT)
def terms_publish(request: HttpRequest, programme: str, code: str) -> HttpResponse:
    terms = get_object_or_404(Terms, programme=programme, code=code)
    actions.publish_terms(terms, actor=request.user, now=clock.now())
    messages.success(request, _("The terms are published. They can no longer change."))
    return redirect("terms_detail", programme, code)
