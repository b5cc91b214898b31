"""Brings an installation up to date before it is served: databases, static files, the demo at first."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from bansou.accounts.models import Role, User
from bansou.guides.actions import load_texts
from bansou.website.queries.sign_ins import sign_ins


class Command(BaseCommand):
    help = "Bring databases and static files up to date; load the demo network on the first start."

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="start without the demo network")

    def handle(self, *, empty: bool, **options):
        for database in settings.DATABASES:
            call_command("migrate", database=database, verbosity=0)
        call_command("createcachetable", verbosity=0)
        load_texts()
        self._collect_static()
        if settings.DEMO and not empty and not User.objects.exists():
            self.stdout.write("Making the demo network of 700 supporters and three years of claims …")
            call_command("demo", stdout=self.stdout)
        self.stdout.write(f"\nBansou: {settings.SITE_URL}/\n")
        if settings.DEMO and not empty:
            self._print_sign_ins()
        elif not Role.objects.exists():
            self.stdout.write('Nobody can sign in yet: .venv/bin/bansou invite --name "…" --mail …')

    def _print_sign_ins(self) -> None:
        self.stdout.write("Demo sign-ins (current codes and the mailbox: /en/demo/):")
        for sign_in in sign_ins():
            self.stdout.write(f"  {sign_in.role:<22} {sign_in.mail:<34} {sign_in.secret}")

    def _collect_static(self) -> None:
        # Compressing takes seconds, so only when a file changed.
        stamp = settings.STATIC_ROOT / ".collected"
        state = _state_of_static_files()
        if not stamp.exists() or stamp.read_text() != state:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(state)


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
