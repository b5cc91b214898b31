"""`bansou doctor`: what is missing on this machine or unsafe in this configuration, each with the way out."""

import importlib.metadata
import shutil
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from bansou.accounts.enums import STAFF
from bansou.accounts.models import User
from bansou.core import calendar, clock
from bansou.core.documents import has_japanese_fonts
from bansou.files import actions as files
from bansou.payments.models import PayingAccount, TaxDecision
from bansou.programmes.models import Terms
from bansou.vault import keyfiles, keyring
from bansou.vault.crypto import Unreadable
from bansou.vault.models import DataKey

FAIL, WARN = "unsafe", "missing"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
BANK_TABLE_DAYS = 200
NEWEST_FILES = 100

Finding = tuple[str, str, str]


class Command(BaseCommand):
    help = "Name what is missing on this machine or unsafe in this configuration. Exit code 1 if anything is."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        found = 0
        for check in CHECKS:
            findings = list(check())
            found += len(findings)
            title = (check.__doc__ or "").strip().rstrip(".")
            if not findings:
                self.stdout.write(f"ok       {title}")
            for level, what, way_out in findings:
                self.stdout.write(f"{level:<8} {title}: {what}\n         → {way_out}")
        self.stdout.write(f"\n{found} findings." if found else "\nNothing missing, nothing unsafe.")
        if found:
            raise SystemExit(1)


def databases() -> Iterator[Finding]:
    """Databases."""
    for alias in settings.DATABASES:
        try:
            executor = MigrationExecutor(connections[alias])
            pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            yield FAIL, f"“{alias}” does not answer ({type(error).__name__})", "Start it, or correct its URL."
            continue
        if pending:
            yield WARN, f"“{alias}” lacks {len(pending)} migrations", "Run bansou prepare --empty."
    first, second = (settings.DATABASES[alias] for alias in ("default", "vault"))
    if all(first[key] == second[key] for key in ("NAME", "HOST", "PORT")):
        yield FAIL, "data and keys share one database", "Set BANSOU_VAULT_DATABASE_URL to another one."


def data_folder() -> Iterator[Finding]:
    """Data folder."""
    folder = Path(settings.DATA_DIR)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield FAIL, "others on this machine can read it: database, mail, secrets", f"chmod go= {folder}"


def key_folder() -> Iterator[Finding]:
    """Master keys."""
    folder = Path(settings.KEYS_DIR).resolve()
    if folder.is_relative_to(settings.BASE_DIR):
        yield (
            FAIL,
            "the keys lie inside the project folder, where a copy or backup takes them along",
            "Move them, for example to /etc/bansou/keys, and set BANSOU_KEYS_DIR. For the demo this is fine.",
        )
    elif folder.is_relative_to(Path(settings.DATA_DIR).resolve()):
        yield FAIL, "the keys lie in the data folder, which backups take", "Move them: BANSOU_KEYS_DIR."
    if not folder.exists():
        yield WARN, "there is no key folder yet", "It is made when the first secret is sealed."
        return
    for path in [folder, *folder.iterdir()]:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield FAIL, f"{path.name} can be read by others", f"chmod go= {path}"


def sealed_data() -> Iterator[Finding]:
    """Sealed data opens."""
    for quarter in DataKey.objects.order_by("quarter").values_list("quarter", flat=True).distinct():
        name = f"kek-{quarter}"
        if keyfiles.marker(name).exists():
            continue
        if not keyfiles.path(name).exists():
            yield FAIL, f"the master key {name} is missing", "Put it back from its copy before anything else."
            continue
        try:
            keyring.one(DataKey.objects.filter(quarter=quarter).values_list("scope", flat=True)[0])
        except Unreadable:
            yield FAIL, f"{name} is another key than its data needs", "Put back the copy that belongs to it."


def handed_in_files() -> Iterator[Finding]:
    """Files that people handed in."""
    folder = Path(settings.FILES_DIR)
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield FAIL, "others on this machine can list them", f"chmod go= {folder}"
    if lost := files.missing(among=NEWEST_FILES):
        yield FAIL, f"{lost} of the newest are not in {folder}", "Put the folder back from its copy."


