"""Where a broken line goes over another one: the pieces of the area between them."""

from collections.abc import Sequence


# A place on the axis, and the heights of the line and of its limit there.
Slice = tuple[float, float, float]


def areas_above(line: Sequence[float], limit: Sequence[float]) -> list[list[Slice]]:
    """Each piece where `line` is over `limit`, cut where the two really cross.

    Both have one value a place 0, 1, 2…, and are straight in between: a piece that went on to the
    next place would colour what the line does not reach.
    """
    pieces: list[list[Slice]] = []
    was_over = False
    for place, (value, bound) in enumerate(zip(line, limit, strict=True)):
        over = value > bound
        if place and over != was_over:
            crossing = _crossing(place, line, limit)
            if over:
                pieces.append([crossing])
            else:
                pieces[-1].append(crossing)
        elif over and not place:
            pieces.append([])
        if over:
            pieces[-1].append((float(place), value, bound))
        was_over = over
    return pieces


def _crossing(place: int, line: Sequence[float], limit: Sequence[float]) -> Slice:
    """Between the place before and this one; one of the two gaps is positive, the other not."""
    before, after = (line[i] - limit[i] for i in (place - 1, place))
    share = before / (before - after)
    height = limit[place - 1] + share * (limit[place] - limit[place - 1])
    return place - 1 + share, height, height
