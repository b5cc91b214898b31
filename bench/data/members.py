"""Makes supporters with sign-in, payee, account, papers, offers and completed questionnaires."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from bansou.accounts.models import Role, User
from bansou.core.checkchars import new_bansou_id
from bansou.courses.models import Completion
from bansou.payments.models import Account, Clearance, Payee
from bansou.programmes.models import Terms
from bansou.supporters.models import (
    Registration,
    Supporter,
    SupporterArea,
    SupporterField,
    SupporterLanguage,
    SupporterTime,
)
from bansou.supporters.rules import new_paper_code
from bansou.vault import actions as vault
from bench.data.common import BATCH, Keys, insert, new_id, seal

FAMILY = ("見本", "例示", "仮名", "試験", "架空", "模型", "想定", "仮想")
GIVEN = ("一郎", "花子", "さくら", "健", "美咲", "翔", "陽子", "誠")
LANGUAGES = ("en", "zh-hans", "vi", "pt-br", "es", "fil", "ne", "my", "fr", "ar", "fa", "ru")
LEVELS = ("native", "fluent", "fluent", "everyday")
FIELDS = ("status", "labour", "life", "medical", "welfare", "children", "violence", "law")


def make_supporters(
    count: int, terms: Terms, actor: User, keys: Keys, chance: Random, now: datetime
) -> list[Supporter]:
    made: list[Supporter] = []
    while len(made) < count:
        batch = [_supporter(len(made) + n, chance, now) for n in range(min(BATCH, count - len(made)))]
        accounts = [_account(each.payee, len(made) + n, actor, keys, now) for n, each in enumerate(batch)]
        keys.store()
        insert(each.user for each in batch)
        insert(Role(user=each.user, kind="supporter", granted_at=now) for each in batch)
        insert(each.payee for each in batch)
        insert(batch)
        insert(accounts)
        _papers(batch, terms, chance)
        _offers(batch, chance)
        made += batch
    return made


def _supporter(number: int, chance: Random, now: datetime) -> Supporter:
    name = f"{chance.choice(FAMILY)} {chance.choice(GIVEN)}"
    mail = f"supporter-{number:06}@example.org"
    user = User(id=new_id(chance), email=mail, name=name, language="ja", password="!")  # no password opens it
    code = new_bansou_id(chance)
    payee = Payee(id=new_id(chance), name=name, reference=code, mail=mail, user=user, residency="resident")
    registered = date(2023, 4, 1) + timedelta(days=chance.randrange(100))
    return Supporter(
        id=new_id(chance), number=code, user=user, payee=payee, name=name, kana="ミホン サクラ",
        latin="MIHON SAKURA", postal_code="1000001", prefecture=f"{chance.randrange(47) + 1:02}",
        municipality="見本市", street="例町1-2-3",
        phone="0300000000", experience_confirmed_on=registered if chance.random() < 0.6 else None,
        gender=chance.choice(("woman", "man", "")), remote=chance.random() < 0.4,
        foreign_roots="例国" if chance.random() < 0.3 else "",
        consent_version="2023-07", consented_at=now, registered_on=registered, form_token=new_id(chance),
    )  # fmt: skip


def _account(payee: Payee, number: int, actor: User, keys: Keys, now: datetime) -> Account:
    account, digits = Account(payee=payee), f"{number + 1:07}"
    key = keys.make("payee", payee.pk)
    account.bank_code, account.branch_code, account.account_type = "0005", "001", "1"
    account.tail = digits[-2:]
    account.sealed_number, account.sealed_name = (
        seal(key, payee.pk, f"payments.account.sealed_{field}|{account.pk}", text)
        for field, text in (("number", digits), ("name", "ﾐﾎﾝ ｻｸﾗ"))
    )
    account.number_index = vault.index("payments.account", f"0005-001-1-{digits}")
    account.entered_at, account.entered_by = now - timedelta(days=900), actor
    account.usable_from = account.entered_at
    return account


def _papers(batch: list[Supporter], terms: Terms, chance: Random) -> None:
    def registration(each: Supporter) -> Registration:
        days: dict[str, Any] = {}
        for name, wait in (
            ("papers_sent", 3),
            ("memorandum_back", 20),
            ("account_notice_back", 20),
            ("payable", 25),
        ):
            days[f"{name}_on"] = each.registered_on + timedelta(days=wait)
        code = new_paper_code(chance)
        return Registration(supporter=each, terms=terms, code=code, opened_on=each.registered_on, **days)

    insert(registration(each) for each in batch)
    insert(Clearance(payee=each.payee, scope=terms.pk, since_on=each.registered_on) for each in batch)


def _offers(batch: list[Supporter], chance: Random) -> None:
    insert(
        SupporterLanguage(
            supporter=each, language=language, level=chance.choice(LEVELS), interprets=chance.random() < 0.5
        )
        for each in batch
        for language in chance.sample(LANGUAGES, 2)
    )
    insert(
        SupporterArea(supporter=each, prefecture=f"{(int(each.prefecture) + further) % 47 + 1:02}")
        for each in batch
        for further in (-1, *chance.sample(range(46), 2))
    )
    insert(SupporterField(supporter=each, field=one) for each in batch for one in chance.sample(FIELDS, 2))
    insert(
        SupporterTime(supporter=each, weekday=weekday, starts=time(chance.choice((9, 13))), ends=time(18))
        for each in batch
        for weekday in chance.sample(range(7), 3)
    )
    insert(
        Completion(
            supporter=each,
            questionnaire=f"basic-{part}",
            completed_on=each.registered_on + timedelta(days=part),
        )
        for each in batch
        for part in range(1, 6)
    )
