"""A page of the claimant's own that agrees with the claim.

The idea is the link back of Mastodon and of microformats.org (`rel="me"`). There the name of an account in the link
says whose it is. Here a bare link to the page of a researcher says nothing of who claims it: anybody may claim, and
many people link to pages about others. So the link has to carry the code of this claim.

That the code stands on a page shows that the claimant can write there, not whose page it is. That has to be
said by others: the finding is strong where a register that the works lead to names this very address. It is not
enough that the address begins as one that is named: a host, and often a folder, belongs to many people.
Text alone supports only, since visitors can write on many pages, in comments and guest books.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from django.conf import settings
from lxml import etree, html

from claims.evidence.kinds import Finding, Instead, Kind, Known, Missed, Request, page_of
from claims.evidence.naming import (
    LEAVE_IT,
    SET_ASIDE,
    fetched,
    has_code,
    home_pages_of,
    is_code,
    location_of,
)
from claims.models import Claim
from common.fetching import Location, Page
from common.fetching.fetcher import HTML

META = "credence-verification"
# What says of a link that a visitor wrote it.
VISITORS = "ugc"
# What no reader sees.
UNSEEN = ("script", "style", "template", "noscript", "head")
INDEX = re.compile(r"/(?:(?:index|default)\.[a-z]{2,5})?$", re.IGNORECASE)
LONGEST_SHOWN = 200


class Seen(NamedTuple):
    """How the code stands on a page."""

    words: str
    by_its_owner: bool  # and nobody else could have put it there


class Key(NamedTuple):
    """What tells one page from another, however its address is written."""

    host: str
    path: str
    query: str


def key_of(location: Location) -> Key:
    path, _, query = location.target.partition("?")
    return Key(location.host.removeprefix("www."), INDEX.sub("", path), query)


def link_of(claim: Claim, code: str) -> str:
    """The address of the claimed page with the code in it."""
    return f"{settings.CREDENCE_SITE_URL}{claim.page.get_absolute_url()}?me={code}"


def seen_on(page: Page, code: str) -> Seen | None:
    """How the code stands on the page, the best way of several."""
    if page.kind != HTML:
        return Seen("shows the code of this claim", False) if has_code(page.text, code) else None
    root = parsed(page)
    if root is None:
        return None
    if any(is_link_back(element, page.address, code) for element in root.iter("a", "link", "area")):
        return Seen("links back with the code of this claim", True)
    if any(is_code(element.get("content", "").strip(), code) for element in metas(root)):
        return Seen("names the code of this claim in its head", True)
    return Seen("shows the code of this claim in its text", False) if has_code(text_of(root), code) else None


def parsed(page: Page) -> html.HtmlElement | None:
    """The elements of a web page; None where there are none."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(page.text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None


def metas(root: html.HtmlElement) -> Sequence[html.HtmlElement]:
    head = root.find("head")
    found = head.iter("meta") if head is not None else ()
    return [element for element in found if element.get("name", "").lower() == META]


def is_link_back(element: html.HtmlElement, address: str, code: str) -> bool:
    """Whether a link is marked as "me", and leads to us with the code."""
    rel = element.get("rel", "").lower().split()
    if "me" not in rel or VISITORS in rel:
        return False
    try:
        parts = urlsplit(urljoin(address, element.get("href", "").strip()))
    except ValueError:
        return False
    if parts.netloc.lower() != own_host():
        return False
    return any(is_code(value, code) for value in parse_qs(parts.query).get("me", ()))


def own_host() -> str:
    return urlsplit(settings.CREDENCE_SITE_URL).netloc.lower()


def text_of(root: html.HtmlElement) -> str:
    """What a reader sees."""
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    return "\n".join(root.itertext())


def is_named(page: Page, named: Sequence[Location]) -> bool:
    """Whether a register names the page, or one that sends to it, and all was encrypted from there on."""
    keys = {key_of(location) for location in named}
    passed = [Location.of(address) for address in page.addresses]
    ahead = [passed[start:] for start in range(len(passed)) if key_of(passed[start]) in keys]
    return any(all(location.scheme == "https" for location in rest) for rest in ahead)


