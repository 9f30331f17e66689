"""Who answers what: the national rows, and the rows of a caisse that win over them."""

from datetime import date

import pytest

from sosij.enums import Desk, Level, Motive, Regime
from sosij.rules.reading import needs_second_reading
from sosij.rules.routing import RouteRow, leading, route


ON = date(2026, 11, 2)


def routed(*motives, caisse="061", regime=Regime.GENERAL, on=ON, local=()):
    return route(motives, caisse=caisse, regime=regime, on=on, local=local)


@pytest.mark.parametrize(
    ("motive", "desk", "level"),
    [
        (Motive.INVALIDITY, Desk.MEDICAL, Level.EXPERT),
        (Motive.WORKPLACE, Desk.MEDICAL, Level.EXPERT),
        (Motive.DISPUTE, Desk.MEDICAL, Level.EXPERT),
        (Motive.HARDSHIP, Desk.SOCIAL, Level.EXPERT),
        (Motive.ADMINISTRATIVE, Desk.BENEFITS, Level.FIRST),
        (Motive.OTHER, Desk.MEDICAL, Level.FIRST),
    ],
)
def test_the_national_rows_speak_of_every_motive(motive, desk, level):
    found = routed(motive)
    assert (found.desk, found.level) == (desk, level)
    assert found.source


def test_several_motives_follow_the_first_of_their_order():
    assert leading(["administratif", "poste"]) is Motive.WORKPLACE
    assert routed(Motive.ADMINISTRATIVE, Motive.HARDSHIP).desk is Desk.SOCIAL
    with pytest.raises(ValueError, match="empty"):
        leading([])


def test_an_agricultural_request_leaves_for_the_msa():
    assert routed(Motive.INVALIDITY, regime=Regime.AGRICULTURAL).desk is Desk.MSA
    local = [RouteRow(Motive.INVALIDITY, Desk.SOCIAL, Level.FIRST, ON, caisse="061")]
    assert routed(Motive.INVALIDITY, regime=Regime.AGRICULTURAL, local=local).desk is Desk.MSA


def test_a_row_of_the_caisse_wins_from_its_first_day_to_the_day_before_its_last():
    since, until = date(2026, 3, 1), date(2026, 9, 1)
    local = [RouteRow(Motive.WORKPLACE, Desk.SOCIAL, Level.FIRST, since, until, caisse="061")]
    found = {
        day: routed(Motive.WORKPLACE, on=day, local=local).desk
        for day in (date(2026, 2, 28), since, date(2026, 8, 31), until)
    }
    assert list(found.values()) == [Desk.MEDICAL, Desk.SOCIAL, Desk.SOCIAL, Desk.MEDICAL]
    assert routed(Motive.WORKPLACE, caisse="831", on=since, local=local).desk is Desk.MEDICAL


def test_of_two_rows_alike_the_later_stands():
    local = [
        RouteRow(Motive.OTHER, Desk.SOCIAL, Level.FIRST, date(2026, 1, 1), caisse="061"),
        RouteRow(Motive.OTHER, Desk.BENEFITS, Level.FIRST, date(2026, 6, 1), caisse="061"),
    ]
    assert routed(Motive.OTHER, local=local).desk is Desk.BENEFITS


def test_a_disputed_refusal_is_read_twice():
    assert needs_second_reading(["poste", "contestation"])
    assert not needs_second_reading(["poste", "autre"])
