"""What the last days left open: for the member whom visitors sign in as, and on the desks of the office."""

from datetime import date, datetime, timedelta

from bansou.accompaniment.actions import drafts, late, review
from bansou.accompaniment.models import Claim
from bansou.core.months import add_months
from bansou.programmes.models import Terms
from bansou.programmes.rules import deadline_for
from bansou.website.demo import words
from bansou.website.demo.claims import Desk
from bansou.website.demo.members import enter_account
from bansou.website.demo.world import Member, World, day_of

DRAFTS, NOTES, CHANGED_ACCOUNTS = 12, 6, 3
LATE_WORDS = (
    "入院していたため、期限までに申請できませんでした。活動の記録はあります。",
    "本人の手続きが終わってから申請しようと思い、期限を過ぎてしまいました。",
    "携帯電話が壊れていました。申請できるかどうか教えてください。",
)


class LastDays:
    def __init__(self, world: World, desk: Desk) -> None:
        self.world, self.desk = world, desk

    def note_all(self) -> None:
        note, now = self.world.diary.note, self.world.now
        note(now - timedelta(days=24), lambda at: self._visitor_files(at, days=5))
        note(now - timedelta(days=7), self._visitor_is_asked_to_correct)
        note(now - timedelta(days=1), self._visitor_is_named)
        note(now - timedelta(hours=3), lambda at: self._draft(self.world.members[0], at))
        for index in range(DRAFTS):
            note(now - timedelta(days=index * 2, hours=5), lambda at: self._draft(self._somebody(at), at))
        for index in range(NOTES):
            note(now - timedelta(days=3 + 9 * index), lambda at: self._note(self._somebody(at), at))
        for index in range(CHANGED_ACCOUNTS):
            note(now - timedelta(hours=20 + index), self._change_account)

    def _terms(self, at: datetime) -> Terms | None:
        day = day_of(at)
        return next(
            (one for one in self.world.terms.values() if one.support_from <= day <= one.support_to), None
        )

    def _somebody(self, at: datetime) -> Member | None:
        ready = [
            one
            for one in self.world.members[1:]
            if not one.left and one.ready_on and one.ready_on <= day_of(at)
        ]
        return self.world.rng.choice(ready) if ready else None

    def _visitor_files(self, at: datetime, *, days: int) -> Claim | None:
        terms, visitor = self._terms(at), self.world.members[0]
        if terms is None:
            return None
        return self.desk.file(
            visitor, day_of(at) - timedelta(days=days), terms, at, companions=[], judged=days > 3
        )

    def _visitor_is_asked_to_correct(self, at: datetime) -> None:
        claim = self._visitor_files(at, days=2)
        if claim:
            back = self.world.now - timedelta(days=2, hours=1)
            self.world.diary.note(back, lambda at: self._send_back(claim, at))

    def _send_back(self, claim: Claim, at: datetime) -> None:
        claim.refresh_from_db()
        reason = words.RETURN_REASONS[0]
        review.send_back(claim, version=claim.version, reason=reason, actor=self.world.secretariat, now=at)

    def _visitor_is_named(self, at: datetime) -> None:
        terms, other = self._terms(at), self._somebody(at)
        if terms and other:
            day = day_of(at) - timedelta(days=1)
            visitor = self.world.members[0]
            self.desk.file(other, day, terms, at, companions=[], second=visitor, judged=False)

    def _draft(self, member: Member | None, at: datetime) -> None:
        terms = self._terms(at)
        if member is None or terms is None:
            return
        told = words.story(self.world.rng)
        typed = {
            "programme": [terms.programme_id],
            "support_on": [(day_of(at) - timedelta(days=1)).isoformat()],
            "starts": ["10:00"],
            "place": [told.place],
            "place_name": [told.place_name],
            "activities": list(told.activities),
            "done": [told.done],
        }
        drafts.save_draft(self.world.token(), typed, supporter=member.supporter, now=at)

    def _note(self, member: Member | None, at: datetime) -> None:
        terms = self._terms(at)
        if member is None or terms is None:
            return
        support_on = _too_late(day_of(at))
        note = late.write_note(
            supporter=member.supporter,
            support_on=support_on,
            deadline_on=deadline_for(terms.rules, support_on),
            text=self.world.rng.choice(LATE_WORDS),
            actor=member.supporter.user,
            now=at,
        )
        answered = self.world.later(at, 5, 9)
        self.world.diary.note(
            answered, lambda at: late.close_note(note, actor=self.world.secretariat, now=at)
        )

    def _change_account(self, at: datetime) -> None:
        """A new account is held for two days and told to the old contact."""
        member = self._somebody(at)
        if member and member.accounts:
            enter_account(self.world, member, at)


def _too_late(today: date) -> date:
    return add_months(today, -1) - timedelta(days=3)
