"""Sealed bytes: every change is found, and nothing about the text shows."""

import os
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.vault import crypto

KEY, OTHER = os.urandom(32), os.urandom(32)
texts = st.text(max_size=300)


@given(texts, st.text(max_size=40))
def test_what_is_sealed_comes_back(text, place):
    assert crypto.unseal(KEY, crypto.seal(KEY, text.encode(), place), place).decode() == text


@given(texts, st.data())
def test_any_flipped_bit_is_found(text, data):
    token = bytearray(crypto.seal(KEY, text.encode(), "here"))
    token[data.draw(st.integers(0, len(token) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(KEY, bytes(token), "here")


@given(texts, st.data())
def test_any_cut_or_added_byte_is_found(text, data):
    token = crypto.seal(KEY, text.encode(), "here")
    cut = data.draw(st.integers(0, len(token) - 1))
    for wrong in (token[:cut], token[cut + 1 :], token + data.draw(st.binary(min_size=1, max_size=9))):
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(KEY, wrong, "here")


@given(texts)
def test_another_place_or_key_does_not_open_it(text):
    token = crypto.seal(KEY, text.encode(), "one")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(KEY, token, "other")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(OTHER, token, "one")


@given(st.binary(max_size=200))
def test_junk_never_opens_as_an_empty_text(junk):
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(KEY, junk, "here")


def test_the_length_shows_only_in_steps_of_64():
    lengths = {len(crypto.seal(KEY, b"x" * size, "here")) for size in range(60)}
    assert len(lengths) == 1
    assert len(crypto.seal(KEY, b"x" * 61, "here")) == lengths.pop() + 64


def test_an_error_tells_nothing():
    token = crypto.seal(KEY, "秘密の名前".encode(), "here")
    with pytest.raises(crypto.Unreadable) as caught:
        crypto.unseal(KEY, token[:-1], "here")
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "秘密" not in told and "InvalidTag" not in told
