"""One of everything that has an address of its own, and a sign-in for each role."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bansou.accompaniment.actions.drafts import save_draft
from bansou.accompaniment.actions.late import write_note
from bansou.accompaniment.actions.matches import look_for_matches
from bansou.accounts.enums import RoleKind
from bansou.payments import actions as payments
from tests import factories as make

NOW = datetime(2024, 8, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


class Town:
    """Two supporters with claims about one person, a note, a draft, a run that was exported and one that is drafted."""

    def __init__(self) -> None:
        self.staff = {
            kind: make.make_user(kind, region="kanto", name=f"Staff {kind}")
            for kind in RoleKind
            if kind != RoleKind.SUPPORTER
        }
        self.terms = make.make_terms()
        self.organisation = make.make_organisation()
        self.one, self.other = (
            make.make_payable_supporter(self.terms, name=name, experienced=True) for name in ("一", "二")
        )
        self.card = make.make_card()
        self.claims = [
            make.file_claim(self.one, second=self.other.number),
            make.file_claim(self.other, name="TRAN VAM MAU", support_on=date(2024, 7, 29)),
            make.file_claim(self.one, card=self.card, support_on=date(2024, 7, 28)),
        ]
        self.hints = look_for_matches(self.claims[1], now=NOW)
        self.draft = save_draft(uuid.uuid4(), {"done": ["…"]}, supporter=self.one, now=NOW)
        self.note = write_note(
            supporter=self.one, support_on=date(2024, 1, 5), deadline_on=date(2024, 2, 5), text="…",
            actor=self.one.user, now=NOW,
        )  # fmt: skip
        self._pay()

    def _pay(self) -> None:
        accountant, approver = self.staff[RoleKind.ACCOUNTANT], self.staff[RoleKind.APPROVER]
        make.ready_to_pay(accountant)
        for supporter in (self.one, self.other):
            make.make_payable(supporter.payee, self.terms.pk)
        self.run = payments.close_month(date(2024, 7, 1), date(2024, 8, 30), actor=accountant, now=NOW)
        self.transfer = self.run.transfers.get(payee=self.one.payee)
        payments.approve_run(self.run.pk, version=1, actor=approver, now=NOW)
        payments.export_run(self.run.pk, actor=accountant, now=NOW)
        payments.mark_accepted(self.run.pk, actor=accountant, now=NOW)
        payday = datetime(2024, 8, 30, 12, tzinfo=NOW.tzinfo)
        payments.mark_paid(self.run.pk, actor=accountant, now=payday)
