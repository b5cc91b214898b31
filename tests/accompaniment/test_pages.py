"""The pages of the claims room: who sees what, the way from a form to a claim, and the queue."""

import io
import re
import time as seconds
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bansou.accompaniment.actions import course, drafts, matches, review
from bansou.accompaniment.enums import State
from bansou.accompaniment.models import Claim, Draft, LateNote
from bansou.audit.models import Entry as Logged
from bansou.people.models import MatchHint, Recipient
from tests.factories import FILED_AT, file_claim, make_card, make_supporter, make_terms, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

TYPED = {
    "programme": "bansou-net",
    "name": "TRAN VAN MAU",
    "birth_on_y": "1990",
    "birth_on_m": "5",
    "birth_on_d": "12",
    "support_on": "2024-07-30",
    "starts": "10:00",
    "ends": "12:00",
    "place": "city_hall",
    "place_name": "見本区役所",
    "activities": ["interpret", "forms"],
    "done": "国保の窓口で通訳をしました。",
    "outcome": "solved",
}


@pytest.fixture
def terms():
    return make_terms()


@pytest.fixture
def supporter(terms):
    return make_supporter(experienced=True)


@pytest.fixture
def page(supporter, signed_in):
    return signed_in(supporter.user)


@pytest.fixture
def office(signed_in):
    return signed_in(make_user("secretariat"))


def text(answer) -> str:
    return answer.content.decode()


