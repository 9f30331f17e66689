"""What every chart gives: a title, its reading, a drawing, its legend and its numbers."""

from typing import Protocol

from core.charts.legend import Legend
from core.charts.table import Table


class Drawn(Protocol):
    """The protocol of the charts of this package."""

    @property
    def title(self) -> str: ...

    @property
    def sentence(self) -> str: ...

    def svg(self, ident: str, width: float = ...) -> str: ...

    def legend(self, ident: str) -> Legend: ...

    def table(self) -> Table: ...
