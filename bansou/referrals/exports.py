"""The paper that goes to somebody outside."""

from datetime import date

from bansou.core.documents import render_pdf
from bansou.core.office import office
from bansou.referrals.models import Referral
from bansou.referrals.queries.reading import Words


def letter(referral: Referral, words: Words, *, today: date) -> bytes:
    """A PDF with the chosen parts and the question, nothing else; no name in the file's name."""
    to = referral.organisation.name if referral.organisation else words.name
    data = {
        "office": office(),
        "to": to,
        "number": referral.case.number,
        "question": words.question,
        "answer_by": referral.answer_by_on.isoformat(),
        "rows": [{"key": str(row["key"]), "value": row["value"]} for row in words.rows],
    }
    return render_pdf("referrals/letter", data, issued_on=today)
