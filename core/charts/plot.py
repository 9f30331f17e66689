"""The same numbers for a drawing that answers to the pointer: axes and traces, as plain data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol, runtime_checkable


# Where it stands, how high, and what the pointer reads there.
Mark = tuple[float, float, str]


@dataclass(frozen=True)
class Axis:
    """`labels`: the names of the places 0, 1, 2… of an axis that counts nothing."""

    name: str
    log: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trace:
    name: str
    kind: Literal["points", "line"]
    color: str
    marks: tuple[Mark, ...]
    dashed: bool = False
    large: bool = False


@dataclass(frozen=True)
class Plot:
    x: Axis
    y: Axis
    traces: Sequence[Trace]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@runtime_checkable
class Plotted(Protocol):
    """A chart that is worth the pointer: many marks, or many months."""

    def plot(self) -> Plot: ...
