"""What a supporter may tell so that the right person asks at the right time: all of it optional."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.supporters import actions, queries
from bansou.supporters.rules import Free
from tests.factories import LONG_AGO, make_details, make_supporter, make_user

pytestmark = pytest.mark.django_db
EDIT = "/en/s/profile/edit/"


def sent(browser, **changed) -> dict[str, object]:
    """The profile form as it is shown, with some answers changed."""
    context = browser.get(EDIT).context
    forms = [context["form"]]
    for formset in (context["languages"], context["times"]):
        forms += [formset.management_form, *formset]
    values = {field.html_name: field.value() for form in forms for field in form}
    data = {name: "" if value is None else value for name, value in values.items() if value is not False}
    return data | changed


def row(number: int, weekday: object, starts: str, ends: str) -> dict[str, object]:
    return {
        f"times-{number}-weekday": weekday, f"times-{number}-starts": starts, f"times-{number}-ends": ends,
    }  # fmt: skip


def test_joining_asks_none_of_it(client):
    page = client.get("/en/register/").content.decode()
    for name in ("gender", "remote", "paused_until", "times-0-weekday"):
        assert f'name="{name}"' not in page
    supporter = make_supporter()
    assert (supporter.gender, supporter.remote, supporter.paused_until) == ("", False, None)
    assert not supporter.times.exists()


def test_a_supporter_tells_when_and_how_they_help(signed_in):
    supporter = make_supporter()
    browser = signed_in(supporter.user)
    told = {"gender": "woman", "remote": "on", "paused_until": "2024-09-01"}
    data = sent(browser, **told, **row(0, 5, "10:00", "16:00"), **row(1, 0, "18:30", "21:00"))
    assert browser.post(EDIT, data).status_code == 302
    supporter.refresh_from_db()
    assert (supporter.gender, supporter.remote, supporter.paused_until) == ("woman", True, date(2024, 9, 1))
    known = queries.details_of(supporter).times
    assert known == (Free(0, time(18, 30), time(21)), Free(5, time(10), time(16)))
    page = browser.get(reverse("supporter_profile")).content.decode()
    for words in ("Monday", "18:30", "Also by phone or video", "Woman"):
        assert words in page
    assert set(Entry.objects.latest("id").fields) == {"gender", "remote", "paused_until", "times"}


def test_saving_the_form_as_it_is_changes_nothing(signed_in):
    supporter = make_supporter(
        gender="man", remote=True, times=(Free(2, time(9), time(12)),), paused_until=date(2024, 8, 9)
    )
    before = queries.details_of(supporter)
    browser = signed_in(supporter.user)
    assert browser.post(EDIT, sent(browser)).status_code == 302
    supporter.refresh_from_db()
    assert queries.details_of(supporter) == before
    assert not Entry.objects.filter(verb="supporters.update").exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (row(0, 1, "", ""), "Fill in the day, the start and the end"),
        (row(0, "", "10:00", "12:00"), "Fill in the day, the start and the end"),
        (row(0, 1, "12:00", "10:00"), "The end must be later than the start."),
        (row(0, 1, "10:00", "12:00") | row(1, 1, "10:00", "11:00"), "Two rows start at the same time"),
        (row(0, 7, "10:00", "12:00"), "not one of the available choices"),
        (row(0, 1, "25:00", "26:00"), "Enter a valid time"),
    ],
)
def test_times_that_make_no_sense_are_explained(signed_in, rows, words):
    supporter = make_supporter()
    browser = signed_in(supporter.user)
    page = browser.post(EDIT, sent(browser, **rows)).content.decode()
    assert words in page
    assert not supporter.times.exists()


def test_one_more_row_and_the_language_switch_keep_what_was_typed(signed_in):
    browser = signed_in(make_supporter().user)
    page = browser.post(EDIT, sent(browser, add_time="1", **row(0, 3, "10:00", "12:00"))).content.decode()
    assert 'name="times-2-weekday"' in page
    assert 'value="10:00"' in page
    data = sent(browser, switch_language="ja", gender="other")
    page = browser.post("/ja/s/profile/edit/", data).content.decode()
    assert '<option value="other" selected' in page


@pytest.mark.parametrize("times", ["-1", "x", "999999999999", ""])
def test_a_browser_cannot_ask_for_endless_rows(signed_in, times):
    browser = signed_in(make_supporter().user)
    data = sent(browser, add_time="1", **{"times-TOTAL_FORMS": times})
    assert browser.post(EDIT, data).status_code == 200


def test_the_database_refuses_times_that_end_before_they_start():
    supporter = make_supporter()
    with pytest.raises(IntegrityError), transaction.atomic():
        supporter.times.create(weekday=1, starts=time(12), ends=time(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        supporter.times.create(weekday=7, starts=time(10), ends=time(12))


def test_staff_see_it_and_the_log_says_so(signed_in):
    supporter = make_supporter(gender="woman", times=(Free(2, time(9), time(12)),))
    browser = signed_in(make_user(RoleKind.SECRETARIAT))
    page = browser.get(reverse("supporter_detail", args=[supporter.pk])).content.decode()
    assert "Wednesday" in page
    assert {"gender", "times"} <= set(Entry.objects.get(verb="supporters.read").fields)


def test_changed_times_replace_the_old_ones():
    supporter = make_supporter(times=(Free(2, time(9), time(12)), Free(3, time(9), time(12))))
    details = make_details(mail=supporter.user.email, times=(Free(2, time(9), time(13)),))
    actions.update_profile(supporter, details, actor=supporter.user, now=LONG_AGO)
    assert queries.details_of(supporter).times == (Free(2, time(9), time(13)),)
