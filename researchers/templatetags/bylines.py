"""The names of a byline, of which a page has up to two hundred: drawn one by one in a template they took 15 ms."""

from collections.abc import Iterable

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.tex import to_text
from researchers.bylines import Author

register = Library()


@register.simple_tag
def names(authors: Iterable[Author]) -> SafeString:
    """Printed names in order, each leading to the page of whoever is known behind it."""
    return format_html_join(", ", "{}", ((name_of(author),) for author in authors))


def name_of(author: Author) -> SafeString:
    own = OWN if author.is_own else ""
    name = to_text(author.name)
    if author.url:
        return format_html('<a{} href="{}"><bdi>{}</bdi></a>', own, author.url, name)
    return format_html("<span{}><bdi>{}</bdi></span>", own, name)


OWN = SafeString(' class="own"')
