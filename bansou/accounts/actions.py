"""Inviting staff, giving and ending roles, ending sessions, changing one's own account."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from bansou.accounts.enums import NoChange, RoleKind
from bansou.accounts.models import Role, User
from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.notices.actions import queue_mail


@transaction.atomic
def invite(
    *, name: str, email: str, language: str, kind: str, region: str, actor: User | None, now: datetime
) -> User:
    """Somebody new on the staff. They set a password with a mailed code, then a second factor.

    `actor` is None on a server's command line only.
    """
    user = User.objects.create_user(email, name=name, language=language)
    Role.objects.create(user=user, kind=kind, region=region, granted_by=actor, granted_at=now)
    audit.record(actor, "accounts.invite", user, now=now, fields=["roles"], reason=_told(kind, region))
    queue_mail(to=user.email, language=language, template="accounts/mail/invitation", context={}, now=now)
    _tell(user, actor, now, also_user=False)
    return user


@transaction.atomic
def grant_role(user: User, kind: str, region: str, *, actor: User, now: datetime) -> Role:
    """Raises Refused(NoChange)."""
    _refuse_own(user, actor)
    try:
        with transaction.atomic():
            role = Role.objects.create(user=user, kind=kind, region=region, granted_by=actor, granted_at=now)
    except IntegrityError:
        raise Refused(NoChange.ALREADY) from None
    _changed(user, actor, "accounts.grant_role", _told(kind, region), now)
    return role


@transaction.atomic
def end_role(role: Role, *, actor: User, now: datetime) -> None:
    """Raises Refused(NoChange)."""
    _refuse_own(role.user, actor)
    role.delete()
    _changed(role.user, actor, "accounts.end_role", _told(role.kind, role.region), now)


@transaction.atomic
def sign_out_everywhere(user: User, *, actor: User, now: datetime) -> None:
    """For a lost device: every session of the user ends at its next page."""
    end_sessions(user)
    audit.record(actor, "accounts.end_sessions", user, now=now)


@transaction.atomic
def change_own(user: User, *, now: datetime, **wanted: str | bool) -> None:
    """What one may change about oneself: name, language, shortcut_keys and is_public_official, or some of these."""
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if changed:
        for field in changed:
            setattr(user, field, wanted[field])
        user.save(update_fields=changed)
        audit.record(user, "accounts.change", user, now=now, fields=changed)


@transaction.atomic
def mark_official(user: User, official: bool, *, actor: User, now: datetime) -> None:
    """Somebody works for a public office, or no longer: what must not be shown to them changes at the next page."""
    if user.is_public_official != official:
        user.is_public_official = official
        user.save(update_fields=["is_public_official"])
        audit.record(actor, "accounts.official", user, now=now)


def end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(access_version=F("access_version") + 1)
    user.refresh_from_db(fields=["access_version"])


def _refuse_own(user: User, actor: User) -> None:
    if user.pk == actor.pk:
        raise Refused(NoChange.OWN)


def _changed(user: User, actor: User, verb: str, told: str, now: datetime) -> None:
    end_sessions(user)
    user.__dict__.pop("role_rows", None)
    audit.record(actor, verb, user, now=now, fields=["roles"], reason=told)
    _tell(user, actor, now, also_user=True)


def _tell(user: User, actor: User | None, now: datetime, *, also_user: bool) -> None:
    # Whoever gives roles could make a second person of themselves; so the auditors hear of every change.
    auditors = User.objects.filter(roles__kind=RoleKind.AUDITOR, is_active=True).distinct()
    people = {person.pk: person for person in auditors if actor is None or person.pk != actor.pk}
    people.pop(user.pk, None)
    if also_user:
        people[user.pk] = user
    for person in people.values():
        queue_mail(
            to=person.email,
            language=person.language,
            template="accounts/mail/roles_changed",
            context={},
            now=now,
        )


def _told(kind: str, region: str) -> str:
    return f"{kind} {region}".strip()
