"""The same fifty rows as Django shows them without layout, roles, signs and filters; and as bare SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines

from bansou.accompaniment.models import Claim
from bansou.cases.models import Case
from bansou.enquiries.models import Thread
from bench.server import Visitor
from bench.table import Row, measure, percentiles, timed

ROWS = 50


@dataclass(frozen=True)
class Plain:
    """A list of ours: its rows and its total in Django, what a row shows, and the same as SQL."""

    rows: QuerySet[Any]
    order: tuple[str, str]
    cells: str
    columns: str
    source: str
    arguments: tuple[Any, ...] = ()


def lists(user: str = "") -> dict[str, Plain]:
    """By name; cases are those that a user is on."""
    return {
        "queue": Plain(
            Claim.objects.select_related("applicant").defer("sealed_text"),
            ("-filed_at", "-id"),
            '{{ row.number }}<td>{{ row.filed_at|date:"Y-m-d" }}<td>{{ row.state }}<td>{{ row.applicant.number }}'
            "<td>{{ row.applicant.name }}<td>{{ row.place }}<td>{{ row.amount_yen }}",
            "r.number, r.filed_at, r.state, s.number, s.name, r.place, r.amount_yen",
            "accompaniment_claim r JOIN supporters_supporter s ON s.id = r.applicant_id",
        ),
        "inbox": Plain(
            Thread.objects.filter(waiting_since__isnull=False, case=None)
            .select_related("channel")
            .only(*_THREAD),
            ("waiting_since", "id"),
            "{{ row.channel.name }}<td>{{ row.urgency }}<td>{{ row.language }}<td>{{ row.prefecture }}"
            '<td>{{ row.state }}<td>{{ row.waiting_since|date:"Y-m-d" }}',
            "c.name, r.urgency, r.language, r.prefecture, r.state, r.waiting_since",
            "enquiries_thread r JOIN enquiries_channel c ON c.id = r.channel_id"
            " WHERE r.waiting_since IS NOT NULL AND r.case_id IS NULL",
        ),
        "cases": Plain(
            Case.objects.filter(members__user=user or None, members__ended_at=None).defer("sealed_facts"),
            ("-last_at", "-id"),
            "{{ row.number }}<td>{{ row.main_topic }}<td>{{ row.language }}<td>{{ row.urgency }}<td>{{ row.state }}"
            '<td>{{ row.last_at|date:"Y-m-d" }}',
            "r.number, r.main_topic, r.language, r.urgency, r.state, r.last_at",
            "cases_case r JOIN cases_casemember m ON m.case_id = r.id WHERE m.user_id = %s AND m.ended_at IS NULL",
            (Case._meta.pk.get_db_prep_value(user or None, connection),),
        ),
    }


_THREAD = ("urgency", "language", "prefecture", "state", "waiting_since", "channel__name")
TEMPLATE = """<!doctype html><title>Rows</title><p>{{ total }}<table>
{% for row in rows %}<tr><td>CELLS{% endfor %}</table>"""


@login_not_required
def plain_list(request: HttpRequest, name: str) -> HttpResponse:
    plain = lists(request.GET.get("user", ""))[name]
    template = engines["django"].from_string(TEMPLATE.replace("CELLS", plain.cells))
    rows = plain.rows.order_by(*plain.order)[:ROWS]
    return HttpResponse(template.render({"rows": rows, "total": plain.rows.count()}))


def bare_sql(plain: Plain) -> None:
    order = ", ".join(f"r.{name.removeprefix('-')}{' DESC' * name.startswith('-')}" for name in plain.order)
    with connection.cursor() as cursor:
        for statement in (
            f"SELECT {plain.columns} FROM {plain.source} ORDER BY {order} LIMIT {ROWS}",
            f"SELECT count(*) FROM {plain.source}",
        ):
            cursor.execute(statement, plain.arguments)
            cursor.fetchall()


def ratios(visitor: Visitor, name: str, ours: Sequence[float], times: int, *, user: str = "") -> list[Row]:
    """How much longer our page takes than the plain one on the same server, and than the SQL."""
    middle_of_ours, _high = percentiles(ours)
    rows = []
    for what, run_once in (
        (
            "Plain Django page, same rows and total, same server",
            lambda: visitor.get(f"/plain/{name}/?user={user}"),
        ),
        ("The SQL of rows and total alone", lambda: bare_sql(lists(user)[name])),
    ):
        spent = measure(run_once, times)
        middle, _high = percentiles(spent)
        rows.append(timed(what, spent, **{f"{name} takes": f"{middle_of_ours / middle:.1f} times"}))
    return rows