def lines(html: str) -> str:
    """The values of the preview, without markup."""
    values = re.search(r"What this leads to</h2>(.*?)</dl>", html, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", values).split())


def type_form(page, **changed):
    token = str(uuid.uuid4())
    answer = page.post("/en/s/claims/new/", {**TYPED, "token": token, "check": "1", **changed})
    return token, answer


def test_the_way_from_the_form_to_the_claim(page, supporter):
    assert page.get("/en/s/claims/new/").status_code == 200
    token, answer = type_form(page)
    assert answer.url == f"/en/s/claims/drafts/{token}/check/"
    check = text(page.get(answer.url))
    assert "8,000" in check and "30 days left" in check.replace("29", "30") and "September 2024" in check
    sent = page.post(f"/en/s/claims/drafts/{token}/file/")
    claim = Claim.objects.get()
    assert sent.url == f"/en/s/claims/{claim.pk}/sent/"
    assert claim.number in text(page.get(sent.url))
    assert page.post(f"/en/s/claims/drafts/{token}/file/").url == sent.url, "a second click"
    assert not Draft.objects.exists()
    detail = text(page.get(f"/en/s/claims/{claim.pk}/"))
    assert "国保の窓口で通訳をしました。" in detail and "TRAN VAN MAU" not in detail
    assert Logged.objects.filter(verb="claims.read_own").exists()


def test_a_form_with_errors_is_kept_as_a_draft(page):
    token, answer = type_form(page, ends="", second="BN-1111-1111")
    html = text(answer)
    assert answer.status_code == 200 and "<title>Error:" in html
    assert "国保の窓口で通訳をしました。" in html and "This is not a Bansou ID" in html
    again = text(page.get(f"/en/s/claims/drafts/{token}/"))
    assert (
        "国保の窓口で通訳をしました。" in again and "BN-1111-1111" in again and "error-summary" not in again
    )


def test_a_draft_may_be_anything(page):
    answer = page.post("/en/s/claims/new/", {"token": str(uuid.uuid4()), "draft": "1", "done": "途中"})
    assert answer.status_code == 302
    assert "途中" in text(page.get(answer.url))
    assert "Draft" in text(page.get("/en/s/claims/"))


def test_the_language_switch_keeps_what_was_typed(page):
    answer = page.post("/ja/s/claims/new/", {**TYPED, "token": str(uuid.uuid4()), "switch_language": "ja"})
    assert "国保の窓口で通訳をしました。" in text(answer) and "error-summary" not in text(answer)
    assert not Draft.objects.exists()


def test_a_sent_form_filled_again_is_told_and_loses_nothing(page, supporter):
    token, _answer = type_form(page)
    page.post(f"/en/s/claims/drafts/{token}/file/")
    _token, answer = type_form(page, token=token, done="別の日に病院へ行きました。")
    html = text(answer)
    assert Claim.objects.get().number in html and "別の日に病院へ行きました。" in html
    fresh = re.search(r'name="token" value="([^"]+)"', html)[1]
    assert fresh != token


def test_the_live_lines_are_the_lines_of_the_check_page(page):
    typed = {**TYPED, "token": str(uuid.uuid4())}
    live = text(page.post("/en/s/claims/lines/", typed))
    _token, answer = type_form(page)
    assert lines(live) == lines(text(page.get(answer.url)))
    assert "your claim number 1" in lines(live)


def test_the_live_lines_tell_what_can_be_told_so_far(page):
    assert "Fill in the day" in text(page.post("/en/s/claims/lines/", {"programme": "bansou-net"}))
    short = text(page.post("/en/s/claims/lines/", {**TYPED, "ends": "10:59"}))
    assert "59 min" in short and "from 1 h on is paid" in short
    assert not Claim.objects.exists() and not Recipient.objects.exists()


def test_only_with_a_card_the_count_is_that_of_the_network(page, terms):
    card = make_card()
    other = make_supporter(experienced=True)
    file_claim(other, card=card)
    file_claim(other)
    by_card = {**TYPED, "card": card, "name": "", "birth_on_y": "", "birth_on_m": "", "birth_on_d": ""}
    assert "claim 2 of 3" in text(page.post("/en/s/claims/lines/", by_card))
    assert "your claim number 1" in text(page.post("/en/s/claims/lines/", TYPED))
    assert Logged.objects.filter(verb="people.look_up").count() == 1


def test_after_twenty_cards_the_count_is_not_told_any_more(page, terms):
    other = make_supporter(experienced=True)
    cards = [make_card() for _ in range(21)]
    for n, card in enumerate(cards):
        file_claim(other, card=card, support_on=date(2024, 7, 2) + timedelta(days=n))
    by_card = {**TYPED, "name": "", "birth_on_y": "", "birth_on_m": "", "birth_on_d": ""}
    told = ["2 of 3" in text(page.post("/en/s/claims/lines/", {**by_card, "card": card})) for card in cards]
    assert told == [True] * 20 + [False]


def test_known_and_unknown_people_get_the_same_answer(page, supporter):
    for _ in range(4):
        file_claim(make_supporter(experienced=True))
    bodies = []
    for name in ("TRAN VAN MAU", "NGUYEN THI KHAC"):
        token, answer = type_form(page, name=name)
        check = text(page.get(answer.url)).replace(name, "–").replace(token, "–")
        sent = page.post(f"/en/s/claims/drafts/{token}/file/")
        page_sent = re.sub(r"C-24-\d+", "–", text(page.get(sent.url)))
        bodies.append(
            [answer.status_code, sent.status_code, _without_tokens(check), _without_tokens(page_sent)]
        )
        mine = Claim.objects.get(applicant=supporter, state=State.SUBMITTED)
        course.withdraw(mine, actor=supporter.user, now=FILED_AT)
    assert bodies[0] == bodies[1]


def _without_tokens(html: str) -> str:
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "–", html)


def test_too_late_leads_to_a_note_for_the_coordinator(page, office):
    token, answer = type_form(page, support_on="2024-06-30")
    check = text(page.get(answer.url))
    assert "cannot be sent" in check and "Jul 30, 2024" in check and f"drafts/{token}/note/" in check
    assert "draft_file" not in check and f"drafts/{token}/file/" not in check
    refused = page.post(f"/en/s/claims/drafts/{token}/file/")
    assert refused.status_code == 200 and not Claim.objects.exists() and Draft.objects.exists()
    page.post(f"/en/s/claims/drafts/{token}/note/", {"text": "入院していました。"})
    assert "入院していました。" in text(office.get("/en/c/notes/"))
    office.post(f"/en/c/notes/{LateNote.objects.get().pk}/close/")
    assert "入院していました。" not in text(office.get("/en/c/notes/"))


