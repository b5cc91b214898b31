"""What the worker does for enquiries: reads mailboxes and what LINE told, sends answers, asks for quotas, tidies up."""

from bansou.core import clock
from bansou.core.periodic import every
from bansou.enquiries.actions import erasing, handling, outbox
from bansou.enquiries.actions import line as line_events
from bansou.enquiries.actions.channels import mailboxes_due
from bansou.enquiries.adapters import line, mail
from bansou.enquiries.enums import Kind

CARRIERS: dict[str, outbox.Carrier] = {Kind.MAIL: mail.carry, Kind.LINE: line.carry}


@every(seconds=1)
def send_answers() -> None:
    while outbox.send_due(CARRIERS, now=clock.now()) == outbox.AT_ONCE:
        pass


@every(seconds=1)
def read_line() -> None:
    while line_events.read_due(line.fetch, now=clock.now()) == line_events.AT_ONCE:
        pass


@every(seconds=10)
def read_mailboxes() -> None:
    for channel in mailboxes_due(now=clock.now()):
        mail.poll(channel, now=clock.now())


@every(hours=1)
def ask_quotas() -> None:
    line.ask_quotas(now=clock.now())


@every(hours=24)
def prune_line_events() -> None:
    line_events.prune(now=clock.now())


@every(minutes=1)
def wake_threads() -> None:
    handling.wake(now=clock.now())


@every(hours=24)
def erase_threads() -> None:
    erasing.erase_due(today=clock.today())


@every(hours=24)
def renew_keys() -> None:
    handling.renew_keys(today=clock.today())


@every(hours=24)
def prune_readings() -> None:
    handling.prune_readings(now=clock.now())
