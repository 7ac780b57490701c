"""E-mail as plain text and as a page that says the same. The page is made of the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string

SPACE = re.compile(r"\s")
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or an address of ours that stands alone and becomes a link."""

    text: str
    is_link: bool = False


def parts_of(text: str, is_link: Callable[[str], bool]) -> list[Part]:
    """Paragraphs are parted by empty lines."""
    paragraphs = (paragraph.strip() for paragraph in EMPTY_LINES.split(text))
    return [Part(one, is_link(one)) for one in paragraphs if one]


def at(home: str) -> Callable[[str], bool]:
    """Whether a paragraph is an address below this one, and no more. Not for letters with words of people in them."""
    return lambda paragraph: paragraph.startswith(f"{home}/") and not SPACE.search(paragraph)


def send_letter(subject: str, text: str, address: str, *, link: str = "") -> None:
    """To one person, who sees nobody else's address. Of all that stands in the text only `link` becomes a link."""
    message = EmailMultiAlternatives(subject, text, None, [address])
    with_page(message, lambda paragraph: paragraph == link).send()


def with_page(message: EmailMessage, is_link: Callable[[str], bool]) -> EmailMultiAlternatives:
    """The message with a page beside its text."""
    assert isinstance(message, EmailMultiAlternatives)
    context = {"subject": message.subject, "parts": parts_of(str(message.body), is_link)}
    message.attach_alternative(render_to_string("email/notice.html", context), "text/html")
    return message


def quoted(words: str) -> str:
    """What somebody wrote, so that it cannot be taken for ours: each line behind a mark."""
    return "\n".join(f"> {line}".rstrip() for line in words.strip().splitlines())
