"""Makes a large fictional network, seeded, in bulk; sealed fields are truly sealed."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connections, transaction

from bansou.accompaniment.models import Claim
from bansou.accounts.models import Role, User
from bansou.core import clock
from bansou.guides.actions import load_texts
from bansou.programmes.actions import load_terms, publish_terms
from bansou.programmes.models import Terms
from bench.data.claims import make_claims
from bench.data.common import Keys
from bench.data.helping import make_helping
from bench.data.members import make_supporters
from bench.data.notes import make_notes
from bench.data.payments import make_payments
from bench.data.threads import make_threads

EXAMPLE = Path(__file__).parents[2] / "examples" / "terms" / "bansou-net-2023.toml"
STAFF = ("secretariat", "accountant", "approver", "auditor")


@dataclass(frozen=True)
class Sizes:
    """As many cases as claims."""

    claims: int
    supporters: int


def prepare(sizes: Sizes) -> None:
    """Create the tables and fill them, unless that was done before."""
    for database in connections:
        call_command("migrate", database=database, verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_texts()
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Claim.objects.exists():
        # All or nothing, and without waiting for the disk after every batch.
        with transaction.atomic(), transaction.atomic(using="vault"):
            _fill(sizes, clock.now())


def _fill(sizes: Sizes, now: datetime) -> None:
    chance = random.Random(20_231)
    staff = {kind: _staff(kind, now) for kind in STAFF}
    terms = _terms(staff["secretariat"], now)
    keys = Keys(now)
    supporters = make_supporters(sizes.supporters, terms, staff["secretariat"], keys, chance, now)
    claims = make_claims(sizes.claims, supporters, terms, staff["secretariat"], keys, chance, now)
    make_payments(claims, terms, staff, keys, now)
    desk = make_threads(sizes.claims, keys, chance, now)
    make_notes(desk, chance, now)
    make_helping(supporters, staff["secretariat"], chance, now)


def _staff(kind: str, now: datetime) -> User:
    user = User.objects.create_user(f"{kind}@example.org", name=f"Bench {kind}")
    Role.objects.create(user=user, kind=kind, granted_at=now)
    return user


def _terms(actor: User, now: datetime) -> Terms:
    """The real terms, prolonged so that support of today can be filed."""
    until = now.date() + timedelta(days=400)
    text = EXAMPLE.read_text(encoding="utf-8").replace("to = 2026-02-28", f"to = {until}")
    return publish_terms(load_terms(text, actor=actor, now=now), actor=actor, now=now)
