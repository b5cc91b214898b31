"""The claims of the demo: filed, answered, corrected, withdrawn, judged."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bansou.accompaniment.actions import course, filing, matches, review
from bansou.accompaniment.enums import Refusal, State
from bansou.accompaniment.models import Claim, Participation
from bansou.accompaniment.rules import Entry
from bansou.accounts.models import User
from bansou.core.refusal import Refused
from bansou.people import actions as people
from bansou.people.enums import Decision
from bansou.people.models import MatchHint
from bansou.programmes.models import Terms
from bansou.programmes.rules import Competence, PriorReview
from bansou.website.demo import words
from bansou.website.demo.recipients import Known, People
from bansou.website.demo.world import Member, World, day_of, moment

# Share of the claims, and the months in which they are filed.
SEASONS = (
    (0.04, date(2021, 6, 1), date(2022, 2, 20)),
    (0.06, date(2023, 8, 1), date(2023, 10, 31)),
    (0.25, date(2023, 11, 1), date(2024, 10, 31)),
    (0.31, date(2024, 11, 1), date(2025, 10, 31)),
    (0.34, date(2025, 11, 1), None),
)
CAP_REACHED = "この方についての申請は上限に達しています。"
NOT_CORRECTED = "お願いした訂正が届きませんでした。"
NOT_CONFIRMED = "同行した方の確認がありませんでした。"
# Before, only people spelled in another way are compared with the others; what is open now is from these days.
LATELY = timedelta(days=60)
LENGTHS = (60, 70, 80, 90, 100, 110, 120, 130, 150, 180, 210, 240)


class Desk:
    """Lets members file, and lets what follows happen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = People(world)
        self._told: dict[int, Entry] = {}
        self._hints: set[UUID] = set()

    def note_claims(self) -> None:
        rng, total = self.world.rng, self.world.sizes.claims
        for share, first, last in SEASONS:
            days = ((last or day_of(self.world.now)) - first).days
            for _ in range(round(share * total)):
                day = first + timedelta(days=rng.randint(0, days))
                at = moment(day, min(rng.randint(8, 26), 22), rng.randint(0, 59))
                self.world.diary.note(at, self.file_somehow)

    def file_somehow(self, at: datetime) -> None:
        """A claim of somebody who may file, about a support of the last weeks."""
        back = 0 if self.world.chance(0.02) else min(1 + int(self.world.rng.expovariate(1 / 6)), 27)
        support_on = day_of(at) - timedelta(days=back)
        terms = self._terms(support_on) or self._terms(day_of(at))
        ready = self._ready(terms, day_of(at)) if terms else []
        if ready:
            member = self.world.rng.choices(ready, [each.zeal for each in ready])[0]
            self.file(member, max(support_on, terms.support_from), terms, at, companions=ready)

    def _terms(self, day: date) -> Terms | None:
        found = (
            terms for terms in self.world.terms.values() if terms.support_from <= day <= terms.support_to
        )
        return next(found, None)

    def _ready(self, terms: Terms, day: date) -> list[Member]:
        """Who may file: where a coordinator judges first, only members of a region that has one."""
        there = [member for member in self.world.members if member.active and not member.left]
        if terms.rules.requirements.competence == Competence.NONE:
            return [member for member in there if self.world.coordinator(member.supporter.prefecture)]
        return [member for member in there if member.ready_on and member.ready_on <= day]

    def file(
        self, member: Member, support_on: date, terms: Terms, at: datetime, companions: list[Member],
        second: Member | None = None, judged: bool = True,
    ) -> Claim | None:  # fmt: skip
        """File, and note what follows if it is to be `judged`; None if the rules say no (a card is used up)."""
        known = self.people.choose(member, terms, at)
        second = second or self._companion(member, companions)
        entry = self._entry(member, known, terms, support_on, second)
        actor = member.supporter.user
        try:
            claim = filing.file_claim(
                supporter=member.supporter, entry=entry, token=self.world.token(), actor=actor, now=at,
                today=day_of(at),
            )  # fmt: skip
        except Refused:
            return None
        lately = at > self.world.now - LATELY
        if "name" in known.naming and not known.used and (known.by_ear or lately):
            self._compare(claim, at)
        known.used += 1
        self._told[member.index] = entry
        if judged:
            self._note_course(claim, entry, known, second, at)
        return claim

    def _companion(self, member: Member, companions: list[Member]) -> Member | None:
        if not self.world.chance(0.15):
            return None
        near = [
            each for each in companions
            if each is not member and each.supporter.prefecture == member.supporter.prefecture
        ]  # fmt: skip
        return self.world.rng.choice(near) if near else None

    def _entry(
        self, member: Member, known: Known, terms: Terms, support_on: date, second: Member | None
    ) -> Entry:
        rng = self.world.rng
        told = words.story(rng)
        last = self._told.get(member.index)
        if last and self.world.chance(0.008):
            # The same words again: a sign for the reviewer.
            told = replace(told, done=last.done, result=last.result)
        starts = time(rng.randint(9, 16), rng.choice((0, 0, 10, 15, 30, 30, 45)))
        if last and last.support_on == support_on and self.world.chance(0.5):
            starts = last.starts
        length = rng.choices(LENGTHS, (14, 6, 6, 14, 6, 4, 16, 5, 12, 9, 4, 4))[0]
        ends = (datetime.combine(support_on, starts) + timedelta(minutes=length)).time()
        return Entry(
            programme=terms.programme_id, support_on=support_on, starts=starts, ends=ends,
            second=second.supporter.number if second else "", **_fields(told), **known.naming,
        )  # fmt: skip

    def _compare(self, claim: Claim, at: datetime) -> None:
        for hint in matches.look_for_matches(claim, now=at):
            if hint.pk not in self._hints:
                self._hints.add(hint.pk)
                decided = self.world.later(at, 4, 25)
                self.world.diary.note(decided, lambda at, hint=hint: self._decide(hint, at))

    def _decide(self, hint: MatchHint, at: datetime) -> None:
        decision = self.world.rng.choices((Decision.SAME, Decision.DIFFERENT, Decision.UNSURE), (70, 20, 10))[
            0
        ]
        actor, reason = self.world.coordinators["kanto"], "名前のつづりと生年月日を確認した。"
        people.open_identities(hint, actor=actor, reason=reason, now=at)
        matches.settle_match(hint, decision, actor=actor, reason=reason, now=at + timedelta(minutes=4))

    def _note_course(
        self, claim: Claim, entry: Entry, known: Known, second: Member | None, at: datetime
    ) -> None:
        diary, world = self.world.diary, self.world
        if second and not world.chance(0.02):
            went = world.chance(0.96)
            diary.note(world.later(at, 0, 6), lambda at: self._answer(claim.pk, second, went, at))
        if claim.terms.rules.prior_review == PriorReview.REGIONAL_COORDINATOR:
            diary.note(world.later(at, 1, 5), lambda at: self._judge_first(claim.pk, at))
            diary.note(world.later(at, 6, 14), lambda at: self._judge(claim.pk, entry, known, "approve", at))
            return
        if world.chance(0.025):
            diary.note(world.later(at, 0, 2), lambda at: self._withdraw(claim.pk, known, at))
        verdict = world.rng.choices(("approve", "return", "reject"), (89, 7, 4))[0]
        diary.note(world.later(at, 2, 11), lambda at: self._judge(claim.pk, entry, known, verdict, at))

    def _answer(self, claim_id: UUID, second: Member, went: bool, at: datetime) -> None:
        parts = Participation.objects.select_related("claim")
        part = parts.filter(claim=claim_id, supporter=second.supporter).first()
        if part and part.claim.state in (State.SUBMITTED, State.RETURNED):
            course.answer_as_second(part, went=went, actor=second.supporter.user, now=at)

    def _withdraw(self, claim_id: UUID, known: Known, at: datetime) -> None:
        claim = Claim.objects.select_related("applicant__user").get(pk=claim_id)
        if claim.state in (State.SUBMITTED, State.RETURNED):
            course.withdraw(claim, actor=claim.applicant.user, now=at)
            known.used -= 1

    def _reviewer(self, claim: Claim) -> User:
        """The coordinator of the region, or the office: always the office where that coordinator judged first."""
        coordinator = self.world.coordinator(claim.prefecture)
        chosen = coordinator if coordinator and self.world.chance(0.6) else None
        return chosen if chosen and not claim.coordinator_ok_on else self.world.secretariat

    def _judge_first(self, claim_id: UUID, at: datetime) -> None:
        claim = Claim.objects.get(pk=claim_id)
        actor = self.world.coordinator(claim.prefecture)
        review.judge_first(claim, version=claim.version, actor=actor, now=at, today=day_of(at))

    def _judge(self, claim_id: UUID, entry: Entry, known: Known, verdict: str, at: datetime) -> None:
        told = ("recipient", "state", "version", "filed_at", "prefecture", "coordinator_ok_on")
        claim = Claim.objects.only(*told).get(pk=claim_id)
        if claim.state != State.SUBMITTED:
            return
        actor, rng = self._reviewer(claim), self.world.rng
        if verdict == "return":
            self.send_back(claim, entry, known, actor, rng.choice(words.RETURN_REASONS), at)
        elif verdict == "reject":
            self._reject(claim_id, rng.choice(words.REJECT_REASONS), actor, known, at)
        else:
            self._approve(claim, entry, known, actor, at)

    def send_back(
        self, claim: Claim, entry: Entry, known: Known, actor: User, reason: str, at: datetime
    ) -> None:
        review.send_back(claim, version=claim.version, reason=reason, actor=actor, now=at)
        if self.world.chance(0.9):
            again = self.world.later(at, 1, 12)
            self.world.diary.note(again, lambda at: self._correct(claim.pk, entry, known, at))
        else:
            given_up = self.world.later(at, 40, 60)
            self.world.diary.note(
                given_up, lambda at: self._reject(claim.pk, NOT_CORRECTED, actor, known, at)
            )

    def _correct(self, claim_id: UUID, entry: Entry, known: Known, at: datetime) -> None:
        claim = Claim.objects.select_related("applicant__user", "terms").get(pk=claim_id)
        if claim.state != State.RETURNED:
            return
        entry = replace(entry, result=f"{entry.result}次の予約の日も確認した。")
        filing.resubmit_claim(
            claim=claim, entry=entry, token=self.world.token(), actor=claim.applicant.user, now=at
        )
        judged = self.world.later(at, 2, 8)
        self.world.diary.note(judged, lambda at: self._judge(claim_id, entry, known, "approve", at))

    def _approve(self, claim: Claim, entry: Entry, known: Known, actor: User, at: datetime) -> None:
        if self.world.chance(0.7):
            for flag in claim.flags.filter(cleared_at=None):
                review.clear_flag(flag, actor=actor, now=at)
        try:
            review.approve(claim, version=claim.version, actor=actor, now=at)
        except Refused as refused:
            if refused.reason == Refusal.SECOND_PENDING and (at - claim.filed_at).days < 30:
                again = self.world.later(at, 4, 8)
                self.world.diary.note(again, lambda at: self._judge(claim.pk, entry, known, "approve", at))
                return
            reason = CAP_REACHED if refused.reason == Refusal.NO_SLOT else NOT_CONFIRMED
            self._reject(claim.pk, reason, actor, known, at)

    def _reject(self, claim_id: UUID, reason: str, actor: User, known: Known, at: datetime) -> None:
        claim = Claim.objects.get(pk=claim_id)
        if claim.state in (State.SUBMITTED, State.RETURNED):
            review.reject(claim, version=claim.version, reason=reason, actor=actor, now=at)
            known.used -= 1


def _fields(told: words.Story) -> dict:
    return {name: getattr(told, name) for name in told.__slots__}
