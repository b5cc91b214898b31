"""`bansou invite`: the first person of a new installation."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bansou.accounts import actions
from bansou.accounts.enums import STAFF
from bansou.accounts.models import User
from bansou.core import clock


class Command(BaseCommand):
    help = "Invite somebody to the staff by mail, for example the first of the secretariat."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True)
        parser.add_argument("--mail", required=True)
        parser.add_argument("--role", default="secretariat", choices=sorted(STAFF - {"coordinator"}))
        parser.add_argument("--language", default="ja", choices=["ja", "en", "vi"])

    def handle(self, *, name: str, mail: str, role: str, language: str, **options):
        if User.objects.filter(email=mail.lower()).exists():
            raise CommandError("Somebody with this mail address is here already.")
        actions.invite(
            name=name, email=mail, language=language, kind=role, region="", actor=None, now=clock.now()
        )
        self.stdout.write("Invited. The mail leaves when the worker runs (bansou work, part of script/run).")
        if not settings.EMAIL_HOST:
            self.stdout.write(f"There is no mail server: read the mail in {settings.EMAIL_FILE_PATH}.")
