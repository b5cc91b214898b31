"""`bansou audit verify|anchor`: proves that nobody changed the log."""

import re
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand

from bansou.audit import actions, queries
from bansou.core import clock

TOLD = {
    "missing": "link {0}: links are missing from here",
    "changed": "link {0}: the entry was changed, or the order was",
    "unsealed": "entry {0}: not in the chain",
    "cut": "link {0}: the chain ends before the anchor",
    "rewritten": "link {0}: the anchor says otherwise; the chain was made anew",
}


def _anchor(text: str) -> tuple[int, str]:
    if not re.fullmatch(r"\d{1,18}:[0-9a-f]{64}", text):
        raise ArgumentTypeError("an anchor looks like 1234:<64 hexadecimal digits>")
    seq, mac = text.split(":")
    return int(seq), mac


class Command(BaseCommand):
    help = "Check the audit log (verify), or print the end of its chain to keep elsewhere (anchor)."

    def add_arguments(self, parser):
        commands = parser.add_subparsers(dest="what", required=True)
        verify = commands.add_parser("verify", help="exit code 1 and one line per fault, or 0")
        verify.add_argument("--anchor", type=_anchor, help="SEQ:MAC as it was mailed, to notice a cut tail")
        commands.add_parser("anchor", help="seal what is new and print SEQ:MAC")

    def handle(self, *, what: str, anchor=None, **options):
        if what == "anchor":
            actions.seal_entries()
            self.stdout.write("{}:{}".format(*(queries.anchor() or (0, "0" * 64))))
            return
        found = 0
        for fault in queries.faults(now=clock.now(), anchor=anchor):
            found += 1
            self.stdout.write(TOLD[fault.kind].format(fault.seq))
        if found:
            raise SystemExit(1)
        seq, _mac = queries.anchor() or (0, "")
        self.stdout.write(f"The audit log is whole: {seq} links.")
