"""Domains of e-mail addresses: which is within which, and which are everybody's. No Django here."""

import re
from collections.abc import Iterator

import idna

# Mail that anybody may have: it tells nothing about where somebody works.
PUBLIC_MAIL = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|proton(?:mail)?|gmx|web|mail|"
    r"yandex|rambler|qq|foxmail|163|126|139|sina|sohu|naver|daum|hanmail|rediffmail|orange|free|wanadoo|"
    r"laposte|libero|t-online|bk|inbox|zoho|fastmail|mailbox|ukr|seznam|wp|o2|interia|onet|uol|terra|bol)"
    r"\.(?:com|net|org|de|fr|it|ru|cn|es|uk|in|jp|kr|me|pl|cz|ua|br|ca|at|ch|eu|co\.\w\w|com\.\w\w)",
)
# Under these, names are given away: "ac.uk" is nobody's, though a register may say so by mistake.
SHARED_ENDING = re.compile(r"[^.]+|(?:ac|co|com|edu|gob|gov|go|govt|mil|ne|net|nom|or|org|res|sch)\.[a-z]{2}")


def domains_above(domain: str) -> Iterator[str]:
    """ "cs.example.edu", "example.edu"."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(max(len(labels) - 1, 1)))


def plain_domain(domain: str) -> str:
    """The domain as name servers know it, in lower case; empty where it cannot be one."""
    try:
        return idna.encode(domain.strip().rstrip("."), uts46=True).decode()
    except idna.IDNAError:
        return ""


def domain_of(address: str) -> str:
    """The plain domain of an e-mail address."""
    return plain_domain(address.rpartition("@")[2])


def is_public_mail(domain: str) -> bool:
    """Whether anybody can have an address at this plain domain, or at one above it."""
    return any(PUBLIC_MAIL.fullmatch(above) for above in domains_above(domain))


def is_within(domain: str, owned: str) -> bool:
    """Whether a plain domain is `owned` or below it, where `owned` can be somebody's own at all."""
    own = plain_domain(owned)
    if not own or SHARED_ENDING.fullmatch(own) or is_public_mail(domain):
        return False
    return domain == own or domain.endswith(f".{own}")
