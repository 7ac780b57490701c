"""What sources state of people, apart from works: the shape of a record of a person."""

import msgspec
from msgspec.structs import force_setattr

from common.identifiers import normalize_identifier, normalize_orcid
from ingest.cleaning import InvalidRecord, bounded, check_date, clean_url, optional
from ingest.records import LONGEST_NAME, LONGEST_VENUE, Date, Link, Name, Ror, Source, clean_list, enough


class EmploymentRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a person says they work or worked; no end means that it goes on."""

    organization: str
    ror: Ror | None = None
    role: str | None = None
    department: str | None = None
    start: Date | None = None
    end: Date | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "organization", bounded(self.organization, LONGEST_VENUE, "an organization"))
        force_setattr(self, "ror", normalize_identifier("ror", self.ror) if self.ror else None)
        force_setattr(self, "role", optional(self.role, 200, "a role"))
        force_setattr(self, "department", optional(self.department, 500, "a department"))
        for what in ("start", "end"):
            date = getattr(self, what)
            force_setattr(self, what, check_date(date, f"the {what} of an employment") if date else None)


class PersonRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source such as ORCID states of a person, apart from works."""

    source: Source
    orcid: str
    name: Name
    other_names: tuple[Name, ...] = ()
    home_pages: tuple[Link, ...] = ()
    keywords: tuple[str, ...] = ()
    employments: tuple[EmploymentRecord, ...] = ()

    def __post_init__(self) -> None:
        orcid = normalize_orcid(self.orcid.strip())
        if not orcid:
            raise InvalidRecord("this is no ORCID iD")
        force_setattr(self, "orcid", orcid)
        force_setattr(self, "name", bounded(self.name, LONGEST_NAME, "a name"))
        if not self.name:
            raise InvalidRecord("the person has no name")
        force_setattr(self, "other_names", clean_list(self.other_names, LONGEST_NAME, "a name"))
        force_setattr(self, "home_pages", tuple(filter(None, dict.fromkeys(map(clean_url, self.home_pages)))))
        force_setattr(self, "keywords", clean_list(self.keywords, 200, "a keyword"))
        for what in ("other_names", "home_pages", "keywords", "employments"):
            enough(getattr(self, what), what)

    @property
    def source_id(self) -> str:
        return self.orcid
