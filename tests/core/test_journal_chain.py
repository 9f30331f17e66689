"""The chain tells every way of rewriting the past; nothing else makes it speak."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.journal.chain import START, Entry, Fault, Head, Seal, check_links, link, sign


KEY = b"key kept outside the database"
NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


def entry(number, **changes):
    row = Entry(
        id=number,
        at=NOON + timedelta(seconds=number),
        actor_id=40 + number,
        system="",
        action="prescripteur.lire",
        object_kind="Prescriber",
        object_id=f"1000{number}",
        caisse="061",
        reason="",
    )
    return replace(row, **changes)


def journal(ids=range(1, 11), per_day=4):
    """Ten sealed rows over three days: [(seal, entry)], [head]."""
    links, heads, mac = [], {}, START
    for seq, number in enumerate(ids, 1):
        sealed_at = NOON + timedelta(days=(seq - 1) // per_day)
        mac = link(KEY, mac, seq=seq, sealed_at=sealed_at, entry=entry(number))
        links.append((Seal(seq, number, sealed_at, mac), entry(number)))
        day = sealed_at.date()
        signature = sign(KEY, day=day, seq=seq, sealed_at=sealed_at, mac=mac)
        heads[day] = Head(day, seq, sealed_at, mac, signature)
    return links, list(heads.values())


def faults(links, heads):
    return [(anomaly.fault, anomaly.where) for anomaly in check_links(KEY, links, heads)]


def test_an_untouched_chain_is_silent():
    assert faults(*journal()) == []
    assert faults([], []) == []


def test_rows_sealed_out_of_order_of_ids_are_not_an_anomaly():
    """A long transaction commits after rows of a greater id were sealed."""
    assert faults(*journal(ids=[1, 2, 5, 6, 3, 4])) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"at": NOON},
        {"actor_id": 99},
        {"actor_id": None},
        {"system": "nuit"},
        {"action": "prescripteur.exporter"},
        {"object_kind": "Case"},
        {"object_id": "10009"},
        {"caisse": "831"},
        {"reason": "demande du service"},
        {"id": 77},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_column_of_a_row_is_sealed(changes):
    links, heads = journal()
    links[4] = (links[4][0], replace(links[4][1], **changes))
    ((fault, where),) = faults(links, heads)
    assert fault == Fault.CHANGED
    assert "sceau n° 5" in where


def test_columns_do_not_run_into_each_other():
    one = link(KEY, START, seq=1, sealed_at=NOON, entry=entry(1, action="ab", object_kind="c"))
    other = link(KEY, START, seq=1, sealed_at=NOON, entry=entry(1, action="a", object_kind="bc"))
    assert one != other


def test_the_hour_of_a_seal_is_sealed():
    links, heads = journal()
    links[4] = (replace(links[4][0], sealed_at=NOON), links[4][1])
    assert [fault for fault, _ in faults(links, heads)] == [Fault.CHANGED]


def test_a_removed_row():
    links, heads = journal()
    links[4] = (links[4][0], None)
    assert faults(links, heads) == [(Fault.REMOVED, "sceau n° 5, ligne n° 5")]


def test_removed_seals():
    links, heads = journal()
    assert faults(links[:4] + links[6:], heads) == [(Fault.SEAL_REMOVED, "sceaux n° 5 à 6")]
    assert faults(links[1:], heads) == [(Fault.SEAL_REMOVED, "sceau n° 1")]


def test_a_row_and_its_seal_removed_and_the_chain_renumbered():
    links, heads = journal()
    moved = [(replace(seal, seq=seal.seq - 1), row) for seal, row in links[5:]]
    assert faults(links[:4] + moved, heads)


def test_two_rows_exchanged():
    links, heads = journal()
    (one, first), (two, second) = links[4], links[5]
    links[4:6] = [(one, second), (two, first)]
    assert [fault for fault, _ in faults(links, heads)] == [Fault.CHANGED, Fault.CHANGED]


def test_a_row_inserted_with_a_seal_made_without_the_key():
    links, heads = journal()
    forged = entry(11)
    mac = link(b"guess", links[-1][0].mac, seq=11, sealed_at=NOON, entry=forged)
    links.append((Seal(11, 11, NOON, mac), forged))
    assert Fault.CHANGED in [fault for fault, _ in faults(links, heads)]


@pytest.mark.parametrize("kept", [0, 3, 8, 9])
def test_a_cut_tail(kept):
    links, heads = journal()
    assert faults(links[:kept], heads)[-1][0] == Fault.TAIL_CUT


def test_a_cut_tail_with_its_head_replaced():
    """Without the key nobody signs a head for the shortened chain."""
    links, heads = journal()
    last = links[8][0]
    heads[-1] = replace(heads[-1], seq=9, mac=last.mac)
    assert faults(links[:9], heads) == [(Fault.HEAD_CHANGED, f"{heads[-1].day:%d/%m/%Y}")]


def test_a_removed_head():
    links, heads = journal()
    assert faults(links, heads[:-1]) == [(Fault.HEAD_CHANGED, "après le sceau n° 8")]


def test_a_head_moved_to_another_day():
    links, heads = journal()
    heads[-1] = replace(heads[-1], day=date(2026, 2, 20))
    assert [fault for fault, _ in faults(links, heads)] == [Fault.HEAD_CHANGED]


def test_a_chain_made_with_another_key_is_wrong_everywhere():
    links, heads = journal()
    assert len(list(check_links(b"other key", links, heads))) == len(links) + len(heads)
