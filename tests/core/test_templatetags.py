"""Numbers, days and yen read rightly in every language; the error summary leads to the right place."""

import datetime as dt
import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from bansou.core.forms import DayPartsField
from bansou.core.templatetags import bansou as tags
from bansou.core.templatetags.bansou import ruby

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Sun, Nov 22, 2026"),
        ("ja", "2026年11月22日(日)"),
        ("vi", "CN, 22/11/2026"),
        ("my", "22/11/2026 တနင်္ဂနွေ"),
        ("ja-simple", ruby("2026{年|ねん}11{月|がつ}22{日|にち}(にち)")),
    ],
)
def test_a_day_has_its_weekday_in_every_language(lang, words):
    with translation.override(lang):
        assert tags.d(DAY) == words


def test_readings_stand_above_the_kanji_or_nowhere():
    text = "{困|こま}って <b>いますか"
    assert ruby(text) == "<ruby>困<rp>(</rp><rt>こま</rt><rp>)</rp></ruby>って &lt;b&gt;いますか"
    assert ruby(SafeString("<b>{水|みず}</b>")).startswith("<b><ruby>水")
    assert Template("{{ text|noruby }}").render(Context({"text": text})) == "困って &lt;b&gt;いますか"
    assert ruby("a {b} | c") == "a {b} | c"


@given(st.text())
def test_readings_let_no_markup_through(text):
    assert "<" not in re.sub(r"</?(ruby|rt|rp)>", "", ruby(text))


def test_an_instant_is_shown_in_japanese_time_and_24_hours():
    late = dt.datetime(2026, 11, 22, 15, 30, tzinfo=dt.UTC)
    with translation.override("ja"):
        assert tags.instant(late) == '2026年11月23日(月) <bdi dir="ltr">00:30</bdi>'
        assert tags.d(late) == "2026年11月23日(月)"


@pytest.mark.parametrize(
    "filtering", [tags.num, tags.yen, tags.d, tags.instant, tags.clock, tags.month, tags.minutes]
)
def test_nothing_stays_nothing(filtering):
    assert filtering(None) == ""


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", '<bdi dir="ltr">1,234,567</bdi> yen'),
        ("ja", '<bdi dir="ltr">1,234,567</bdi>円'),
        ("vi", '<bdi dir="ltr">1.234.567</bdi> yên'),
    ],
)
def test_yen_is_a_number_and_a_word(lang, words):
    with translation.override(lang):
        assert tags.yen(1234567) == f'<span class="nowrap">{words}</span>'


def test_zero_yen_is_an_amount():
    assert tags.yen(0) == '<span class="nowrap"><bdi dir="ltr">0</bdi> yen</span>'


def test_codes_are_escaped_and_stay_left_to_right():
    assert tags.num("<b>03-3837") == '<bdi dir="ltr">&lt;b&gt;03-3837</bdi>'


def test_months_and_lengths():
    assert tags.month("2026-09") == tags.month(dt.date(2026, 9, 30)) == "September 2026"
    assert [tags.minutes(n) for n in (45, 60, 150)] == ["45 min", "1 h", "2 h 30 min"]
    with translation.override("ja"):
        assert tags.minutes(150) == "2時間30分"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["Dec", "Jan 2026"]), ("ja", ["12月", "2026年1月"]), ("vi", ["Tháng 12", "1/2026"])],
)
def test_months_under_bars_name_the_year_where_it_begins(lang, words):
    with translation.override(lang):
        assert [tags.short_month(dt.date(2025, 12, 1)), tags.short_month(dt.date(2026, 1, 1))] == words


class Sample(forms.Form):
    name = forms.CharField(label="Name")
    result = forms.ChoiceField(label="Result", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    birth_on = DayPartsField(label="Birth date")
    token = forms.CharField(widget=forms.HiddenInput)


def render(text: str, path: str = "/en/", **values) -> str:
    return Template(text).render(Context({"request": RequestFactory().get(path), **values}))


def test_error_summary_leads_to_the_field_and_into_a_group():
    html = render("{% error_summary form %}", form=Sample({}))
    for target in ("id_name", "id_result_0", "id_birth_on_0"):
        assert f'href="#{target}"' in html
    assert html.index("This field is required.</li>") < html.index("id_name"), "a hidden field is named first"


def test_error_summary_takes_formsets_and_says_nothing_without_errors():
    rows = forms.formset_factory(Sample, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x", "form-0-token": "t"}
    assert 'href="#id_form-0-result_0"' in render("{% error_summary rows %}", rows=rows(data))
    assert "error-summary" not in render("{% error_summary form %}", form=Sample())


def test_a_field_ties_hint_and_error_to_its_input():
    form = Sample({"result": "a"})
    form.fields["name"].help_text = "As on the card"
    html = str(form["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert "required" in html


def test_language_switch_is_links_or_submit_buttons():
    links = render("{% languages %}", "/en/styleguide/?q=1")
    assert 'href="/vi/styleguide/?q=1"' in links
    assert "<button" not in links
    buttons = render('{% languages "page-form" %}', "/en/styleguide/")
    assert 'formaction="/ja/styleguide/"' in buttons
    assert 'name="switch_language" value="vi"' in buttons
    assert "formnovalidate" in buttons


def test_pager_keeps_the_filters_and_drops_the_old_place():
    html = render('{% pager next="k9" total=3 last=True %}', "/en/?q=a&after=k1")
    assert 'href="?q=a&amp;after=k9"' in html
    assert 'href="?q=a&amp;last=1"' in html
    assert "before=" not in html
