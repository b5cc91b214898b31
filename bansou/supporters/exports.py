"""What leaves this room: papers and labels as PDF, lists as spreadsheets."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bansou.core import postal, sheets
from bansou.core.documents import qr_svg, render_pdf
from bansou.core.documents.shapes import AccountNotices, Band, Label, Labels, Member, Memoranda, TermInWords
from bansou.core.languages import language
from bansou.core.municipalities import prefecture_name
from bansou.core.office import memorandum_confirmed, office
from bansou.programmes import rules as term_rules
from bansou.programmes.models import Terms
from bansou.supporters.enums import Paper
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.rules import CONSENT_VERSION, show_paper_code

FIELDS = (
    "name",
    "kana",
    "latin",
    "mail",
    "phone",
    "address",
    "languages",
    "areas",
    "remote",
    "paused_until",
    "organisation",
)


def memoranda(registrations: Sequence[Registration], terms: Terms, *, today: date) -> bytes:
    """Two copies of the memorandum for each registration."""
    data: Memoranda = {
        "office": office(),
        "term": _in_words(terms.rules),
        "consent_version": CONSENT_VERSION,
        "wording_confirmed": memorandum_confirmed(),
        "members": [_member(each, Paper.MEMORANDUM) for each in registrations],
    }
    return render_pdf("supporters/memorandum", data, issued_on=today)


def account_notices(registrations: Sequence[Registration], terms: Terms, *, today: date) -> bytes:
    """The notice of the payee account for each registration."""
    data: AccountNotices = {
        "office": office(),
        "term_name": terms.rules.title.ja,
        "members": [_member(each, Paper.ACCOUNT_NOTICE) for each in registrations],
    }
    return render_pdf("supporters/account_notice", data, issued_on=today)


def labels(registrations: Sequence[Registration], *, today: date) -> bytes:
    """Address labels in the order of the papers."""
    data: Labels = {"labels": [_label(each) for each in registrations]}
    return render_pdf("supporters/labels", data, issued_on=today)


def _member(registration: Registration, paper: Paper) -> Member:
    supporter = registration.supporter
    return Member(
        bansou_id=supporter.number,
        name=supporter.name,
        kana=supporter.kana,
        latin=supporter.latin,
        postal_code=postal.display(supporter.postal_code),
        address=supporter.address,
        phone=supporter.phone,
        qr=qr_svg(show_paper_code(registration.code, paper.value)),
    )


def _label(registration: Registration) -> Label:
    supporter = registration.supporter
    address = supporter.address.removesuffix(supporter.building).strip()
    return Label(
        postal_code=postal.display(supporter.postal_code),
        address=[line for line in (address, supporter.building) if line],
        name=supporter.name,
        code=show_paper_code(registration.code),
    )


def _in_words(rules: term_rules.Terms) -> TermInWords:
    return TermInWords(
        name=rules.title.ja,
        support_from=rules.support_from.isoformat(),
        support_to=rules.support_to.isoformat(),
        bands=[
            Band(from_minutes=each["minutes_from"], to_minutes=each["minutes_before"], yen=each["yen"])
            for each in term_rules.bands_told(rules)
        ],
        filing_months=rules.deadline_months,
        cap_per_recipient=rules.caps.claims_per_recipient,
        supporters_per_claim=rules.caps.supporters_per_claim,
        pay_after_months=rules.pay_rule.months_after_filing,
        travel_included=rules.travel_rule == term_rules.Travel.INCLUDED,
    )


def supporters_sheet(supporters: Iterable[Supporter]) -> bytes:
    """The list as xlsx; the supporters come with user, organisation, languages and areas prefetched."""
    header = [
        _("Bansou ID"),
        _("Name"),
        _("Reading in kana"),
        _("Name in Latin letters"),
        _("Mail address"),
        _("Phone"),
        _("Postal code"),
        _("Prefecture"),
        _("Address"),
        _("Languages"),
        _("Where they can go"),
        _("From afar"),
        _("Break until"),
        _("Member organisation"),
        _("Registered on"),
        _("Experience confirmed on"),
    ]
    return sheets.write_xlsx(header, (_row(each) for each in supporters), title=_("Supporters"))


def _row(supporter: Supporter) -> list[object]:
    page = get_language() or "en"
    spoken = [
        f"{language(each.language).name}{' *' if each.interprets else ''}"
        for each in supporter.languages.all()
    ]
    return [
        supporter.number,
        supporter.name,
        supporter.kana,
        supporter.latin,
        supporter.user.email,
        supporter.phone,
        postal.display(supporter.postal_code),
        prefecture_name(supporter.prefecture, page),
        supporter.address,
        ", ".join(spoken),
        ", ".join(prefecture_name(area.prefecture, page) for area in supporter.areas.all()),
        _("Yes") if supporter.remote else "",
        supporter.paused_until,
        str(supporter.organisation or ""),
        supporter.registered_on,
        supporter.experience_confirmed_on,
    ]
