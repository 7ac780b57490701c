"""Our own icons, drawn on a grid of 16, in the color of the text around them."""

import re
from functools import cache
from pathlib import Path

from django.template import Library
from django.utils.safestring import SafeString, mark_safe

register = Library()

_DRAWINGS = (Path(__file__).parent.parent / "icons.svg").read_text()
ICONS = dict(re.findall(r'<symbol id="([a-z0-9-]+)">(.+?)</symbol>', _DRAWINGS))

_FRAME = (
    '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" '
    'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>'
)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decoration beside a word: screen readers pass over it."""
    return mark_safe(_FRAME.format(ICONS[name]))
