"""Triggers that refuse to change or delete what the audit log holds."""

from typing import Any

TABLES = ("audit_entry", "audit_seal")
REFUSE = """CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"""


def install(connection: Any) -> None:
    """A migration that rebuilds a table (SQLite does for most changes) must call this again."""
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    _run(connection, statements)


def remove(connection: Any) -> None:
    if connection.vendor == "postgresql":
        drop = [
            f"DROP TRIGGER IF EXISTS {table}_{kind} ON {table}"
            for table in TABLES
            for kind in ("rows", "truncate")
        ]
    else:
        drop = [f"DROP TRIGGER IF EXISTS {table}_{kind}" for table in TABLES for kind in ("update", "delete")]
    _run(connection, drop)


def _postgresql() -> list[str]:
    statements = [REFUSE]
    for table in TABLES:
        for name, event, each in (("rows", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
            statements.append(
                f"CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {event} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
            )
    return statements


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{event.lower()} BEFORE {event} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        for table in TABLES
        for event in ("UPDATE", "DELETE")
    ]


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
