"""The watch stopped at each of its lines, and two watches at once: everything once, or nothing."""

import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from core.database_role import ALL_CAISSES, DatabaseRole, database_role
from core.models import JournalEntry, OutboxMessage
from sosij.models import HelpRequest, Notice
from sosij.services import letters, passages, telling, watch as watching
from sosij.services.watch import watch
from tests.sosij.duty_world import desk_world, told
from tests.sosij.help_world import at


FILES = {str(Path(room.__file__)) for room in (letters, passages, telling, watching)}


class KilledError(BaseException):
    """What no handler of the watch catches."""


def stopped_at(line, act):
    """Whether the act came to its n-th line in these files, where it was stopped."""
    left = [line]

    def trace(frame, event, _):
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                raise KilledError
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    except KilledError:
        return True
    finally:
        sys.settrace(before)
    return False


def written():
    """Rows of the breach: passages, notices, mails, acts of the journal."""
    return (
        HelpRequest.objects.filter(breached_at__isnull=False).count(),
        Notice.objects.filter(step="depasser").count(),
        OutboxMessage.objects.filter(key__contains="depasser").count(),
        JournalEntry.objects.filter(action="sosij.depasser").count(),
    )


@pytest.mark.django_db
def test_stopped_at_each_line_it_tells_once():
    desk_world()
    watch(at(13, 18))
    stops = 0
    while True:
        point = transaction.savepoint()
        stopped = stopped_at(stops + 1, lambda: watch(at(17, 9)))
        assert written() in {(0, 0, 0, 0), (1, 1, 1, 1)}
        watch(at(17, 9))
        watch(at(17, 9))
        assert written() == (1, 1, 1, 1)
        transaction.savepoint_rollback(point)
        if not stopped:
            break
        stops += 1
    assert stops > 40


@pytest.mark.django_db(transaction=True)
def test_two_watches_at_once_tell_once():
    with database_role(DatabaseRole.MEDICAL, ALL_CAISSES):
        world = desk_world()
    watch(at(13, 18))
    barrier, counts = threading.Barrier(4), []

    def ring(moment):
        try:
            barrier.wait(timeout=30)
            counts.append(watch(moment))
        finally:
            connection.close()

    for moment in (at(17, 9), at(17, 13, 30)):
        rings = [threading.Thread(target=ring, args=(moment,)) for _ in range(4)]
        for one in rings:
            one.start()
        for one in rings:
            one.join()
    assert sorted(counts, reverse=True)[:2] == [(0, 1, 0), (0, 0, 1)]
    assert sum(map(sum, counts)) == 2
    with database_role(DatabaseRole.GESTION):
        assert told() == [
            ("avertir", "detenteur", world.expert.pk),
            ("depasser", "astreinte", world.on_duty.pk),
            ("escalader", "responsable", world.head.pk),
        ]
        assert OutboxMessage.objects.count() == 3
