"""Form parts: the language switch keeps what was typed, and people may type as their keyboard does."""

import datetime as dt

import pytest
from django import forms
from django.test import RequestFactory

from bansou.core import forms as parts


class Sample(forms.Form):
    name = forms.CharField()
    langs = forms.MultipleChoiceField(choices=[("vi", "vi"), ("ne", "ne"), ("my", "my")])
    birth_on = parts.DayPartsField(required=False)
    day = parts.DayField()
    at = parts.ClockField()
    code = parts.CodeField()


TYPED = {
    "name": " Châu ", "langs": ["vi", "my"], "birth_on_y": "1990", "birth_on_m": "2", "birth_on_d": "31",
    "day": "31/31", "at": "9:99", "code": "ｂｎ ７",
}  # fmt: skip


def post(data: dict):
    return RequestFactory().post("/vi/", data)


def test_a_language_button_keeps_everything_and_complains_about_nothing():
    form, submitted = parts.read(post({**TYPED, "switch_language": "vi"}), Sample)
    assert not submitted
    assert not form.is_valid()
    html = str(form)
    assert form.errors == {}
    for shown in (" Châu ", "31/31", "9:99", "ｂｎ ７", 'value="1990"'):
        assert shown in html
    assert html.count("checked") + html.count("selected") == 2


def test_an_ordinary_post_is_judged():
    form, submitted = parts.read(post(TYPED), Sample)
    assert submitted
    assert set(form.errors) == {"birth_on", "day", "at"}
    assert form.cleaned_data["code"] == "BN7"


def test_other_buttons_can_be_quiet_too():
    form, submitted = parts.read(post({**TYPED, "look_up": "1"}), Sample, quiet={"look_up"})
    assert not submitted
    assert form.errors == {}


def test_a_get_shows_an_empty_form():
    form, submitted = parts.read(RequestFactory().get("/vi/"), Sample)
    assert not submitted
    assert not form.is_bound


def test_formsets_keep_their_rows():
    rows = forms.formset_factory(Sample, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "A", "form-1-name": "B"}
    formset, submitted = parts.read(post({**data, "switch_language": "ja"}), rows)
    assert not submitted
    assert not formset.is_valid()
    assert not any(form.errors for form in formset)
    assert 'value="B"' in str(formset)


@pytest.mark.parametrize("typed", ["2026-08-03", "2026/8/3", "２０２６－０８－０３", " 2026-8-3 "])
def test_days_in_any_width(typed):
    assert parts.DayField().clean(typed) == dt.date(2026, 8, 3)


def test_birth_date_in_parts():
    field = parts.DayPartsField(required=False)
    assert field.clean(["１９９０", "2", "3"]) == dt.date(1990, 2, 3)
    assert field.clean(["", "", ""]) is None
    for bad in (["1990", "2", "31"], ["1990", "", "3"]):
        with pytest.raises(forms.ValidationError):
            field.clean(bad)


def test_a_required_birth_date_is_asked_for():
    with pytest.raises(forms.ValidationError) as caught:
        parts.DayPartsField().clean(["", "", ""])
    assert caught.value.code == "required"


def test_times_in_any_width():
    assert parts.ClockField().clean("１４：０５") == dt.time(14, 5)


def test_codes_lose_blanks_width_and_case():
    assert parts.CodeField().clean("７qx2 ー m4kd") == "7QX2-M4KD"
