"""Making the demo network: the same each time, on any day, and never among real people."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count

from bansou.accompaniment.models import Claim, Draft, Flag, Participation
from bansou.accounts.models import User
from bansou.audit.models import Entry
from bansou.core import clock
from bansou.notices.models import Mail
from bansou.payments.models import Account, Payable, Run, Transfer
from bansou.people.models import Recipient
from bansou.supporters.models import Supporter
from bansou.website.demo.story import NotEmpty, make_demo
from bansou.website.demo.world import Sizes

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SMALL = Sizes(organisations=3, supporters=14, claims=30)


def counts() -> dict[str, object]:
    """What must be equal each time; the codes and ids are random."""
    claims = Claim.objects.order_by("state").values_list("state").annotate(Count("pk"))
    runs = Run.objects.order_by("number").values_list("month_on", "state", "transfers_count", "total_yen")
    tables = (
        Supporter,
        Claim,
        Participation,
        Recipient,
        Flag,
        Draft,
        Payable,
        Transfer,
        Account,
        Mail,
        Entry,
    )
    return {
        "claims": dict(claims),
        "runs": list(runs),
        "names": sorted(Supporter.objects.values_list("name", flat=True)),
        "rows": {table.__name__: table.objects.count() for table in tables},
    }


def test_the_same_seed_makes_the_same_network():
    made = []
    for _ in range(2):
        with transaction.atomic(), transaction.atomic(using="vault"):
            make_demo(now=NOW, sizes=SMALL)
            made.append(counts())
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="vault")
    assert json.dumps(made[0], default=str, indent=1) == json.dumps(made[1], default=str, indent=1)


def test_a_database_with_people_is_left_alone():
    User.objects.create_user("somebody@example.org", name="Somebody")
    with pytest.raises(NotEmpty):
        make_demo(now=NOW, sizes=SMALL)
    assert not Supporter.objects.exists()


@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2026, 11, 30), date(2027, 1, 4)])
def test_it_can_be_made_on_any_day(today):
    make_demo(now=datetime(today.year, today.month, today.day, 3, tzinfo=UTC), sizes=Sizes(2, 6, 10))
    assert Supporter.objects.count() == 6


class TestCommand:
    def test_it_refuses_where_real_people_may_be(self, settings):
        settings.DEMO = False
        with pytest.raises(CommandError, match="no demo"):
            call_command("demo")

    def test_it_refuses_a_second_time(self, settings, capsys, monkeypatch):
        settings.DEMO = True
        monkeypatch.setattr(clock, "now", lambda: NOW)
        call_command("demo", organisations=2, supporters=6, claims=8)
        assert "Made 6 supporters" in capsys.readouterr().out
        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("demo")
