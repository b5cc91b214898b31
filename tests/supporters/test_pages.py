"""The supporter's own pages and the staff's: who sees whom, what is recorded, papers from desk to scanner."""

import io
import subprocess
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.supporters import actions, permissions
from bansou.supporters.enums import Paper, State
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.rules import show_paper_code
from tests.factories import LONG_AGO, enter_account, make_supporter, make_terms, make_user

pytestmark = pytest.mark.django_db
STAFF_PAGES = ["supporter_list", "papers_desk", "paper_scan", "account_confirmations", "renewal"]


@pytest.fixture
def secretariat():
    return make_user(RoleKind.SECRETARIAT)


def pdf_text(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().replace("\n", "")


def test_each_role_sees_its_own_rows():
    tokyo, osaka = make_supporter(prefecture="13"), make_supporter(prefecture="27")
    seen = {
        RoleKind.SECRETARIAT: {tokyo, osaka}, RoleKind.AUDITOR: {tokyo, osaka}, RoleKind.ACCOUNTANT: {tokyo, osaka},
        RoleKind.APPROVER: set(),
    }  # fmt: skip
    for role, expected in seen.items():
        assert set(permissions.visible_supporters(make_user(role))) == expected
    coordinator = make_user(RoleKind.COORDINATOR, region="kinki")
    assert set(permissions.visible_supporters(coordinator)) == {osaka}
    assert set(permissions.visible_supporters(tokyo.user)) == {tokyo}


def test_a_coordinator_reads_and_confirms_in_the_own_region_only(signed_in):
    tokyo, osaka = make_supporter(prefecture="13"), make_supporter(prefecture="27")
    browser = signed_in(make_user(RoleKind.COORDINATOR, region="kanto"))
    page = browser.get(reverse("supporter_list")).content.decode()
    assert tokyo.number in page
    assert osaka.number not in page
    for supporter, status in ((tokyo, 302), (osaka, 404)):
        assert (
            browser.post(reverse("supporter_confirm_experience", args=[supporter.pk])).status_code == status
        )
    assert browser.get(reverse("supporter_detail", args=[osaka.pk])).status_code == 404
    assert browser.get(f"{reverse('supporter_list')}?q={osaka.number}").context["page"].rows == []
    assert Supporter.objects.exclude(experience_confirmed_on=None).get() == tokyo
    assert browser.get(reverse("papers_desk")).status_code == 404


def test_supporters_have_no_staff_pages_and_staff_no_profile(signed_in, secretariat):
    browser = signed_in(make_supporter().user)
    for name in STAFF_PAGES:
        assert browser.get(reverse(name)).status_code == 404
    assert signed_in(secretariat).get(reverse("supporter_profile")).status_code == 404


def test_looking_at_people_is_recorded_before_they_are_shown(signed_in, secretariat):
    supporter = make_supporter()
    browser = signed_in(secretariat)
    browser.get(reverse("supporter_list"))
    browser.get(reverse("supporter_detail", args=[supporter.pk]))
    browser.get(reverse("supporter_export"))
    verbs = Entry.objects.filter(actor_id=secretariat.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["supporters.list", "supporters.read", "supporters.export"]
    assert Entry.objects.filter(object_id=str(supporter.pk), verb="supporters.read").get().fields


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=さくら", {"a"}), ("q=ミホン", {"a"}), ("q=みほん", {"a"}), ("q=nguyen", {"b"}), ("prefecture=27", {"b"}),
        ("language=vi&interprets=on", {"b"}), ("interprets=on", {"b"}), ("language=ja", {"a", "b"}),
        ("state=id_issued", {"a", "b"}), ("state=payable", set()), ("with_left=on", {"a", "b", "c"}), ("", {"a", "b"}),
        ("state=nonsense&prefecture=99", {"a", "b"}),
    ],
)  # fmt: skip
def test_the_list_finds(signed_in, secretariat, query, found):
    from bansou.supporters.rules import Spoken

    make_terms()
    people = {
        "a": make_supporter(languages=(Spoken("ja", "native"),)),
        "b": make_supporter(
            name="グエン", kana="グエン", latin="NGUYEN", prefecture="27",
            languages=(Spoken("vi", "native", True), Spoken("ja", "fluent")),
        ),
        "c": make_supporter(name="退会", kana="タイカイ", latin="LEFT"),
    }  # fmt: skip
    actions.leave(people["c"], actor=None, now=LONG_AGO)
    Registration.objects.update(opened_on=date(2024, 1, 1))
    page = signed_in(secretariat).get(f"{reverse('supporter_list')}?{query}").content.decode()
    assert {name for name, supporter in people.items() if supporter.number in page} == found


