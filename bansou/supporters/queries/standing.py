"""What a supporter still has to do before being paid."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bansou.programmes.models import Terms
from bansou.programmes.rules import Competence, required_questionnaires
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.queries.papers import open_terms, papers_of


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list in the reader's language; no `url` where a room above this one has the page."""

    key: str
    title: str
    status: str
    tone: str
    hint: str = ""
    url: str = ""


def task_list(supporter: Supporter, today: date, completed: Set[str]) -> list[Task]:
    """What is done and what is missing: ID, experience or course, memorandum, account.

    `completed` are the codes of the questionnaires completed by today. Without a term in force the papers wait.
    """
    terms = next(iter(open_terms(today)), None)
    registration = papers_of(supporter).filter(terms=terms).first() if terms else None
    number = Task(
        "id", _("Bansou ID"), _("Done"), "good", hint=supporter.number, url=reverse("supporter_card")
    )
    tasks = [number]
    if terms and terms.rules.requirements.competence != Competence.NONE:
        tasks.append(_competence(supporter, terms, today, completed))
    return [*tasks, _memorandum(registration), _account(registration)]


def _competence(supporter: Supporter, terms: Terms, today: date, completed: Set[str]) -> Task:
    title = _("Experience or course")
    missing = len(set(required_questionnaires(terms.rules, today)) - completed)
    if supporter.experience_confirmed_on or not missing:
        return Task("competence", title, _("Done"), "good")
    words = ngettext(
        "%(count)d questionnaire of the course is missing.", "%(count)d questionnaires of the course are missing.",
        missing,
    )  # fmt: skip
    hint = words % {"count": missing}
    if supporter.previous_experience:
        told = _("A coordinator confirms the experience you told us about. Then you need no course.")
        return Task("competence", title, _("We check it"), "info", hint=told)
    return Task("competence", title, _("To do"), "todo", hint=hint)


def _memorandum(registration: Registration | None) -> Task:
    title = _("Memorandum")
    url = reverse("supporter_papers")
    if registration and registration.memorandum_back_on:
        return Task("memorandum", title, _("Done"), "good", url=url)
    if registration and registration.papers_sent_on:
        hint = _("Sign one copy and send it back. You can file claims before that; payment waits.")
        return Task("memorandum", title, _("To do"), "todo", hint=hint, url=url)
    return Task("memorandum", title, _("We send it"), "info", hint=_coming(registration), url=url)


def _account(registration: Registration | None) -> Task:
    title = _("Payee account")
    url = reverse("supporter_papers")
    if registration and registration.payable_on:
        return Task("account", title, _("Done"), "good", url=url)
    if registration and registration.account_notice_back_on:
        hint = _("We have your notice and enter the account.")
        return Task("account", title, _("We check it"), "info", hint=hint, url=url)
    if registration and registration.papers_sent_on:
        hint = _("Fill in the notice of the account and send it back with the memorandum.")
        return Task("account", title, _("To do"), "todo", hint=hint, url=url)
    return Task("account", title, _("We send it"), "info", hint=_coming(registration), url=url)


def _coming(registration: Registration | None) -> str:
    if registration:
        return _("The papers come by post within a few days.")
    return _("The papers come by post when the next term starts.")
