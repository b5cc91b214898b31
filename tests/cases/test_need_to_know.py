"""For every role and part: what is not theirs is on no page, in no search, in no file, in no count."""

import pytest
from django.urls import get_resolver, reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry as LogEntry
from bansou.cases.actions.consent import record_consent
from bansou.cases.actions.entries import add_entry
from bansou.cases.actions.files import add_file
from bansou.cases.actions.household import save_relative
from bansou.cases.actions.members import add_member
from bansou.cases.actions.residence import record_residence
from bansou.cases.actions.todo import add_task
from bansou.cases.enums import Role
from bansou.cases.models import Relative
from bansou.cases.rules.fields import HIDDEN_FROM_OFFICIALS, RED, ROLES, Access, Part, access
from bansou.core.uploads import clean
from bansou.people.actions import save_safe_contact
from bansou.people.rules.contact import SafeContact
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db

# Each stands in one part of the case only, and must be seen with it and never without it.
MARKS = {
    Part.FACTS: "ZZSUMMARY",
    Part.IDENTITY: "ZZNAME",
    Part.NATIONALITY: "ZZNATION",
    Part.CONTACT: "ZZNEVER",
    Part.RESIDENCE: "ZZSTAY",
    Part.ENTRIES: "ZZENTRY",
    Part.PRIVATE: "ZZPRIVATE",
    Part.TASKS: "ZZTASK",
    Part.FILES: "ZZFILE",
    Part.CONSENTS: "ZZCONSENT",
}
THROUGH = "ZZTHROUGH"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def lead():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="佐藤")


@pytest.fixture
def case(lead, now):
    case = make_case(lead=lead, now=now, summary="ZZSUMMARY", through=THROUGH, municipality="131067")
    told = {"name": "ZZNAME", "kana": "", "native": "", "nationality": "ZZNATION"}
    save_relative(case, told, relation="self", actor=lead, now=now)
    save_safe_contact(case.person, SafeContact(never="ZZNEVER"), actor=lead, now=now)
    day = now.date().replace(year=2025)
    record_residence(case, "overstay", note="ZZSTAY", valid_to=day, actor=lead, now=now)
    add_entry(case, "note", "ZZENTRY", actor=lead, now=now)
    add_entry(case, "note", "ZZPRIVATE", actor=lead, now=now, private=True)
    add_task(case, "ZZTASK", actor=lead, now=now, due_on=now.date())
    add_file(case, clean(PDF, "ZZFILE.pdf"), actor=lead, now=now)
    record_consent(
        case, "refer", "given", form="spoken", said_on=now.date(), bodies="ZZCONSENT", actor=lead, now=now
    )
    return case


def addresses(case):
    """Every page of one case that can be read, whichever room it is of."""
    relative = Relative.objects.filter(case=case).first()
    more = {"relative": relative and relative.pk, "file": case.files.first().pk}
    for name, patterns in get_resolver().reverse_dict.lists():
        if not isinstance(name, str):
            continue
        for found, *_rest in patterns:
            path, params = found[0]
            if "c/cases/%(pk)s/" in path and set(params) <= {"pk", *more} and "emergency" not in path:
                yield reverse(
                    name, kwargs={"pk": case.pk, **{key: more[key] for key in params if key != "pk"}}
                )


def everything(client, case):
    """All that a reader can get to see: pages of the case, the list, a search for every mark."""
    pages = []
    for address in set(addresses(case)):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 404, 405), address
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            pages.append(answer.content.decode())
    pages.append(client.get(reverse("case_list")).content.decode())
    for mark in MARKS.values():
        found = client.post(reverse("case_find"), {"words": mark}).content.decode()
        # The words that were typed stand in their field.
        pages.append(found.replace(f'value="{mark}"', ""))
    return "\n".join(pages)


def expected(found: Access) -> set[str]:
    seen = {mark for part, mark in MARKS.items() if part in found.reads}
    if Part.ENTRIES not in found.reads:
        seen.discard("ZZPRIVATE")
    # It is a line of the household.
    if Part.IDENTITY not in found.reads:
        seen.discard("ZZNATION")
    return seen


@pytest.mark.parametrize("official", [False, True])
@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_its_parts_and_no_others(case, lead, role, official, signed_in, now, at):
    kind = RoleKind.SECRETARIAT if role == Role.LEAD else RoleKind.SUPPORTER
    member = make_user(kind)
    member.is_public_official = official
    member.save()
    add_member(case, member, role, actor=lead, now=now)
    shown = everything(signed_in(member), case)
    found = access(role, official=official)
    assert {mark for mark in MARKS.values() if mark in shown} == expected(found)
    assert (THROUGH in shown) is (Part.IDENTITY in found.reads)
    assert ("Taito" in shown) is (Part.CONTACT in found.reads)
    # The day on which a stay ends tells that there is one.
    assert ("Aug 1, 2025" in shown) is (Part.RESIDENCE in found.reads)
    assert ("May 1, 2025" in shown) is (Part.RESIDENCE in found.reads)