def test_the_list_costs_the_same_queries_for_one_and_three(signed_in, secretariat):
    make_terms()
    make_supporter()
    browser = signed_in(secretariat)
    browser.get(reverse("supporter_list"))
    costs = []
    for more in (0, 2):
        for _ in range(more):
            make_supporter()
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("supporter_list"))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


def test_pages_by_key_show_everybody_once(signed_in, secretariat, monkeypatch):
    from bansou.core import paging

    people = {make_supporter().number for _ in range(7)}
    monkeypatch.setitem(paging.page.__kwdefaults__, "size", 3)
    browser, seen, url = signed_in(secretariat), [], "?"
    while url:
        response = browser.get(reverse("supporter_list") + url)
        shown = response.context["page"]
        seen += [row.number for row in shown.rows]
        url = f"?after={shown.next}" if shown.next else ""
    assert sorted(seen) == sorted(people)
    assert len(seen) == 7
    last = browser.get(reverse("supporter_list") + "?last=1").context["page"]
    assert [row.number for row in last.rows] == seen[-3:]
    before = browser.get(reverse("supporter_list") + f"?before={last.previous}").context["page"]
    assert [row.number for row in before.rows] == seen[1:4]


def test_the_export_is_dead_text(signed_in, secretariat):
    make_supporter(experience_text="=1+1", building="=cmd()")
    response = signed_in(secretariat).get(reverse("supporter_export"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert any("=cmd()" in str(cell) for cell in rows[1])
    assert "supporters.xlsx" in response["Content-Disposition"]


def test_papers_are_printed_marked_and_taken_back(signed_in, secretariat):
    terms = make_terms()
    first, second = make_supporter(), make_supporter(name="グエン・レイ", building="見本荘101")
    browser = signed_in(secretariat)
    ids = {"ids": [str(pk) for pk in Registration.objects.values_list("pk", flat=True)]}
    memoranda = pdf_text(browser.post(reverse("papers_print", args=[terms.pk, "memoranda"]), ids).content)
    for supporter in (first, second):
        assert memoranda.count(supporter.number) >= 2
    assert "覚書" in memoranda
    assert "4,000" in memoranda
    notices = pdf_text(browser.post(reverse("papers_print", args=[terms.pk, "notices"]), ids).content)
    assert "謝金受取口座届出書" in notices.replace(" ", "")
    assert "ミホン サクラ".replace(" ", "") in notices.replace(" ", "")
    labels = pdf_text(browser.post(reverse("papers_print", args=[terms.pk, "labels"]), ids).content)
    assert "見本荘101" in labels.replace(" ", "")
    assert "110-0005" in labels
    assert first.number not in labels
    browser.post(reverse("papers_sent", args=[terms.pk]), {"ids": ids["ids"][:1]})
    assert Registration.objects.filter(papers_sent_on=None).count() == 1
    page = browser.get(reverse("papers_desk")).content.decode()
    assert reverse("papers_sent_undo") in page
    browser.post(reverse("papers_sent_undo"))
    assert Registration.objects.filter(papers_sent_on=None).count() == 2
    assert browser.post(reverse("papers_sent", args=[terms.pk]), {"ids": ["x"]}).status_code == 302
    assert Registration.objects.filter(papers_sent_on=None).count() == 2


def test_a_scanned_code_marks_its_paper_and_a_typed_id_asks(signed_in, secretariat):
    make_terms()
    supporter = make_supporter()
    registration = supporter.registrations.get()
    enter_account(supporter.payee, actor=secretariat, now=LONG_AGO)
    browser = signed_in(secretariat)
    page = browser.post(
        reverse("paper_scan"), {"code": show_paper_code(registration.code, "M").lower()}, follow=True
    ).content.decode()
    registration.refresh_from_db()
    assert registration.memorandum_back_on
    assert supporter.name in page
    page = browser.post(reverse("paper_scan"), {"code": supporter.number}, follow=True).content.decode()
    assert reverse("paper_back", args=[registration.pk, "A"]) in page
    browser.post(reverse("paper_back", args=[registration.pk, "A"]))
    registration.refresh_from_db()
    assert registration.state == State.PAYABLE
    assert browser.post(reverse("paper_undo", args=[registration.pk, "A"])).status_code == 302
    registration.refresh_from_db()
    assert registration.state == State.PAYABLE


@pytest.mark.parametrize(
    ("typed", "told"),
    [("M-AAAAA-AAAAA", "a character is wrong"), ("", "required"), ("BN-0000-0000", "No papers")],
)
def test_a_mistyped_code_is_caught(signed_in, secretariat, typed, told):
    page = signed_in(secretariat).post("/en/c/papers/scan/", {"code": typed}).content.decode()
    assert told in page


def test_an_account_is_confirmed_from_the_list(signed_in, secretariat):
    make_terms()
    registration = make_supporter().registrations.get()
    for paper in Paper:
        actions.mark_paper_back(registration, paper, actor=secretariat, now=LONG_AGO)
    browser = signed_in(make_user(RoleKind.ACCOUNTANT))
    assert (
        reverse("payee_account", args=[registration.supporter.payee_id])
        in browser.get(reverse("account_confirmations")).content.decode()
    )
    browser.post(reverse("account_confirm", args=[registration.pk]))
    registration.refresh_from_db()
    assert registration.payable_on is None
    enter_account(registration.supporter.payee, actor=secretariat, now=LONG_AGO)
    browser.post(reverse("account_confirm", args=[registration.pk]))
    registration.refresh_from_db()
    assert registration.payable_on


def test_renewal_runs_in_the_background_and_shows_how_far_it_is(
    signed_in, secretariat, run_worker, django_capture_on_commit_callbacks
):
    make_terms()
    for _ in range(3):
        make_supporter()
    new = make_terms(support_from=date(2026, 3, 1), support_to=date(2028, 2, 29))
    browser = signed_in(secretariat)
    assert "0 of 3 active supporters" in browser.get("/en/c/renewal/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("renewal_start", args=[new.pk]))
    run_worker()
    assert "3 of 3 active supporters" in browser.get("/en/c/renewal/").content.decode()
    assert Registration.objects.filter(terms=new).count() == 3


def test_a_supporter_sees_and_changes_the_own_profile(signed_in):
    make_terms()
    supporter = make_supporter()
    browser = signed_in(supporter.user)
    for name in ("supporter_profile", "supporter_card", "supporter_papers", "supporter_profile_edit"):
        page = browser.get(reverse(name)).content.decode()
        assert "UNDEFINED" not in page
    assert "<svg" in browser.get(reverse("supporter_card")).content.decode()
    form = browser.get(reverse("supporter_profile_edit")).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        "phone": "080-0000-0000", "languages-TOTAL_FORMS": "1", "languages-INITIAL_FORMS": "1",
        "languages-0-language": "ne", "languages-0-level": "native",
        "times-TOTAL_FORMS": "0", "times-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert browser.post(reverse("supporter_profile_edit"), data).status_code == 302
    supporter.refresh_from_db()
    assert supporter.phone == "080-0000-0000"
    assert supporter.languages.get().language == "ne"
    browser.post(reverse("supporter_leave"))
    supporter.refresh_from_db()
    assert supporter.left_on
    assert browser.get(reverse("supporter_profile")).status_code == 200
