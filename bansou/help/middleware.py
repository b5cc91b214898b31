"""What holds for every answer of the public area: complete languages only, and nothing to see after the exit."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import activate, get_language, get_language_from_path

from bansou.core import clock
from bansou.core.languages import SITE_LANGUAGES, offered, site_language
from bansou.core.office import exit_sites
from bansou.help.rules import AWAY_COOKIE

HERE = "bansou.help."


def is_public(view) -> bool:
    """Whether a view belongs to the area of the person who asks for help."""
    return view.__module__.startswith(HERE)


class Away:
    """After the quick exit every page is about the weather, until the reader comes back or the time is over.

    Forms too: Back may send one again. Somebody who signed in since then is not the one who left.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        left = request.COOKIES.get(AWAY_COOKIE) and request.path_info != reverse("leave")
        if not left or request.user.is_authenticated:
            return self.get_response(request)
        _speak_what_is_complete()
        return render(request, "help/away.html", {"today": clock.today(), "sites": exit_sites()})


class Languages:
    """Sends readers of a language that a page is not complete in to one that it is complete in.

    Pages for supporters and staff are in SITE_LANGUAGES; readers of other languages get them in English, those of
    easy Japanese in Japanese.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        spoken = offered() if is_public(view) else SITE_LANGUAGES
        asked = get_language_from_path(request.path_info)
        if asked and asked not in spoken:
            return redirect(translate_url(request.get_full_path(), _nearest(asked, spoken)))
        if is_public(view):
            _speak_what_is_complete()
            if request.GET.get("furigana") in ("on", "off"):
                request.session["furigana"] = request.GET["furigana"]
        return None


def _nearest(code: str, spoken: tuple[str, ...]) -> str:
    return site_language(code) if site_language(code) in spoken else settings.LANGUAGE_CODE


def _speak_what_is_complete() -> None:
    """For addresses without a language, where the browser's wish counts."""
    if get_language() not in offered():
        activate(_nearest(get_language(), offered()))
