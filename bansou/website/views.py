"""Public pages and the home of each kind of user."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render


@login_not_required
def choose_language(request):
    return redirect("front")


@login_not_required
def front(request):
    return render(request, "website/front.html")


def home(request):
    return render(request, "website/home.html")


def bad_request(request, exception):
    return render(request, "400.html", status=400)
