"""What the frame of the pages needs: entries of the phone's bar, numbers of the pages of a list."""

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any

from django import template
from django.core.paginator import Page


register = template.Library()


@register.filter
def first_entries(rail: Iterable[Any], count: int) -> list[Any]:
    return list(islice(chain.from_iterable(_entries(section) for section in rail), count))


def _entries(section: Any) -> Iterable[Any]:
    return section["entries"] if isinstance(section, Mapping) else section.entries


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """First, last, and the neighbours of this page; None where some are left out."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(page.number - 1, 1), min(page.number + 1, last) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
