"""Joining, changing what one told, confirming experience, leaving."""

from datetime import date, datetime
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import Role, User
from bansou.audit import actions as audit
from bansou.core.checkchars import new_bansou_id
from bansou.core.refusal import Refused
from bansou.payments import actions as payments
from bansou.supporters import notifications, permissions, queries
from bansou.supporters.actions.papers import open_registration
from bansou.supporters.enums import Reason
from bansou.supporters.models import (
    Supporter,
    SupporterArea,
    SupporterField,
    SupporterLanguage,
    SupporterTime,
)
from bansou.supporters.rules import Details

_LISTS = ("languages", "areas", "fields", "times")


def register_from_form(
    details: Details, *, token: UUID, language: str, consent_version: str, now: datetime
) -> Supporter | None:
    """Register from the public form; None if the mail address is known, whose owner alone is told so."""
    try:
        return register(details, token=token, language=language, consent_version=consent_version, now=now)
    except Refused:
        with transaction.atomic():
            notifications.already_registered(User.objects.get(email=details.mail), now=now)
        return None


def register(
    details: Details, *, token: UUID, language: str, consent_version: str, now: datetime,
    registered_at: datetime | None = None, number: str = "", experience_on: date | None = None,
    actor: Any = None,
) -> Supporter:  # fmt: skip
    """A new supporter with their Bansou ID, told by mail; the same token again gives the same supporter.

    For whoever was a member before: `registered_at` is when the form was filled in, `number` the Bansou ID that
    they have, `experience_on` the day on which the office confirmed their experience. Raises Refused(MAIL_TAKEN).
    """
    known = {"number": number, "experience_confirmed_on": experience_on}
    values = (details, token, language, consent_version, registered_at or now, now, known, actor)
    try:
        return _register(*values)
    except IntegrityError:
        # A second click or the same mail a moment earlier: now its row is there to be seen.
        return _register(*values)


@transaction.atomic
def _register(
    details: Details, token: UUID, language: str, version: str, at: datetime, now: datetime,
    known: dict[str, Any], actor: Any,
) -> Supporter:  # fmt: skip
    earlier = Supporter.objects.filter(form_token=token).first()
    if earlier:
        return earlier
    if User.objects.filter(email=details.mail).exists():
        raise Refused(Reason.MAIL_TAKEN)
    number = known["number"] or _free_number()
    user = User.objects.create_user(details.mail, name=details.name, language=language)
    Role.objects.create(user=user, kind=RoleKind.SUPPORTER, granted_by=actor, granted_at=now)
    payee = payments.register_payee(
        name=details.name, reference=number, mail=details.mail, language=language, user=user, now=now
    )
    supporter = Supporter.objects.create(
        number=number, user=user, payee=payee, form_token=token, consent_version=version, consented_at=at,
        registered_on=timezone.localtime(at).date(), experience_confirmed_on=known["experience_confirmed_on"],
        **{name: getattr(details, name) for name in queries.TOLD},
    )  # fmt: skip
    _write_lists(supporter, details)
    for terms in queries.open_terms(timezone.localtime(now).date()):
        open_registration(supporter, terms, actor=actor, now=now)
    audit.record(actor, "supporters.register", supporter, now=now)
    notifications.id_issued(supporter, now=now)
    return supporter


def _free_number() -> str:
    rng = SystemRandom()
    while Supporter.objects.filter(number=(number := new_bansou_id(rng))).exists():
        continue
    return number


def _write_lists(supporter: Supporter, details: Details) -> None:
    SupporterLanguage.objects.bulk_create(
        SupporterLanguage(
            supporter=supporter, language=each.language, level=each.level, interprets=each.interprets
        )
        for each in details.languages
    )
    SupporterArea.objects.bulk_create(
        SupporterArea(supporter=supporter, prefecture=code) for code in details.areas
    )
    SupporterField.objects.bulk_create(
        SupporterField(supporter=supporter, field=name) for name in details.fields
    )
    SupporterTime.objects.bulk_create(
        SupporterTime(supporter=supporter, weekday=each.weekday, starts=each.starts, ends=each.ends)
        for each in details.times
    )


@transaction.atomic
def update_profile(supporter: Supporter, details: Details, *, actor: Any, now: datetime) -> Supporter:
    """Change what the supporter told us; payments tells a changed mail address to the old one.

    Raises Refused(MAIL_TAKEN).
    """
    supporter = Supporter.objects.select_for_update().select_related("user", "payee").get(pk=supporter.pk)
    before = queries.details_of(supporter)
    changed = [name for name in (*queries.TOLD, "mail") if getattr(before, name) != getattr(details, name)]
    changed += [name for name in _LISTS if set(getattr(before, name)) != set(getattr(details, name))]
    if not changed:
        return supporter
    for name in queries.TOLD:
        setattr(supporter, name, getattr(details, name))
    supporter.save()
    if set(_LISTS) & set(changed):
        for name in _LISTS:
            getattr(supporter, name).all().delete()
        _write_lists(supporter, details)
    if {"name", "mail"} & set(changed):
        _write_contact(supporter, details, now)
    audit.record(actor, "supporters.update", supporter, now=now, fields=changed)
    return supporter


def _write_contact(supporter: Supporter, details: Details, now: datetime) -> None:
    """The name and address that sign-in and payments know the supporter by."""
    user = supporter.user
    if User.objects.filter(email=details.mail).exclude(pk=user.pk).exists():
        raise Refused(Reason.MAIL_TAKEN)
    user.name, user.email = details.name, details.mail
    user.save(update_fields=["name", "email"])
    payments.update_payee(
        supporter.payee, name=details.name, mail=details.mail, language=user.language, now=now
    )


@transaction.atomic
def confirm_experience(supporter: Supporter, *, actor: Any, now: datetime) -> None:
    """That the network knows of the supporter's experience. Confirming again changes nothing.

    Raises Refused(OWN, HAS_LEFT).
    """
    supporter = Supporter.objects.select_for_update().get(pk=supporter.pk)
    if permissions.is_own(actor, supporter):
        raise Refused(Reason.OWN)
    if supporter.left_on:
        raise Refused(Reason.HAS_LEFT)
    if supporter.experience_confirmed_on:
        return
    supporter.experience_confirmed_on, supporter.experience_confirmed_by = (
        timezone.localtime(now).date(),
        actor,
    )
    supporter.save(update_fields=["experience_confirmed_on", "experience_confirmed_by"])
    audit.record(actor, "supporters.confirm_experience", supporter, now=now)
    notifications.experience_confirmed(supporter, now=now)


@transaction.atomic
def leave(supporter: Supporter, *, actor: Any, now: datetime) -> None:
    """End the membership: no more papers and lists; what is owed is still paid, so sign-in stays."""
    supporter = Supporter.objects.select_for_update().get(pk=supporter.pk)
    if supporter.left_on is None:
        supporter.left_on = timezone.localtime(now).date()
        supporter.save(update_fields=["left_on"])
        audit.record(actor, "supporters.leave", supporter, now=now)