def check_page(claim: Claim, known: Known) -> Finding | None:
    """Whether the page that the claimant named agrees with the claim."""
    if not known.target:
        return None
    reference = reference_of(known.target)
    if reference in known.set_aside:
        raise Missed(SET_ASIDE)
    page = fetched(known.target)
    if any(known.token in unquote(unquote(address)) for address in page.addresses):
        raise Missed(
            "The code stands in the address itself, which proves nothing: anybody can write addresses."
        )
    seen = seen_on(page, known.token)
    if seen is None:
        raise Missed(f"We read {shown(page.address)}. The code of this claim is not on it.")
    return finding_of(seen, is_named(page, home_pages_of(page_of(claim), claim.pk)), known.target, reference)


def finding_of(seen: Seen, named: bool, target: str, reference: str) -> Finding:
    if not named:
        why = "No register that the works lead to names this address as the person's, so it supports only."
    elif not seen.by_its_owner:
        why = "A register names this address as the person's, but visitors may write on pages, so it supports only."
    else:
        why = "The public record of the person whose ORCID iD is printed on the works names this address."
    found = f"The page {shown(target)} {seen.words}. {why}"
    return Finding(found, reference, is_strong=named and seen.by_its_owner)


def reference_of(target: str) -> str:
    """The page, however its address is written."""
    host, path, query = key_of(Location.of(target))
    return f"{host}{path}{'?' if query else ''}{query}"


def shown(address: str) -> str:
    return address if len(address) <= LONGEST_SHOWN else f"{address[:LONGEST_SHOWN]}…"


class HomePage(Kind):
    """A page of the claimant's own that links back."""

    key = "home_page"
    title = "Home page that links back"
    is_strong = True
    is_remote = True
    wants_target = True
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=30)
    said_by = "the claimant's home page"
    how_checked = (
        "The claimant names a page and puts a code there that was made for their claim alone. We fetch the page, "
        "and look for the code in a link marked rel=“me”, in the head of the page, or in its text."
    )
    why_it_counts = (
        "Who can change a page speaks for its owner. It is strong where the link or the head has the code and the "
        "ORCID or dblp record that the works lead to names this very address; otherwise it supports other "
        "evidence. A link without the code says nothing: everybody may link to anybody's page."
    )
    advice = "Name your home page, and put the link with the code of your claim on it."

    def ask(self, claim: Claim, known: Known) -> Request:
        named = home_pages_of(page_of(claim), claim.pk)
        code = f'<a rel="me" href="{link_of(claim, known.token)}">Credence</a>'
        return Request(
            steps=(
                "Put the line below on your page, as it is, or one of those that may stand there instead.",
                "Enter the address of the page here.",
                LEAVE_IT,
            ),
            target_label="Address of your home page",
            target_help=help_for([str(location) for location in named[:5]]),
            code=code,
            instead=(
                Instead(
                    "Instead, in the head of the page, where nobody sees it:",
                    f'<meta name="{META}" content="{known.token}">',
                ),
                Instead(
                    "Instead, if you can change only text. It supports your claim, but is not strong:",
                    known.token,
                ),
            ),
            can_be_strong=bool(named),
        )

    def clean_target(self, claim: Claim, text: str) -> str:
        location = location_of(text)
        if location.host == own_host().partition(":")[0]:
            raise ValueError("Name a page of yours elsewhere: everybody can write on pages of this site.")
        return str(location)

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_page(claim, known)


def help_for(named: Sequence[str]) -> str:
    if named:
        return f"Your public record names {', '.join(named)}: there it is strong evidence."
    return (
        "No public record that the works lead to names a page of yours, so it will support other evidence. If your "
        "ORCID iD is printed on your works, add the address to your ORCID record; it counts once we have read it."
    )


HOME_PAGE = HomePage()
