"""`bansou retention`: what is kept, why, and until when, as docs/privacy/retention.md."""

from django.core.management.base import BaseCommand

from bansou.core.retention import as_markdown


class Command(BaseCommand):
    help = "Print what is kept of whom, how sensitive it is, why and until when."

    def handle(self, **options):
        self.stdout.write(as_markdown(), ending="")