def test_a_returned_claim_is_corrected(page, supporter):
    claim = file_claim(supporter)
    reviewer = make_user("coordinator", region="kanto")
    review.send_back(claim, version=1, reason="終わりの時間を確かめてください", actor=reviewer, now=FILED_AT)
    form = text(page.get(f"/en/s/claims/{claim.pk}/edit/"))
    assert "終わりの時間を確かめてください" in form and "国保の窓口" in form and "TRAN VAN MAU" not in form
    typed = {**TYPED, "name": "", "birth_on_y": "", "birth_on_m": "", "birth_on_d": "", "ends": "11:30"}
    token = str(uuid.uuid4())
    answer = page.post(f"/en/s/claims/{claim.pk}/edit/", {**typed, "token": token, "check": "1"})
    assert "4,000" in text(page.get(answer.url))
    sent = page.post(f"/en/s/claims/drafts/{token}/file/")
    assert page.post(f"/en/s/claims/drafts/{token}/file/").url == sent.url
    claim.refresh_from_db()
    assert (claim.state, claim.minutes) == (State.SUBMITTED, 90)


def test_the_second_answers_on_their_own_page(page, supporter, signed_in):
    second = make_supporter(experienced=True)
    claim = file_claim(supporter, second=second.number)
    theirs = signed_in(second.user)
    assert "Answer" in text(theirs.get("/en/s/claims/"))
    shown = text(theirs.get(f"/en/s/claims/{claim.pk}/"))
    assert "国保" not in shown and supporter.name in shown
    theirs.post(f"/en/s/claims/{claim.pk}/confirm/", {"went": "yes"})
    assert claim.participations.get(position=2).confirmed_at
    assert page.get(f"/en/s/claims/{claim.pk}/confirm/").status_code == 404


def test_withdrawing_asks_first(page, supporter):
    claim = file_claim(supporter)
    assert "Withdraw claim" in text(page.get(f"/en/s/claims/{claim.pk}/withdraw/"))
    page.post(f"/en/s/claims/{claim.pk}/withdraw/")
    claim.refresh_from_db()
    assert claim.state == State.WITHDRAWN


ROLES = ["supporter", "other", "second", "kanto", "kinki", "secretariat", "accountant", "approver", "auditor"]
READ, JUDGE = {"kanto", "secretariat", "accountant", "approver", "auditor"}, {"kanto", "secretariat"}
ALLOWED = {
    "claim_detail": {"supporter", "second"},
    "claim_sent": {"supporter"},
    "claim_edit": {"supporter"},
    "claim_withdraw": {"supporter"},
    "claim_confirm": {"second"},
    "claim_review": READ,
    "claim_approve": JUDGE,
    "claim_judge_first": JUDGE,
    "claim_return": JUDGE,
    "claim_reject": JUDGE,
    "draft_check": {"supporter"},
    "draft_file": {"supporter"},
    "draft_discard": {"supporter"},
    "draft_note": set(),
    "claim_draft": {"supporter"},
    "claim_same_person": JUDGE,
    "match_detail": JUDGE,
    "match_look": JUDGE,
    "match_decide": JUDGE,
    "note_close": JUDGE,
    "sign_clear": JUDGE,
}
POSTS = {
    "claim_approve", "claim_judge_first", "claim_return", "claim_reject", "draft_file", "draft_discard",
    "match_look", "match_decide", "note_close", "sign_clear", "claim_same_person",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_every_address_for_every_role(role, supporter, signed_in):
    second = make_supporter(experienced=True)
    claim = file_claim(supporter, second=second.number)
    alike = file_claim(supporter, name="TRAN VAN MAUU", support_on=date(2024, 7, 29))
    matches.look_for_matches(alike, now=FILED_AT)
    reviewer = make_user("secretariat")
    review.send_back(claim, version=1, reason="理由", actor=reviewer, now=FILED_AT)
    note = LateNote.objects.create(
        supporter=supporter, prefecture="13", support_on=date(2024, 6, 1), deadline_on=date(2024, 7, 1),
        sealed_text=b"", written_at=FILED_AT,
    )  # fmt: skip
    users = {
        "supporter": supporter.user, "second": second.user, "other": make_supporter(prefecture="13").user,
        "kanto": make_user("coordinator", region="kanto"), "kinki": make_user("coordinator", region="kinki"),
    }  # fmt: skip
    user = users.get(role) or make_user(role)
    for name, allowed in ALLOWED.items():
        draft = drafts.save_draft(uuid.uuid4(), {"done": ["x"]}, supporter=supporter, now=FILED_AT)
        keys = {
            "match": [MatchHint.objects.get().pk], "draft": [draft.pk], "note": [note.pk],
            "sign": [alike.pk, alike.flags.first().pk],
        }  # fmt: skip
        args = [draft.pk] if name == "claim_draft" else keys.get(name.split("_")[0], [claim.pk])
        client = signed_in(user)
        address = reverse(name, args=args)
        answer = client.post(address) if name in POSTS else client.get(address)
        assert (answer.status_code != 404) == (role in allowed), f"{name} for {role}: {answer.status_code}"


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("claim_list", {"supporter", "other", "second"}),
        ("claim_new", {"supporter", "other", "second"}),
        ("claim_queue", READ | {"kinki"}),
        ("claim_export", READ | {"kinki"}),
        ("match_list", JUDGE | {"kinki"}),
        ("note_list", JUDGE | {"kinki"}),
        ("cards", JUDGE | {"kinki"}),
    ],
)
def test_every_list_for_every_role(name, roles, terms, signed_in):
    for role in ROLES:
        region = role if role in ("kanto", "kinki") else ""
        is_supporter = role in ("supporter", "other", "second")
        user = (
            make_supporter().user
            if is_supporter
            else make_user("coordinator" if region else role, region=region)
        )
        assert (signed_in(user).get(reverse(name)).status_code == 200) == (role in roles), role


