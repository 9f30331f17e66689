"""The files and the precisions of the demo, each state of them to be seen."""

from collections import Counter

import pytest

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from ijportal.demo.help_files import attach_files, letter
from sosij.enums import Event, State
from sosij.models import HelpRequest, Move, RequestFile
from sosij.services.files import Incoming
from tests.sosij.help_world import at, held_by, received, seated


pytestmark = pytest.mark.django_db
NOW = at(13, 15)


def test_each_state_of_a_file_is_in_the_demo():
    for _ in range(4):
        received()
    expert = seated()
    held = [held_by(expert) for _ in range(3)]
    assert attach_files(NOW) == "7 pièces jointes"
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        states = Counter(file.state.value for file in RequestFile.objects.all())
    assert states == {"controlee": 5, "quarantaine": 1, "refusee": 1}
    # Two doctors added a word; the one that was awaited started the clock again.
    assert Move.objects.filter(event=Event.COMPLETE).count() == 2
    assert list(Move.objects.filter(event=Event.SUSPEND).values_list("request", flat=True)) == [
        held[0].pk
    ]
    assert HelpRequest.objects.filter(state=State.HELD).count() == 3


def test_a_file_of_the_demo_is_a_pdf_that_points_where_it_says():
    content = letter("Un essai, accentué.")
    assert Incoming("a.pdf", content).media_type == "application/pdf"
    start = int(content.rpartition(b"startxref\n")[2].split()[0])
    assert content[start : start + 4] == b"xref"
    for number in range(1, 5):
        place = int(content[start:].splitlines()[2 + number].split()[0])
        assert content[place:].startswith(b"%d 0 obj" % number)
