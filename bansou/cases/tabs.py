"""The tabs of a case: upper rooms add theirs when they start (AppConfig.ready)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bansou.cases.rules.fields import Part


class Tab(NamedTuple):
    """A page of the case (a URL name that takes the case's id), for those who may read the part."""

    page: str
    label: str | Promise
    part: Part


TABS = [
    Tab("case_overview", _("Overview"), Part.HEAD),
    Tab("case_progress", _("Progress"), Part.ENTRIES),
    Tab("case_tasks", _("Plan and tasks"), Part.TASKS),
    Tab("case_people", _("People"), Part.HEAD),
    Tab("case_files", _("Files and consents"), Part.FILES),
    Tab("case_log", _("Log"), Part.LOG),
]


def add(*, page: str, label: str | Promise, part: Part) -> None:
    """Add a tab behind the others, the log excepted, which stays the last."""
    if all(tab.page != page for tab in TABS):
        TABS.insert(len(TABS) - 1, Tab(page, label, part))