def test_the_accountant_reads_no_text(supporter, signed_in, office):
    claim = file_claim(supporter)
    assert "国保の窓口" not in text(signed_in(make_user("accountant")).get(f"/en/c/claims/{claim.pk}/"))
    assert not Logged.objects.filter(verb="claims.read").exists()
    assert "国保の窓口" in text(office.get(f"/en/c/claims/{claim.pk}/"))
    assert Logged.objects.filter(verb="claims.read", object_id=str(claim.pk)).count() == 1


def test_a_coordinator_sees_the_region_only(terms, signed_in):
    here = file_claim(make_supporter(experienced=True, prefecture="13"))
    there = file_claim(make_supporter(experienced=True, prefecture="27"), name="LE THI GIA")
    html = text(signed_in(make_user("coordinator", region="kanto")).get("/en/c/claims/"))
    assert here.number in html and there.number not in html


def test_the_queue_finds_exact_codes_only(supporter, office):
    card = make_card()
    by_card = file_claim(supporter, card=card)
    second = make_supporter(experienced=True)
    with_second = file_claim(supporter, name="LE THI GIA", second=second.number)
    found = {
        by_card.number: {by_card.number},
        by_card.number.lower().replace("-", " "): {by_card.number},
        card.lower(): {by_card.number},
        supporter.number: {by_card.number, with_second.number},
        second.number: {with_second.number},
        supporter.name: set(),
        "TRAN": set(),
    }
    for typed, numbers in found.items():
        html = text(office.get("/en/c/claims/", {"q": typed}))
        assert set(re.findall(r"C-24-\d{6}(?=</bdi></a>)", html)) == numbers, typed


