"""The supporters of the demo: registering, experience and course, papers by post, accounts, leaving."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from bansou.core.refusal import Refused
from bansou.courses.actions import record_completions
from bansou.courses.enums import Questionnaire
from bansou.payments import actions as payments
from bansou.payments.rules import banks
from bansou.programmes.models import Terms
from bansou.supporters import actions as supporters
from bansou.supporters.enums import Field, Level, Paper
from bansou.supporters.models import Registration
from bansou.supporters.rules import CONSENT_VERSION, Details, Spoken
from bansou.website.demo import names, places
from bansou.website.demo.world import Member, World, day_of, moment

# Share of the members, and the months in which they came.
WAVES = (
    (0.09, date(2021, 5, 6), date(2021, 11, 30)),
    (0.34, date(2023, 7, 10), date(2023, 12, 20)),
    (0.25, date(2024, 1, 8), date(2024, 12, 20)),
    (0.20, date(2025, 1, 8), date(2025, 12, 20)),
    (0.12, date(2026, 1, 8), None),
)
# Banks with branches everywhere; the numbers belong to nobody.
BANKS = (
    ("0001", "005 028 110"), ("0005", "001 002 318"), ("0009", "015 210 402"), ("0010", "101 201 005"),
    ("0033", "001 002 003"), ("0036", "201 202 203"), ("0038", "101 102 103"), ("0117", "101 102 010"),
)  # fmt: skip
BASIC = [code for code in Questionnaire if code.startswith("basic")]


def note_registrations(world: World) -> None:
    """Everybody registers at a moment of their own; the first one is the member whom visitors sign in as."""
    times: list[datetime] = []
    for share, first, last in WAVES:
        days = ((last or day_of(world.now)) - first).days
        left = world.sizes.supporters - len(times)
        for _ in range(round(share * world.sizes.supporters) if last else left):
            day = first + timedelta(days=world.rng.randint(0, days))
            times.append(moment(day, world.rng.randint(7, 23), world.rng.randint(0, 59)))
    for index, at in enumerate(sorted(times)):
        world.diary.note(at, lambda at, index=index: _register(world, index, at))
    day = WAVES[0][1]
    while day <= day_of(world.now):
        world.diary.note(moment(day, 14), lambda at: _send_papers(world, at))
        day += timedelta(days=7)
    for terms in world.terms.values():
        if terms.rules.requirements.papers:
            starts = moment(terms.support_from, 10, 30)
            world.diary.note(starts, lambda at, terms=terms: _renew(world, terms, at))


def _register(world: World, index: int, at: datetime) -> None:
    rng = world.rng
    tongue = "vi" if index == 0 else names.mother_tongue(rng, names.SUPPORTERS)
    details = _details(world, index, tongue)
    language = "ja" if index == 0 else _page_language(rng, tongue)
    supporter = supporters.register(
        details, token=world.token(), language=language, consent_version=CONSENT_VERSION, now=at
    )
    # A few do much, many do a little.
    member = Member(index, supporter, tongue, zeal=min(rng.paretovariate(1.6), 12) if index else 25)
    world.members.append(member)
    world.payees[supporter.payee_id] = member
    # Many register because they are interested, and go no further.
    member.active = not index or world.chance(0.6)
    if member.active:
        follow = _note_experience if details.previous_experience else _note_course
        follow(world, member, at)
    if index and world.chance(0.03):
        world.diary.note(world.later(at, 90, 700), lambda at: _leave(member, at))


def _page_language(rng: Random, tongue: str) -> str:
    if tongue in ("ja", "vi", "en"):
        return tongue
    return rng.choice(("ja", "en"))


def _details(world: World, index: int, tongue: str) -> Details:
    rng = world.rng
    name = (
        names.Name("Nguyễn Thu Hà", "NGUYEN THU HA", "グエン トゥ ハー")
        if index == 0
        else names.name(rng, tongue)
    )
    code = "13" if index == 0 else places.prefecture(rng)
    experienced = index == 0 or world.chance(0.68)
    near = world.organisations.get(code, [])
    return Details(
        name=name.own,
        kana=name.kana,
        latin=name.latin,
        mail=f"{name.latin.lower().replace(' ', '.')}.{index:03}@example.org",
        phone=f"0{rng.choice('789')}0-0000-{index:04}",
        languages=_languages(rng, tongue),
        areas=_areas(rng, code),
        fields=tuple(rng.sample(Field.values, rng.randint(1, 4))),
        foreign_roots=names.roots(tongue) if world.chance(0.7) else "",
        previous_experience=experienced,
        experience_text="地域の相談会で通訳と同行をしてきました。" if experienced else "",
        organisation_id=rng.choice(near) if near and world.chance(0.6) else None,
        **places.address(rng, code),
    )


def _languages(rng: Random, tongue: str) -> tuple[Spoken, ...]:
    spoken = [Spoken(tongue, Level.NATIVE, interprets=tongue != "ja" or rng.random() < 0.1)]
    if tongue != "ja":
        spoken.append(Spoken("ja", rng.choice((Level.FLUENT, Level.EVERYDAY))))
    if tongue != "en" and rng.random() < 0.45:
        spoken.append(Spoken("en", rng.choice((Level.FLUENT, Level.EVERYDAY)), interprets=rng.random() < 0.3))
    return tuple(spoken)


def _areas(rng: Random, code: str) -> tuple[str, ...]:
    around = [f"{number:02}" for number in (int(code) - 1, int(code) + 1) if 1 <= number <= 47]
    return (code, *rng.sample(around, rng.randint(0, len(around))))


def _note_experience(world: World, member: Member, at: datetime) -> None:
    if member.index == 0 or world.chance(0.985):
        world.diary.note(world.later(at, 2, 12), lambda at: _confirm(world, member, at))


def _confirm(world: World, member: Member, at: datetime) -> None:
    actor = world.coordinator(member.supporter.prefecture) or world.secretariat
    if not member.left:
        supporters.confirm_experience(member.supporter, actor=actor, now=at)
        member.ready_on = day_of(at)


def _note_course(world: World, member: Member, at: datetime) -> None:
    """The questionnaires one after another, recorded together; some stop on the way."""
    days: dict[Questionnaire, date | None] = {}
    for code in BASIC if world.chance(0.8) else BASIC[: world.rng.randint(0, 4)]:
        at = world.later(at, 3, 20)
        days[code] = day_of(at)
    world.diary.note(at, lambda at: _complete(world, member, days, at))


def _complete(world: World, member: Member, days: dict[Questionnaire, date | None], at: datetime) -> None:
    record_completions(member.supporter, days, actor=world.secretariat, now=at)
    if len(days) == len(BASIC):
        member.ready_on = day_of(at)


def _leave(member: Member, at: datetime) -> None:
    supporters.leave(member.supporter, actor=member.supporter.user, now=at)
    member.left = True


def _renew(world: World, terms: Terms, at: datetime) -> None:
    while supporters.renew_some(terms, actor=world.secretariat, now=at):
        continue


def _send_papers(world: World, at: datetime) -> None:
    """The weekly post: what was opened before today goes out."""
    waiting = Registration.objects.filter(
        papers_sent_on=None, opened_on__lt=day_of(at), supporter__left_on=None
    )
    by_member = {
        world.payees[row.supporter.payee_id].index: row for row in waiting.select_related("supporter")
    }
    rows = [by_member[index] for index in sorted(by_member)]
    if not rows:
        return
    supporters.mark_papers_sent([row.pk for row in rows], actor=world.secretariat, now=at)
    for row in rows:
        member = world.payees[row.supporter.payee_id]
        # Of those who are active most answer within weeks, some after a reminder, a few never.
        if member.active and (member.index == 0 or world.chance(0.99)):
            back = world.later(at, 8, 40) if world.chance(0.9) else world.later(at, 60, 150)
            world.diary.note(back, lambda at, row=row, member=member: _papers_back(world, member, row, at))


def _papers_back(world: World, member: Member, registration: Registration, at: datetime) -> None:
    """Mostly both together; sometimes the notice of the account was forgotten and comes later."""
    supporters.mark_paper_back(registration, Paper.MEMORANDUM, actor=world.secretariat, now=at)
    if member.index and world.chance(0.06):
        late = world.later(at, 10, 50)
        world.diary.note(late, lambda at: _notice_back(world, member, registration, at))
    else:
        _notice_back(world, member, registration, at)


def _notice_back(world: World, member: Member, registration: Registration, at: datetime) -> None:
    """The first notice tells the account; that of a renewal repeats the one that we know."""
    if not member.accounts:
        enter_account(world, member, at)
    after = supporters.mark_paper_back(registration, Paper.ACCOUNT_NOTICE, actor=world.secretariat, now=at)
    if after.payable_on is None:
        confirmed = world.later(at, 1, 4)
        world.diary.note(confirmed, lambda at: _confirm_account(world, registration, at))


def _confirm_account(world: World, registration: Registration, at: datetime) -> None:
    # The bank may have refused the account meanwhile.
    with suppress(Refused):
        supporters.confirm_account(registration, actor=world.secretariat, now=at)


def enter_account(world: World, member: Member, at: datetime) -> None:
    """An account that nobody has: from the notice, or a new one after the bank refused the old."""
    number = f"{9_000_000 + member.index * 20 + member.accounts:07}"
    member.accounts += 1
    if world.chance(0.2):
        where = {"bank_code": banks.YUCHO, "branch_code": "018"}
    else:
        bank, branches = world.rng.choice(BANKS)
        where = {"bank_code": bank, "branch_code": world.rng.choice(branches.split())}
    payments.enter_account(
        member.supporter.payee,
        account_type="1",
        number=number,
        name=member.supporter.kana,
        actor=world.secretariat,
        now=at,
        **where,
    )
