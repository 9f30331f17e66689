"""Work done by a thread while its result before is used: the next chunk of a file, or of a COPY."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar


Item = TypeVar("Item")
Made = TypeVar("Made")


def ahead(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """What `make` makes of each item, one item ahead of who uses it; no database in there.

    Worth it for a call that leaves the interpreter to others (Arrow, large arrays) or beside one
    that does (the driver): two threads of many short calls would only wait for each other.
    """
    waiting: Future[Made] | None = None
    with ThreadPoolExecutor(max_workers=1) as thread:
        for item in items:
            coming = thread.submit(make, item)
            if waiting is not None:
                yield waiting.result()
            waiting = coming
        if waiting is not None:
            yield waiting.result()