def test_officials_see_no_deadline_of_a_stay_in_the_list(case, lead, signed_in, now, at):
    case.tasks.filter(from_residence=False).delete()
    address = reverse("case_list")
    assert "May 1, 2025" in signed_in(lead).get(address).content.decode()
    lead.is_public_official = True
    lead.save()
    page = signed_in(lead).get(address).content.decode()
    assert "2025" not in page and case.number in page


@pytest.mark.parametrize(
    "kind", [RoleKind.SECRETARIAT, RoleKind.COORDINATOR, RoleKind.SUPPORTER, RoleKind.SPECIALIST]
)
def test_who_is_not_on_the_case_learns_nothing(case, kind, signed_in, at):
    stranger = make_user(kind, region="kyushu_okinawa")
    client = signed_in(stranger)
    shown = everything(client, case)
    assert not [mark for mark in [*MARKS.values(), THROUGH, case.number] if mark in shown]
    assert {client.get(address).status_code for address in addresses(case)} <= {404, 405}
    assert {client.post(address).status_code for address in addresses(case)} <= {404, 405}
    searched = client.get(reverse("case_list"), {"q": case.number}).content.decode()
    # A desk that reaches the region in an emergency is told that the number exists, and nothing else.
    assert ("Open it in an emergency" in searched) is (kind == RoleKind.SECRETARIAT)


@pytest.mark.parametrize("role", [Role.INTERPRETER, Role.SPECIALIST, Role.WORKER])
def test_no_form_writes_what_the_role_may_not(case, lead, role, signed_in, now, at):
    member = make_user(RoleKind.SUPPORTER)
    add_member(case, member, role, actor=lead, now=now)
    client = signed_in(member)
    asked = {
        Part.FACTS: "case_edit", Part.IDENTITY: "relative_new", Part.RESIDENCE: "residence_edit",
        Part.CONTACT: "contact_edit", Part.MEMBERS: "case_members", Part.CONSENTS: "case_consent",
        Part.HEAD: "case_close", Part.ENTRIES: "case_progress", Part.TASKS: "case_tasks",
        Part.FILES: "case_files",
    }  # fmt: skip
    for part, name in asked.items():
        refused = client.post(reverse(name, args=[case.pk]), {}).status_code == 404
        assert refused is (part not in ROLES[role].writes), name
    assert client.post(reverse("case_erase", args=[case.pk])).status_code == 404


def test_an_officials_correction_keeps_the_nationality(case, lead, signed_in, at):
    lead.is_public_official = True
    lead.save()
    row = Relative.objects.get()
    address = reverse("relative_edit", args=[case.pk, row.pk])
    typed = {"relation": "self", "name": "ZZNAME NEW", "nationality": "invented"}
    assert signed_in(lead).post(address, typed).status_code == 302
    lead.is_public_official = False
    lead.save()
    page = signed_in(lead).get(reverse("case_people", args=[case.pk])).content.decode()
    assert "ZZNAME NEW" in page and "ZZNATION" in page and "invented" not in page


def test_each_look_is_in_the_log_before_it_happens_and_the_lead_sees_it(case, lead, signed_in, now, at):
    worker = make_user(RoleKind.SUPPORTER, name="見る人")
    add_member(case, worker, Role.WORKER, actor=lead, now=now)
    client = signed_in(worker)
    client.get(reverse("case_people", args=[case.pk]))
    look = LogEntry.objects.filter(verb="cases.read", actor_id=worker.pk).get()
    assert set(look.fields) == {Part.IDENTITY, Part.CONTACT, Part.RESIDENCE}
    client.post(reverse("case_find"), {"words": "ZZENTRY"})
    log = reverse("case_log", args=[case.pk])
    assert client.get(log).status_code == 404
    page = signed_in(lead).get(log).content.decode()
    assert "見る人" in page and "Names and household" in page and "Found a case" in page


def test_the_hourly_limit_ends_the_reading(case, lead, signed_in, at, monkeypatch, now):
    from bansou.vault import actions as vault
    from bansou.vault.enums import Limit

    monkeypatch.setitem(vault.LIMITS, Limit.PERSON, 1)
    client = signed_in(lead)
    assert client.get(reverse("case_overview", args=[case.pk])).status_code == 200
    other = make_case(lead=lead, now=now, summary="ZZOTHER")
    answer = client.get(reverse("case_overview", args=[other.pk]), follow=True)
    page = answer.content.decode()
    assert "ZZOTHER" not in page and "which is the limit" in page
    assert LogEntry.objects.filter(verb="vault.limit", actor_id=lead.pk).exists()


def test_red_parts_are_real_parts():
    assert set(Part) >= RED | HIDDEN_FROM_OFFICIALS
