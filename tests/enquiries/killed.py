"""A small installation whose sender is killed: `python -m tests.enquiries.killed prepare PORT 3`, `… send MINUTES`."""

import os
import sys
from datetime import timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from bansou.enquiries.actions import outbox  # noqa: E402
from bansou.enquiries.models import Message, Outgoing  # noqa: E402
from bansou.enquiries.tasks import CARRIERS  # noqa: E402
from tests.enquiries import channels  # noqa: E402


def prepare(smtp_port: int, each: int) -> None:
    for database in settings.DATABASES:
        call_command("migrate", database=database, verbosity=0)
    now = timezone.now()
    box, line = channels.make_mailbox(now, smtp_port=smtp_port), channels.make_line(now)
    for number in range(each):
        for channel in (box, line):
            thread = channels.make_thread(channel, f"person{number}@example.org", now)
            channels.answer(thread, f"Answer {number}", now)


def send(minutes: int) -> None:
    """Everything that is due so many minutes from now; prints how much still waits and what became of each."""
    now = timezone.now() + timedelta(minutes=minutes)
    while outbox.send_due(CARRIERS, now=now):
        pass
    print(Outgoing.objects.exclude(next_try_at=None).count())
    for pk, delivery in Message.objects.filter(direction="out").values_list("pk", "delivery"):
        print(pk, delivery)


if __name__ == "__main__":
    {"prepare": prepare, "send": send}[sys.argv[1]](*map(int, sys.argv[2:]))
