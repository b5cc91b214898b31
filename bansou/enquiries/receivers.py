"""Hears from cases, which must not know threads."""

from typing import Any

from django.dispatch import receiver

from bansou.cases.models import Case
from bansou.cases.signals import case_erased
from bansou.enquiries.actions.erasing import erase_of_case


@receiver(case_erased)
def erase_threads(sender: Any, *, case: Case, **kwargs: Any) -> bool:
    """Whether the person is still needed: they wrote something that is not of this case."""
    return erase_of_case(case)
