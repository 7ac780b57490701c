"""The services that can be asked, and how often they want to be asked at most."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its name here, its name for people, seconds between two questions, and what it is known by."""

    name: str
    label: str
    base: str
    spacing: float
    # Whether it wants no second connection while one is open.
    alone: bool = False


# Seconds between two questions of one site, and the page that says so. Where services publish
# different figures for different questions, the slowest is taken.
SPACING = {
    # One request every three seconds, one connection: https://info.arxiv.org/help/api/tou.html
    "arxiv": 3.0,
    # Lists: 3 a second and 3 at once for those who say how to reach them, 1 and 1 for others:
    # https://www.crossref.org/blog/announcing-changes-to-rest-api-rate-limits/
    "crossref": 1 / 3,
    # 1,000 in five minutes for those who say how to reach them: https://support.datacite.org/docs/rate-limit
    "datacite": 0.3,
    # "At least one or two seconds": https://dblp.org/faq/1474706.html
    "dblp": 2.0,
    # 100 a second are allowed; ten were the rule for years and are enough:
    # https://developers.openalex.org/api-reference/authentication
    "openalex": 0.1,
    # 12 a second: https://info.orcid.org/faq-category/api/
    "orcid": 1 / 12,
    # 2,000 in five minutes for those with a client id: https://ror.org/api-client-id
    "ror": 0.15,
}
# The same for those who do not say who they are.
SPACING_OF_STRANGERS = {"crossref": 1.0, "datacite": 0.6}
SPACING_WITHOUT_KEY = {"ror": 6.0}

LABELS = {
    "arxiv": "arXiv",
    "crossref": "Crossref",
    "datacite": "DataCite",
    "dblp": "DBLP",
    "openalex": "OpenAlex",
    "orcid": "ORCID",
    "ror": "ROR",
}
# No second connection while one is open.
ALONE = ("arxiv",)
STRANGERS_ALONE = ("crossref",)


def service_called(name: str) -> Service:
    """The service as it is configured here."""
    alone = name in ALONE or (name in STRANGERS_ALONE and not settings.CREDENCE_CONTACT_EMAIL)
    return Service(name, LABELS[name], settings.CREDENCE_LIVE_URLS[name], spacing_of(name), alone=alone)


def spacing_of(name: str) -> float:
    if name in SPACING_OF_STRANGERS and not settings.CREDENCE_CONTACT_EMAIL:
        return SPACING_OF_STRANGERS[name]
    if name in SPACING_WITHOUT_KEY and not settings.CREDENCE_LIVE_KEYS[name]:
        return SPACING_WITHOUT_KEY[name]
    return SPACING[name]
