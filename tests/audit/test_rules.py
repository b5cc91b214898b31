"""Every way to tamper with a chain is found."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from bansou.audit import rules


def mac(data: bytes) -> bytes:
    return hashlib.sha256(b"key" + data).digest()


def chain(length: int) -> list[rules.Link]:
    links, previous = [], rules.START
    for seq in range(1, length + 1):
        entry = {"id": seq, "verb": "claims.read", "ids": [str(seq)]}
        previous = mac(rules.message(previous, seq, entry))
        links.append(rules.Link(seq, previous, seq, entry))
    return links


def told(links, anchor=None):
    return {fault.kind for fault in rules.faults(links, mac, anchor)}


lengths = st.integers(3, 12)


@given(lengths, st.data())
def test_a_whole_chain_has_no_fault(length, data):
    links = chain(length)
    at = links[data.draw(st.integers(0, length - 1))]
    assert told(links) == told(links, (at.seq, at.mac)) == told([], (0, b"")) == set()


@given(lengths, st.data())
def test_an_edited_entry(length, data):
    links = chain(length)
    at = data.draw(st.integers(0, length - 1))
    old = links[at]
    links[at] = rules.Link(old.seq, old.mac, old.entry_id, {**old.entry, "verb": "claims.approve"})
    assert list(rules.faults(links, mac)) == [rules.Fault("changed", old.seq)]


@given(lengths, st.data())
def test_a_deleted_link(length, data):
    links = chain(length)
    del links[data.draw(st.integers(0, length - 2))]
    assert "missing" in told(links)


@given(lengths, st.data())
def test_a_deleted_link_with_the_rest_moved_up(length, data):
    links = chain(length)
    del links[data.draw(st.integers(0, length - 2))]
    moved = [rules.Link(seq, old.mac, old.entry_id, old.entry) for seq, old in enumerate(links, start=1)]
    assert "changed" in told(moved)


@given(lengths, st.data())
def test_two_entries_exchanged(length, data):
    links = chain(length)
    one, two = data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True))
    a, b = links[one], links[two]
    links[one] = rules.Link(a.seq, a.mac, b.entry_id, b.entry)
    links[two] = rules.Link(b.seq, b.mac, a.entry_id, a.entry)
    assert told(links) == {"changed"}


@given(lengths, st.data())
def test_a_cut_tail_shows_against_an_anchor_only(length, data):
    links = chain(length)
    left = links[: data.draw(st.integers(0, length - 1))]
    assert told(left) == set()
    assert told(left, (links[-1].seq, links[-1].mac)) == {"cut"}


def test_a_chain_made_anew_shows_against_an_anchor_only():
    links = chain(5)
    anew, previous = [], rules.START
    for old in links:
        entry = {**old.entry, "verb": "claims.approve"}
        previous = mac(rules.message(previous, old.seq, entry))
        anew.append(rules.Link(old.seq, previous, old.entry_id, entry))
    assert told(anew) == set()
    assert told(anew, (links[3].seq, links[3].mac)) == {"rewritten"}
