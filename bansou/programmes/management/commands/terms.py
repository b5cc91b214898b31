"""`bansou terms load|dump|publish`: terms travel as TOML."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bansou.core import clock
from bansou.core.refusal import Refused
from bansou.programmes import actions, rules
from bansou.programmes.models import Terms


class Command(BaseCommand):
    help = "Load, dump and publish the dated terms of a programme."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="load|dump|publish")
        load = verbs.add_parser("load", help="read terms from a TOML file and keep them as a draft")
        load.add_argument("file", type=Path)
        load.add_argument("--publish", action="store_true", help="publish them at once")
        dump = verbs.add_parser("dump", help="write terms as TOML, to standard output or a file")
        dump.add_argument("--out", type=Path, help="write to this file instead")
        publish = verbs.add_parser("publish", help="put terms into force; they can never change again")
        for verb in (dump, publish):
            verb.add_argument("programme", help='for example "bansou-net"')
            verb.add_argument("code", help='for example "2023"')

    def handle(self, *, verb: str, **options):
        try:
            getattr(self, f"_{verb}")(**options)
        except Refused as refused:
            raise CommandError(refused.message, returncode=1)

    def _load(self, *, file: Path, publish: bool, **options):
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}", returncode=2)
        try:
            terms = actions.load_terms(text, actor=None, now=clock.now())
        except rules.TermsError as error:
            raise CommandError(f"{file} holds no valid terms:\n{error}", returncode=1)
        if publish:
            terms = actions.publish_terms(terms, actor=None, now=clock.now())
        self.stdout.write(f"{terms} is {'published' if terms.published_at else 'kept as a draft'}.")

    def _dump(self, *, out: Path | None, **options):
        document = self._find(**options).document
        if out:
            out.write_text(document, encoding="utf-8")
        else:
            self.stdout.write(document, ending="")

    def _publish(self, **options):
        terms = actions.publish_terms(self._find(**options), actor=None, now=clock.now())
        self.stdout.write(f"{terms} is published.")

    def _find(self, *, programme: str, code: str, **options) -> Terms:
        terms = Terms.objects.filter(programme=programme, code=code).first()
        if terms is None:
            known = ", ".join(map(str, Terms.objects.order_by("programme", "code"))) or "none"
            raise CommandError(f"There are no terms {programme}/{code}. Known: {known}.", returncode=2)
        return terms