def test_pages_by_key_show_every_claim_once_in_both_directions(supporter, office):
    for n in range(120):
        file_claim(
            supporter,
            name=f"MAU {chr(65 + n % 26)}{chr(65 + n // 26)}",
            now=FILED_AT + timedelta(minutes=n // 3),
        )
    everything = list(Claim.objects.newest_first().values_list("number", flat=True))

    def walk(start: str, label: str) -> list[list[str]]:
        found, address = [], start
        while address:
            html = text(office.get(f"/en/c/claims/{address}"))
            found.append(re.findall(r"C-24-\d{6}(?=</bdi></a>)", html))
            link = re.search(rf'<a href="([^"]+)" rel="{label}"', html)
            address = link[1].replace("&amp;", "&") if link else ""
        return found

    forward, backward = walk("?state=submitted", "next"), walk("?state=submitted&last=1", "prev")
    assert [len(rows) for rows in forward] == [50, 50, 20]
    assert sum(forward, []) == everything
    assert sum(reversed(backward), []) == everything


def test_the_queue_asks_the_same_number_of_queries_for_one_and_three_rows(
    supporter, office, django_assert_num_queries
):
    second = make_supporter(experienced=True)
    file_claim(supporter, second=second.number)
    office.get("/en/c/claims/")
    with django_assert_num_queries(10):
        office.get("/en/c/claims/")
    for name in ("LE THI GIA", "PHAM HOA"):
        file_claim(supporter, name=name, second=second.number)
    with django_assert_num_queries(10):
        office.get("/en/c/claims/")


def test_the_swapped_row_is_the_row_of_a_reload(supporter, office):
    claim = file_claim(supporter)
    address = reverse("claim_approve", args=[claim.pk])
    swapped = text(office.post(address, {"version": 1}, headers={"HX-Request": "true"}))
    reloaded = text(office.get(f"{reverse('claim_queue')}?state="))
    row = re.search(rf'<tr id="{claim.number}".*?</tr>', reloaded, re.S)[0]
    assert swapped.strip() == row.strip()


def test_after_a_decision_the_next_claim_follows(supporter, office):
    first, then = (
        file_claim(supporter),
        file_claim(supporter, name="LE THI GIA", now=FILED_AT + timedelta(hours=1)),
    )
    answer = office.post(reverse("claim_approve", args=[then.pk]), {"version": 1})
    assert answer.url == reverse("claim_review", args=[first.pk])
    answer = office.post(reverse("claim_reject", args=[first.pk]), {"version": 1, "reason": "別の人"})
    assert answer.url == reverse("claim_queue")


def test_the_later_reviewer_keeps_the_words_and_learns_what_happened(supporter, office):
    claim = file_claim(supporter)
    other = make_user("secretariat", name="先の人")
    review.send_back(claim, version=1, reason="時間", actor=other, now=FILED_AT)
    html = text(
        office.post(f"/en/c/claims/{claim.pk}/reject/", {"version": 1, "reason": "長い理由を書きました"})
    )
    assert "先の人" in html and "長い理由を書きました" in html
    claim.refresh_from_db()
    assert claim.state == State.RETURNED


def test_the_spreadsheet_names_nobody_who_was_supported(supporter, office):
    claim = file_claim(supporter)
    answer = office.get("/ja/c/claims/export/?state=")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == claim.number and supporter.number in rows[1]
    assert "TRAN" not in str(rows) and "国保" not in str(rows)
    assert Logged.objects.filter(verb="claims.export").count() == 1


def test_two_records_are_compared_behind_a_new_sign_in(supporter, office):
    file_claim(supporter)
    alike = file_claim(supporter, name="TRAN VAN MAUU", support_on=date(2024, 7, 29))
    matches.look_for_matches(alike, now=FILED_AT)
    hint = MatchHint.objects.get()
    assert "TRAN" not in text(office.get(f"/en/c/matches/{hint.pk}/"))
    reason = {"reason": "二つの申請の氏名がとても似ているため確認します"}
    office.post(f"/en/c/matches/{hint.pk}/decide/", {"decision": "same", "reason": "x"})
    hint.refresh_from_db()
    assert not hint.decision, "nobody decides who has not seen both"
    asked = office.post(f"/en/c/matches/{hint.pk}/look/", reason)
    assert asked.status_code == 302 and "reauthenticate" in asked.url
    html = text(_just_signed_in(office).post(f"/en/c/matches/{hint.pk}/look/", reason))
    assert "TRAN VAN MAU<" in html and "TRAN VAN MAUU" in html
    office.post(f"/en/c/matches/{hint.pk}/decide/", {"decision": "same", "reason": "同じ人です"})
    assert set(Claim.objects.values_list("recipient", flat=True)) == {
        Recipient.objects.get(merged_into=None).pk
    }
    assert Logged.objects.filter(verb="people.look_up").count() == 2


def _just_signed_in(client):
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": seconds.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def test_cards_are_printed(office):
    pdf = office.post("/ja/c/cards/", {"sheets": 1}).content
    assert pdf.startswith(b"%PDF")
    assert "sheets" in text(office.post("/en/c/cards/", {"sheets": 99}))
