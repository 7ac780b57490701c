"""A text record of a domain that agrees with the claim.

The idea is that of RFC 8555 (challenges `dns-01`) and of every service that asks who owns a domain: only who keeps the
domain can write there. Whose domain it is has to be said by others: by the institutions on the works, or by a
register that names a page at it.
"""

from collections.abc import Sequence
from datetime import timedelta

from claims.evidence.institutions import owners_on
from claims.evidence.kinds import CannotCheckNow, Finding, Kind, Known, Missed, Request, page_of
from claims.evidence.naming import LEAVE_IT, SET_ASIDE, home_pages_of, is_code, location_of
from claims.models import Claim
from common import dns
from common.mail_domains import SHARED_ENDING, domains_above, is_public_mail, plain_domain

LABEL = "_credence"
NAME = "credence-verification"
# Names below these are given to anybody, and only the company behind them keeps their records.
PLATFORMS = frozenset(
    (
        "000webhostapp.com", "appspot.com", "azurewebsites.net", "bitbucket.io", "blogger.com", "blogspot.com",
        "codeberg.page", "firebaseapp.com", "fly.dev", "github.com", "github.io", "gitlab.com", "gitlab.io",
        "google.com", "googleapis.com", "herokuapp.com", "linkedin.com", "medium.com", "neocities.org", "netlify.app",
        "notion.site", "onrender.com", "orcid.org", "pages.dev", "readthedocs.io", "researchgate.net", "sourceforge.io",
        "squarespace.com", "substack.com", "tumblr.com", "vercel.app", "web.app", "weebly.com", "wixsite.com",
        "wordpress.com", "workers.dev", "x.com",
    )
)  # fmt: skip


def is_shared(domain: str) -> bool:
    """Whether names below a domain are given to anybody, so that it, or they, are nobody's own."""
    return bool(SHARED_ENDING.fullmatch(domain)) or any(one in PLATFORMS for one in domains_above(domain))


def texts_of(domain: str) -> tuple[list[str], str]:
    """All text records that may carry a code, and whether somebody could not answer for one of the names."""
    texts: list[str] = []
    silent = ""
    for name in (f"{LABEL}.{domain}", domain):
        try:
            texts += dns.records(name, "TXT")
        except dns.NoSuchName:
            continue
        except dns.CannotResolve:
            silent = name
    return texts, silent


def codes_in(texts: Sequence[str]) -> list[str]:
    """The codes of all claims that records carry."""
    pairs = (text.partition("=") for text in texts)
    return [value.strip() for name, _, value in pairs if name.strip().lower() == NAME]


def check_domain(claim: Claim, known: Known) -> Finding | None:
    """Whether the domain that the claimant named carries the code."""
    domain = known.target
    if not domain:
        return None
    if domain in known.set_aside:
        raise Missed(SET_ASIDE)
    texts, silent = texts_of(domain)
    codes = codes_in(texts)
    if not any(is_code(code, known.token) for code in codes):
        if silent:
            raise CannotCheckNow(f"The name servers of {domain} do not answer.")
        raise Missed(missed_words(domain, texts, codes))
    owner = owner_of(domain, claim)
    why = owner or "Nothing in the record says whose domain that is, so it supports only."
    return Finding(
        f"A text record of {domain} carries the code of this claim. {why}", domain, is_strong=bool(owner)
    )


def missed_words(domain: str, texts: Sequence[str], codes: Sequence[str]) -> str:
    if codes:
        return (
            f"At {domain} stands the code of another claim, or an older one. Replace it with the one below."
        )
    if texts:
        return (
            f"{domain} has text records, but none with a code of ours. New records may take a day to be seen."
        )
    return f"We found no text record at {LABEL}.{domain} or {domain}. New records may take a day to be seen."


def owner_of(domain: str, claim: Claim) -> str:
    """What says whose domain it is, in words; empty where nothing does."""
    page = page_of(claim)
    for owner in owners_on(page, claim.pk):
        if plain_domain(owner.domain) == domain:
            return f"{owner.institution[:200]}, which is printed beside the name, has registered it."
    hosts = {location.host for location in home_pages_of(page, claim.pk)}
    if hosts & {domain, f"www.{domain}"}:
        return "The public record of the person whose ORCID iD is printed on the works names a page there."
    return ""


def can_be_strong(domain: str, claim: Claim) -> bool:
    """Whether the record says whose this domain is; while none was named, whether it says so of any."""
    if domain:
        return bool(owner_of(domain, claim))
    page = page_of(claim)
    return bool(owners_on(page, claim.pk) or home_pages_of(page, claim.pk))


class DnsText(Kind):
    """A text record of a domain."""

    key = "dns_txt"
    title = "Text record of a domain (DNS)"
    is_strong = True
    is_remote = True
    wants_target = True
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=30)
    said_by = "the keeper of the domain"
    how_checked = (
        "The claimant names a domain and puts a code into its text records that was made for their claim alone. We "
        f"ask the name servers for the records of {LABEL} below the domain, and of the domain itself."
    )
    why_it_counts = (
        "Only who keeps a domain writes its records. It is strong where an institution on the works has registered "
        "exactly this domain, or the ORCID or dblp record that the works lead to names a page at it; otherwise it "
        "supports other evidence, for anybody can buy a domain."
    )
    advice = "Name a domain that you keep, and put the code of your claim into its text records."

    def ask(self, claim: Claim, known: Known) -> Request:
        place = f"{LABEL}.{known.target}" if known.target else f"{LABEL} below your domain"
        return Request(
            steps=(
                "Enter your domain here.",
                f"Where you keep its records, add one of type TXT for {place}, with the text below.",
                f"It may take up to a day until everybody can see it. {LEAVE_IT}",
            ),
            target_label="Your domain",
            target_help="For example www.example.org, or only example.org.",
            code=f"{NAME}={known.token}",
            can_be_strong=can_be_strong(known.target, claim),
        )

    def clean_target(self, claim: Claim, text: str) -> str:
        try:
            host = location_of(text.strip().lower().removeprefix(f"{LABEL}.")).host
        except ValueError as error:
            raise ValueError(str(error).replace("This address", "This domain")) from error
        domain = host.removeprefix("www.") if host.count(".") > 1 else host
        if is_public_mail(domain):
            raise ValueError(f"Anybody can have an address at {domain}, so it says nothing about you.")
        if is_shared(domain):
            raise ValueError(f"{domain} is shared by many people, who cannot write its records.")
        return domain

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_domain(claim, known)


DNS_TXT = DnsText()
