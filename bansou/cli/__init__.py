"""Owns the console script `bansou`: overview, quick spreadsheet check, and the way to Django's commands."""

import os
import sys

# (what is typed, what it does), in the order in which a secretariat meets them.
COMMANDS = (
    ("assess", "judge a spreadsheet of claims under one term, without the database"),
    ("terms load FILE", "read a term from TOML as a draft"),
    ("terms dump PROGRAMME CODE", "write a term as TOML, to read and to sign"),
    ("terms publish PROGRAMME CODE", "publish a term; from then on it can't change"),
    ("import registrations FILE", "bring in registrations from a form's spreadsheet"),
    ("import claims FILE", "bring in claims from a form's spreadsheet"),
    ("payments close", "draft the run of a month"),
    ("payments approve", "approve a drafted run, by a second person"),
    ("payments export", "write the bank file of an approved run"),
    ("zengin check FILE", "read a bank file and name each fault by record and byte"),
    ("prepare --empty", "bring databases and static files up to date; script/run does it"),
    ("work", "send mail and do the background work, until stopped"),
    ("invite", "invite the first of the secretariat by mail"),
    ("audit verify", "prove that nobody changed the audit log"),
    ("vault status", "which data ends in which quarter"),
    ("vault destroy-quarter", "destroy the keys of a past quarter, by two people"),
    ("retention", "what is kept of whom, why and until when"),
    ("doctor", "what is missing on this machine or unsafe in this configuration"),
)


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 done with errors, 2 not done."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    try:
        if arguments[0] == "assess":
            from bansou.cli.assess import main as assess

            return assess(arguments[1:])
        return _django(arguments)
    except KeyboardInterrupt:
        print("bansou: stopped", file=sys.stderr)
        return 130


def overview() -> str:
    """Our commands, one line each."""
    width = max(len(typed) for typed, _ in COMMANDS)
    lines = [f"  bansou {typed:<{width}}  {told}" for typed, told in COMMANDS]
    return "\n".join(["Bansou's commands; each tells more with --help:", "", *lines])


def _django(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility, get_commands

    try:
        django.setup()
    except ImproperlyConfigured as fault:
        print(f"bansou: {fault}", file=sys.stderr)
        return 2
    if arguments[0] not in get_commands():
        print(f"bansou: there is no command “{arguments[0]}”.\n\n{overview()}", file=sys.stderr)
        return 2
    ManagementUtility(["bansou", *arguments]).execute()
    return 0