def secret_key() -> Iterator[Finding]:
    """Secret key."""
    if len(settings.SECRET_KEY) < 50:
        yield FAIL, "it is short", "Let script/setup make one, or use 50 random characters."
    file = Path(settings.DATA_DIR) / "secret_key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield FAIL, "its file can be read by others", f"chmod go= {file}"


def openness() -> Iterator[Finding]:
    """Demo and encryption on the way."""
    public = set(settings.ALLOWED_HOSTS) - LOOPBACK
    if settings.DEMO and public:
        yield FAIL, "the demo is on, on a public name", "Unset BANSOU_DEMO: it shows mail and sign-in codes."
    if any(host.startswith(("*", ".")) for host in public):
        yield FAIL, "any name is answered", "List the exact names in BANSOU_ALLOWED_HOSTS."
    if public and not settings.HTTPS:
        yield FAIL, "pages travel unencrypted", "Put an HTTPS proxy in front and set BANSOU_HTTPS=1."
    if settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield WARN, "rate limits see only the proxy's address", "Set BANSOU_PROXY_COUNT, usually to 1."


def audit_log() -> Iterator[Finding]:
    """Audit log."""
    if not settings.AUDIT_ANCHOR_TO:
        yield WARN, "nobody outside keeps its end, so a cut would not show", "Set BANSOU_AUDIT_ANCHOR_TO."


def mail() -> Iterator[Finding]:
    """Mail."""
    if not settings.EMAIL_HOST:
        yield WARN, "no mail server: mail is written to files", "Set BANSOU_SMTP_HOST."


def fonts() -> Iterator[Finding]:
    """Fonts for printed papers."""
    if not has_japanese_fonts():
        yield WARN, "no Japanese font: papers lack letters", "apt-get install fonts-noto-cjk fonts-noto-core"


def disk() -> Iterator[Finding]:
    """Disk space."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < 2_000_000_000:
        yield WARN, f"{free // 1_000_000} MB free", "Make room: below 2 GB a backup may not fit."


def catalogues() -> Iterator[Finding]:
    """Languages."""
    folders = [settings.BASE_DIR / "locale", settings.BASE_DIR / "bansou"]
    stale = [po for folder in folders for po in folder.rglob("*.po") if not po.with_suffix(".mo").exists()]
    if stale:
        yield WARN, f"{len(stale)} catalogues are not compiled", "Run script/setup."


def tables() -> Iterator[Finding]:
    """Holidays and banks."""
    today = clock.today()
    if calendar.known_until() < today + timedelta(days=60):
        yield WARN, "holidays are official only until soon", "Install a newer Bansou."
    released = importlib.metadata.version("zengin-code").rsplit(".", 1)[-1]
    day = date(int(released[:4]), int(released[4:6]), int(released[6:8]))
    if today - day > timedelta(days=BANK_TABLE_DAYS):
        yield WARN, f"the bank table is of {day}", "Update zengin-code: branches merge."


def people() -> Iterator[Finding]:
    """Staff and their second factors."""
    staff = User.objects.filter(is_active=True, roles__kind__in=STAFF).distinct()
    if not staff.exists():
        yield WARN, "nobody on the staff can sign in", "Run bansou invite."
    open_ = staff.filter(authenticator__isnull=True).count()
    if open_:
        yield WARN, f"{open_} of the staff have no second factor", "They are asked for it when they sign in."


def programme() -> Iterator[Finding]:
    """Terms, tax class, paying account."""
    today = clock.today()
    if not Terms.objects.published().exists():
        yield WARN, "no published terms", "bansou terms load examples/terms/… --publish"
    elif not Terms.objects.published().filter(support_from__lte=today, support_to__gte=today).exists():
        yield WARN, "no terms are in force today: nobody can file", "Load the next terms."
    if not TaxDecision.objects.filter(valid_from__lte=today).exists():
        yield WARN, "the tax class is undecided: nothing is paid", "An accountant decides it under Payments."
    if not PayingAccount.objects.exists():
        yield WARN, "no paying account, so no bank file", "An accountant enters it under Payments."


CHECKS = (
    databases,
    data_folder,
    key_folder,
    sealed_data,
    handed_in_files,
    secret_key,
    openness,
    audit_log,
    mail,
    fonts,
    disk,
    catalogues,
    tables,
    people,
    programme,
)
