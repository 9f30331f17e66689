"""A fragment of a template written once for each value it depends on, and kept by the process."""

from collections.abc import Sequence

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString


register = template.Library()
# Menus by role and by page: a few dozen of a few kilobytes.
KEPT = 256


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, values: Sequence[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.written: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = tuple(value.resolve(context) for value in self.values)
        try:
            found = self.written.get(key)
        except TypeError:  # a value that cannot be a key: nothing to be kept by
            return self.nodelist.render(context)
        if found is None:
            found = self.nodelist.render(context)
            if len(self.written) >= KEPT:
                self.written.clear()
            self.written[key] = found
        return found


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept a b %}…{% endkept %}`: what stands inside depends on a and b, and on nothing else.

    The frame of a page is the same for everybody but for a few values: writing it again was a
    third of the CPU of an empty page.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values)
