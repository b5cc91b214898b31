"""People who ask the demo network for help, what is answered, and the cases that come of it (data/stories.toml)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from os import urandom
from typing import Any

from bansou.cases.actions import closing, consent, entries, household, todo
from bansou.cases.enums import Answer, EntryKind, Form, Mode, Outcome, Purpose, Relation, Route, Urgency
from bansou.cases.models import Case
from bansou.cases.rules.opening import Details
from bansou.enquiries.actions import answering, handling, receipts, receiving
from bansou.enquiries.enums import Kind, Safety
from bansou.enquiries.models import Thread
from bansou.matching.actions import asking, diary
from bansou.matching.actions.answering import accept
from bansou.matching.enums import Kind as AskKind
from bansou.matching.enums import Place
from bansou.matching.models import Ask, Visit
from bansou.people import actions as people
from bansou.people.rules.contact import SafeContact, Way
from bansou.referrals.actions import sending
from bansou.referrals.actions.sending import Proposal
from bansou.referrals.enums import Body
from bansou.referrals.enums import Kind as ReferralKind
from bansou.website.demo.data import load
from bansou.website.demo.world import World, day_of, moment
from bansou.website.queries.sign_ins import RECEIPT

STORIES = load("stories")["story"]
# How many wrote in the last DAYS.
ENQUIRIES, DAYS = 36, 100
ANSWERED_DAYS = 3
PREFECTURES = ("13", "11", "14", "23", "22", "12", "27", "21")
CHANNELS = (Kind.WEB, Kind.WEB, Kind.PHONE, Kind.WEB, Kind.WALK_IN)


class Helping:
    """Notes the enquiries in the diary; each brings its own answers, case and appointments."""

    def __init__(self, world: World) -> None:
        self.world = world

    def note_all(self) -> None:
        for index in range(ENQUIRIES):
            story = STORIES[index % len(STORIES)]
            # Whose receipt the visitor has, was answered before today.
            days = DAYS * (index / ENQUIRIES) ** 1.5 if index else ANSWERED_DAYS
            at = moment(day_of(self.world.now - timedelta(days=days)), 9 + index % 9, 7)
            self.world.diary.note(min(at, self.world.now - timedelta(minutes=5)), self._asks(index, story))

    def _asks(self, index: int, story: dict[str, Any]) -> Callable[[datetime], object]:
        return lambda at: self._ask(index, story, at)

    def _ask(self, index: int, story: dict[str, Any], at: datetime) -> None:
        person = people.new_person(erase_on=receiving.erase_on(at), now=at)
        unsafe = story["urgency"] == Urgency.TODAY
        # Some fear for their work; whoever called may be called.
        never = "会社には連絡しないでください。" if index % 3 == 0 else ""
        contact = SafeContact(ways=frozenset({Way.WEB, Way.PHONE}), shared=unsafe, never=never)
        people.save_safe_contact(person, contact, actor=None, now=at)
        channel = receiving.channel_of(CHANNELS[index % len(CHANNELS)])
        address = None
        if channel.kind == Kind.WEB:
            # Hashing a receipt takes a fifth of a second; nobody knows those of the others.
            digest = receipts.digest_of(RECEIPT) if index == 0 else urandom(32)
            address = receipts.add_address(person, digest, now=at)
        thread = receiving.start_thread(
            channel=channel, address=address, person=person, text=story["text"], language=story["language"],
            at=at, now=at, token=self.world.token(), topics=story["topics"], urgency=story["urgency"],
            safety=Safety.UNSAFE if unsafe else Safety.SAFE, prefecture=PREFECTURES[index % len(PREFECTURES)],
        )  # fmt: skip
        # The newest still wait.
        if index >= 4 or index == 0:
            self.world.diary.note(
                self.world.later(at, 0, 1), lambda then: self._answer(index, story, thread, then)
            )

    def _answer(self, index: int, story: dict[str, Any], thread: Thread, at: datetime) -> None:
        thread.refresh_from_db()
        staff = self.world.coordinator(thread.prefecture) or self.world.secretariat
        if story["ja"]:
            first = thread.messages.get()
            answering.write_translation(first, story["ja"], language="ja", actor=staff, now=at)
        answering.answer(
            thread, story["answer"], language="ja", actor=staff, now=at, version=thread.version,
            translation=story["told"],
        )  # fmt: skip
        if index % 2 == 0:
            self.world.diary.note(
                self.world.later(at, 1, 2), lambda then: self._open(index, story, thread, staff, then)
            )

    def _open(self, index: int, story: dict[str, Any], thread: Thread, staff: Any, at: datetime) -> None:
        main, *further = story["topics"]
        details = Details(
            language=story["language"], language_mode="interpreter", prefecture=thread.prefecture, main_topic=main,
            topics=tuple(further), route=list(Route)[index % len(Route)], urgency=story["urgency"],
            summary=story["summary"], wish=story["wish"],
        )  # fmt: skip
        case = handling.open_case(thread, details, token=self.world.token(), actor=staff, now=at)
        identity = {"name": story["name"], "birth_on": f"19{80 + index % 20}-0{1 + index % 9}-15"}
        household.save_relative(case, identity, relation=Relation.SELF, actor=staff, now=at)
        for purpose in (Purpose.RECORD, Purpose.SHARE, Purpose.REFER):
            consent.record_consent(
                case, purpose, Answer.GIVEN, form=Form.INTERPRETED, said_on=day_of(at), actor=staff, now=at
            )
        for words, days in (("通訳をさがす", 2), ("窓口に同行する", 7), ("結果を本人に確かめる", 21)):
            todo.add_task(
                case, words, due_on=day_of(at) + timedelta(days=days), in_plan=True, actor=staff, now=at
            )
        self._go_on(index, case, staff, at)

    def _go_on(self, index: int, case: Case, staff: Any, at: datetime) -> None:
        note, later = self.world.diary.note, self.world.later
        note(later(at, 1, 2), lambda then: self._ask_supporters(case, staff, then))
        note(later(at, 3, 5), lambda then: self._talk(case, staff, then))
        if index % 8 == 2:
            note(later(at, 4, 6), lambda then: self._refer(case, staff, then))
        if index % 3 == 0:
            note(later(at, 30, 50), lambda then: self._close(case, staff, then))

    def _talk(self, case: Case, staff: Any, at: datetime) -> None:
        entries.add_entry(
            case, EntryKind.CONTACT, "電話で様子を聞いた。書類を写真で送ってもらうことにした。", mode=Mode.THREE_WAY,
            topics=[case.main_topic], actor=staff, now=at,
        )  # fmt: skip
        first = case.tasks.filter(done_at=None).order_by("step").first()
        if first:
            todo.set_done(first, True, actor=staff, now=at)

    def _ask_supporters(self, case: Case, staff: Any, at: datetime) -> None:
        """Two who speak the language are asked; the first says yes, goes along, and tells how long it took."""
        fitting = [
            one.supporter
            for one in self.world.members
            if not one.left and one.tongue == case.language and one.supporter.user_id != staff.pk
        ][:2]
        if not fitting:
            return
        day = day_of(at) + timedelta(days=3)
        request = Ask(
            case=case, kind=AskKind.ACCOMPANY, language=case.language, prefecture=case.prefecture,
            place=Place.CITY_HALL, day=day, starts=moment(day, 10).time(), ends=moment(day, 12).time(),
        )  # fmt: skip
        asking.ask_people(request, [one.pk for one in fitting], actor=staff, now=at)
        asked = request.asked.select_related("supporter__user", "ask").order_by("pk").first()
        hours = timedelta(hours=3)
        if asked is not None:
            self.world.diary.note(
                at + hours, lambda then: accept(asked, actor=asked.supporter.user, now=then)
            )
        self.world.diary.note(moment(day, 13), lambda then: self._went(request, then))

    def _went(self, request: Ask, at: datetime) -> None:
        visit = Visit.objects.filter(ask=request).first()
        if visit:
            who = visit.supporters.select_related("user").get()
            diary.finish_visit(visit, visit.starts, visit.ends, actor=who.user, now=at)

    def _refer(self, case: Case, staff: Any, at: datetime) -> None:
        to = next((one for one in self.world.coordinators.values() if one.pk != staff.pk), None)
        if to:
            fields = ("language", "topics", "summary", "wish")
            question = "そちらの地域で、この言語の通訳をさがしてもらえますか。"
            proposal = Proposal(ReferralKind.PART, Body.COLLEAGUE, fields, question, to_user=to)
            sending.refer(case, proposal, token=self.world.token(), actor=staff, now=at)

    def _close(self, case: Case, staff: Any, at: datetime) -> None:
        closing.close(
            case, outcome=Outcome.SOLVED, reason="本人と確かめて終わりにした。", actor=staff, now=at
        )
