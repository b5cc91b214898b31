"""The pages of payments: every page in every state, the two wizards, and what is not anybody's to see."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.payments import actions
from bansou.payments.enums import RunState, TransferState
from bansou.payments.models import Account, PayingAccount, Run, TaxDecision
from tests import factories
from tests.payments.conftest import MONTH, PAY_ON, SCOPE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
QUERIES = [9, 5, 6, 13]
ON_PAY_DAY = datetime(2024, 8, 20, 3, 0, tzinfo=UTC)
TYPED = {
    "where": "bank",
    "bank": "みずほ銀行",
    "branch": "001",
    "account_type": "1",
    "number": "１２３４５",
    "name": "みほん　さくらー",
}


@pytest.fixture
def office(accountant, signed_in):
    return signed_in(accountant)


def url(name, *args, language="en", **query):
    with translation.override(language):
        return reverse(name, args=args, query=query or None)


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    words = answer.content.decode()
    assert "UNDEFINED" not in words
    return words


@pytest.mark.parametrize("language", ["en", "ja", "vi"])
def test_every_page_in_every_state_of_a_run(
    office, accountant, approver, payee, now, signed_in, at, language
):
    approving = signed_in(approver)
    factories.make_payable(payee, SCOPE)
    other = factories.make_payee(scope=SCOPE)
    factories.make_payable(other, SCOPE)
    factories.make_payable(factories.make_payee(account=False, scope=SCOPE), SCOPE)
    run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
    transfer, second = run.transfers.order_by("number")

    def look(*clients):
        for client in clients:
            for name in ("payments_overview", "run_list", "payee_list", "tax_decisions", "paying_account"):
                text(client.get(url(name, language=language)))
            words = text(client.get(url("run_detail", run.pk, language=language)))
            text(client.get(url("transfer_detail", transfer.pk, language=language)))
            text(client.get(url("payee_detail", payee.pk, language=language)))
            assert "40005001" not in words

    look(office, approving)
    text(office.get(url("run_redraft", run.pk, language=language)))
    text(office.get(url("run_discard", run.pk, language=language)))
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    look(office, approving)
    actions.export_run(run.pk, actor=accountant, now=now)
    look(office)
    text(office.get(url("run_reject", run.pk, language=language)))
    actions.mark_accepted(run.pk, actor=accountant, now=now)
    look(office)
    at(ON_PAY_DAY)
    office = signed_in(accountant)
    actions.mark_returned(second.pk, "closed", actor=accountant, now=ON_PAY_DAY)
    actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY)
    look(office)


def test_closing_and_paying_by_clicks(office, accountant, approver, payee, signed_in, at):
    factories.make_payable(payee, SCOPE)
    page = text(office.get(url("month_close")))
    assert "To be transferred" in page
    closing = office.post(url("month_close"), {"month": "2024-07", "pay_on": "2024-08-20"})
    run = Run.objects.get()
    assert closing["Location"] == url("run_detail", run.pk)
    # The drafter cannot approve, neither by the page nor behind it.
    assert office.post(url("run_approve", run.pk), {"version": 1}).status_code == 404
    approving = signed_in(approver)
    for _ in range(2):
        assert approving.post(url("run_approve", run.pk), {"version": 1}).status_code == 302
    assert office.post(url("run_export", run.pk)).status_code == 302
    first, again = (office.post(url("run_export", run.pk)) for _ in range(2))
    assert first.content == again.content
    assert first["Content-Disposition"] == 'attachment; filename="bank-file-1-20240820.txt"'
    office.post(url("run_accept", run.pk))
    office.post(url("run_paid", run.pk))
    assert run.transfers.get().state == TransferState.ACCEPTED
    at(ON_PAY_DAY)
    office = signed_in(accountant)
    for _ in range(2):
        office.post(url("run_paid", run.pk))
    run.refresh_from_db()
    assert run.state == RunState.PAID
    verbs = list(Entry.objects.filter(object_id=str(run.pk)).values_list("verb", flat=True))
    assert verbs.count("payments.downloaded") == 2
    assert verbs.count("payments.paid") == 1


def test_closing_on_a_holiday_says_when_banks_are_open(office, payee):
    factories.make_payable(payee, SCOPE)
    for send in (office.get, office.post):
        page = text(send(url("month_close"), {"month": "2024-07", "pay_on": "2024-08-12"}))
        assert "Tue, Aug 13, 2024" in page
        assert "2024-08-12" in page
    assert not Run.objects.exists()


def test_a_second_approver_is_told_who_was_faster(office, approver, payee, accountant, signed_in, now):
    factories.make_payable(payee, SCOPE)
    run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
    actions.approve_run(run.pk, version=1, actor=approver, now=now)
    late = signed_in(factories.make_user(RoleKind.APPROVER))
    page = text(late.post(url("run_approve", run.pk), {"version": 1}))
    assert "Somebody may have been faster" in page
    assert approver.name in page


def test_account_is_compared_before_it_is_saved(office, payee):
    Account.objects.all().delete()
    page = text(office.post(url("payee_account", payee.pk), TYPED))
    assert not Account.objects.exists()
    for shown in ("みずほ", "0012345", "ﾐﾎﾝ ｻｸﾗ-", "hiragana to katakana"):
        assert shown in page
    back = text(office.post(url("payee_account", payee.pk), {**TYPED, "edit": "1"}))
    assert TYPED["name"] in back
    for _ in range(2):
        answer = office.post(url("payee_account", payee.pk), {**TYPED, "bank_code": "0001", "save": "1"})
        assert answer.status_code == 302
    account = Account.objects.get()
    assert (account.bank_code, account.branch_code, account.tail) == ("0001", "001", "45")


def test_post_bank_is_converted_and_shown_back(office, payee):
    typed = {"where": "post", "symbol": "14030", "post_number": "12345671", "name": "ミホン"}
    page = text(office.post(url("payee_account", payee.pk), typed))
    for shown in ("四〇八", "1234567", "14030", "12345671"):
        assert shown in page
    wrong = text(office.post(url("payee_account", payee.pk), {**typed, "post_number": "12345681"}))
    assert "One digit is probably mistyped" in wrong
    assert 'value="12345681"' in wrong


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"bank": "zzz"}, "Nothing fits"),
        ({"bank": ""}, "Enter a name or a code"),
        ({"branch": "東"}, "Choose one of the list"),
        ({"number": "12345678"}, "Enter 1 to 7 digits"),
        ({"number": "0"}, "Enter 1 to 7 digits"),
        ({"name": "見本 さくら"}, "Kanji can"),
        ({"name": "ア" * 31}, "at most 30"),
    ],
)
def test_a_wrong_account_is_explained_and_nothing_typed_is_lost(office, payee, changed, told):
    before = Account.objects.count()
    page = text(office.post(url("payee_account", payee.pk), {**TYPED, **changed, "save": "1"}))
    assert told in page.replace("&#x27;", "'")
    assert "<title>Error:" in page
    for value in {**TYPED, **changed}.values():
        assert value in page
    assert Account.objects.count() == before


def test_shared_account_asks_for_a_look_at_both_papers(office, accountant, payee, now):
    factories.make_payee(number="0012345", actor=accountant, scope=SCOPE)
    typed = {**TYPED, "bank": "0005", "save": "1"}
    page = text(office.post(url("payee_account", payee.pk), typed))
    assert "has the same account" in page
    answer = office.post(url("payee_account", payee.pk), {**typed, "shared_confirmed": "on"})
    assert answer.status_code == 302


def test_bank_search_answers_a_fragment(office):
    page = text(office.get(url("bank_choices", bank="ゆうちょ")))
    assert 'value="9900"' in page
    assert "<html" not in page
    page = text(office.get(url("branch_choices", bank="0001", branch="東京")))
    assert 'name="branch_code"' in page


def test_own_account_is_a_colleagues_work(office, accountant, now):
    me = factories.make_payee(account=False, user=accountant)
    page = text(office.post(url("payee_account", me.pk), {**TYPED, "save": "1"}))
    assert "This is your own account" in page
    assert not Account.objects.filter(payee=me).exists()


def test_held_account_can_be_taken_back(office, accountant, payee, now):
    old = payee.accounts.get()
    new = factories.enter_account(payee, actor=accountant, now=now - timedelta(hours=1))
    assert url("account_withdraw", new.pk) in text(office.get(url("payee_detail", payee.pk)))
    text(office.get(url("account_withdraw", new.pk)))
    office.post(url("account_withdraw", new.pk))
    assert Account.objects.filter(withdrawn_at=None).get() == old
    office.post(url("account_withdraw", old.pk))
    assert Account.objects.filter(withdrawn_at=None).get() == old


def test_returned_and_rejected_by_clicks(office, accountant, payee, accepted, at):
    factories.make_payable(payee, SCOPE)
    run = accepted()
    transfer = run.transfers.get()
    page = text(office.post(url("transfer_return", transfer.pk), {}))
    assert "<title>Error:" in page
    office.post(url("transfer_return", transfer.pk), {"reason": "name"})
    transfer.refresh_from_db()
    assert transfer.state == TransferState.RETURNED
    office.post(url("run_reject", run.pk), {"reason": "date"})
    assert Run.objects.get().state == RunState.PAID


def test_tax_and_paying_account_pages(office, accountant):
    typed = {"kind": "accompaniment", "tax_class": "fee_204", "valid_from": "2024-09-01", "source": "税理士"}
    assert office.post(url("tax_decisions"), typed).status_code == 302
    assert TaxDecision.objects.filter(tax_class="fee_204", decided_by=accountant).count() == 1
    form = {
        "name": "バンソウネット",
        "bank": "0001",
        "branch": "001",
        "account_type": "1",
        "number": "7654321",
        "line_end": "none",
        "blank_requester_code": "zeros",
        "clearing_house": "spaces",
        "max_payments": "9999",
        "days_ahead": "30",
        "lead_business_days": "1",
    }
    assert office.post(url("paying_account"), form).status_code == 302
    saved = PayingAccount.objects.order_by("-entered_at").first().settings
    assert saved["payer"]["name"] == "ﾊﾞﾝｿｳﾈﾂﾄ"
    assert saved["bank"]["line_end"] == "none"
    page = text(office.post(url("paying_account"), {**form, "requester_code": "12"}))
    assert "Enter 10 digits" in page


def test_list_as_pdf_and_xlsx_without_account_numbers(office, accountant, payee, now, accepted):
    factories.make_payable(payee, SCOPE)
    run = accepted()
    pdf = office.get(url("run_pdf", run.pk))
    assert pdf.content.startswith(b"%PDF")
    sheet = office.get(url("run_xlsx", run.pk)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "0000000001"
    assert rows[1][6] == f"*****{payee.accounts.get().tail}"
    assert rows[1][9] == 4000


def test_payee_sees_own_payments_and_nobody_elses(accountant, accepted, now, signed_in, at):
    user, stranger = (factories.make_user(RoleKind.SUPPORTER) for _ in range(2))
    payee = factories.make_payee(scope=SCOPE, user=user)
    factories.make_payee(user=stranger, account=False)
    factories.make_payable(payee, SCOPE, label="C-24-000001")
    client, other = signed_in(user), signed_in(stranger)
    assert "Owed" in text(client.get(url("my_payments")))
    run = accepted()
    assert "Planned" in text(client.get(url("my_payments")))
    transfer = run.transfers.get()
    assert client.get(url("my_notice", transfer.pk)).status_code == 404
    at(ON_PAY_DAY)
    actions.mark_paid(run.pk, actor=accountant, now=ON_PAY_DAY)
    client, other = signed_in(user), signed_in(stranger)
    assert "C-24-000001" in text(client.get(url("my_notice", transfer.pk)))
    assert client.get(url("my_notice_pdf", transfer.pk)).content.startswith(b"%PDF")
    for name in ("my_notice", "my_notice_pdf"):
        assert other.get(url(name, transfer.pk)).status_code == 404
    assert "No honoraria yet" in text(other.get(url("my_payments")))
    page = text(client.get(url("my_account")))
    account = payee.accounts.get()
    assert account.masked in page
    assert "No account yet" in text(other.get(url("my_account")))


def test_a_draft_is_not_told_to_the_payee(accountant, now, signed_in):
    user = factories.make_user(RoleKind.SUPPORTER)
    payee = factories.make_payee(scope=SCOPE, user=user)
    factories.make_payable(payee, SCOPE)
    actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
    assert "Planned" not in text(signed_in(user).get(url("my_payments")))


def test_lists_ask_as_many_questions_for_three_rows_as_for_one(office, accountant, now):
    def count(address):
        with CaptureQueriesContext(connection) as asked:
            text(office.get(address))
        return len(asked)

    def fill(number):
        for _ in range(number):
            factories.make_payable(factories.make_payee(scope=SCOPE), SCOPE)
            factories.make_payable(factories.make_payee(), SCOPE)

    fill(1)
    run = actions.close_month(MONTH, PAY_ON, actor=accountant, now=now)
    pages = [url("payments_overview"), url("run_list"), url("payee_list"), url("run_detail", run.pk)]
    office.get(pages[0])
    one = [count(address) for address in pages]
    fill(2)
    actions.redraft(run.pk, PAY_ON, actor=accountant, now=now)
    assert [count(address) for address in pages] == one == QUERIES
