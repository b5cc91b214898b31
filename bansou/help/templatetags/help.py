"""Parts of the pages of the public area."""

from typing import Any

from django import template
from django.utils.translation import get_language

from bansou.core.languages import offered, own_name
from bansou.core.templatetags.bansou import error_summary, page_languages

register = template.Library()


@register.inclusion_tag("help/_languages.html", takes_context=True)
def help_languages(context: dict[str, Any]) -> dict[str, Any]:
    """The language switch: links, or on a page with a `form` submit buttons of it, which keep what was typed."""
    return {
        "choices": page_languages(context, offered()),
        "name": own_name(get_language()),
        "form": context.get("form"),
    }


@register.inclusion_tag("help/_errors.html")
def help_errors(*forms: Any) -> dict[str, Any]:
    """What went wrong in these forms, on top of the page, each line leading to its field."""
    return error_summary(*forms)
