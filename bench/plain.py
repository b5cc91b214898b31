"""The same fifty claims as Django shows them without layout, roles, signs and filters; and as bare SQL."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.template import engines

from bansou.accompaniment.models import Claim

TEMPLATE = """<!doctype html><title>Claims</title><p>{{ total }}<table>
{% for claim in claims %}<tr><td>{{ claim.number }}<td>{{ claim.filed_at|date:"Y-m-d" }}<td>{{ claim.state }}
<td>{{ claim.applicant.number }}<td>{{ claim.applicant.name }}<td>{{ claim.place }}<td>{{ claim.amount_yen }}
{% endfor %}</table>"""
ROWS = """
SELECT c.number, c.filed_at, c.state, s.number, s.name, c.place, c.amount_yen
FROM accompaniment_claim c JOIN supporters_supporter s ON s.id = c.applicant_id
ORDER BY c.filed_at DESC, c.id DESC LIMIT 50"""
TOTAL = "SELECT count(*) FROM accompaniment_claim"


@login_not_required
def plain_queue(request):
    claims = Claim.objects.select_related("applicant").defer("sealed_text").newest_first()[:50]
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"claims": claims, "total": Claim.objects.count()}))


def bare_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        cursor.fetchall()
        cursor.execute(TOTAL)
        cursor.fetchall()
