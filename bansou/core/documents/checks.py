"""Owns the system check for what documents need on this machine."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from bansou.core.documents import has_japanese_fonts


@register
def fonts_for_documents(**kwargs: Any) -> list[CheckMessage]:
    """Warns when PDFs would print empty boxes instead of Japanese."""
    if has_japanese_fonts():
        return []
    return [
        Warning(
            "No Japanese font family is installed: PDFs would lack their text.",
            hint="Install the packages fonts-noto-cjk and fonts-noto-core (Debian, Ubuntu).",
            id="bansou.W001",
        )
    ]
