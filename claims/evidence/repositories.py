"""A file in a code repository to which a listed work links.

The idea is that of package registries and of keybase.io: who can write on the main branch of a repository speaks for
it. The tie to the person is the work: its publisher, archive or paper says that this is its code. What somebody
uploaded here, or wrote into their own ORCID record, ties nothing.

It is as strong as the word of a co-author, and for the same reason bounded to works whose authors can be expected
to know each other: it shows that the claimant is one of those who wrote the work, or was let in by one of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import takewhile
from typing import Self
from urllib.parse import unquote

from django.db import connection

from claims.evidence.coauthors import MOST_AUTHORS
from claims.evidence.kinds import CannotCheckNow, Finding, Kind, Known, Missed, Request, page_of
from claims.evidence.naming import LEAVE_IT, SET_ASIDE, has_code, location_of
from claims.evidence.since import WAS_KNOWN
from claims.models import Claim
from common.fetching import Forbidden, Location, NotThere, Page, Unreachable, fetch
from common.fetching.fetcher import TEXTS
from works.witnesses import IS_CHECKED, SUPPORTS_ONLY

FILES = (".credence", "credence.txt")
# Some forges know no kind for files without an ending.
KINDS_OF_FILES = (*TEXTS, "application/octet-stream")
PART = re.compile(r"[\w.~-]{1,100}", re.ASCII)
# What begins the address of something inside a repository, where names may be of any depth.
INSIDE = ("-", "tree", "blob", "raw", "issues", "wikis")
LONGEST_PATH = 200
MOST_LISTED = 10
# Whose links a claimant could have written.
OWN_WORD = ("upload", "orcid")
NONE_LINKED = "No listed work links to a repository that we can read"

# Relies on attribution_of_researcher and code_link_unique_per_work.
LINKS = f"""
WITH own_work AS MATERIALIZED (
    SELECT DISTINCT work.id, work.title, work.authors_count, {WAS_KNOWN} AS was_known
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
)
SELECT link.url, own_work.title, own_work.authors_count,
       own_work.was_known AND EXISTS (
           SELECT FROM works_sourcerecord AS statement
           WHERE statement.work_id = link.work_id AND statement.source = link.source AND {IS_CHECKED}
       ) AS is_stated
FROM own_work
JOIN works_codelink AS link ON link.work_id = own_work.id
WHERE link.kind = 'code' AND link.source <> ALL(%(own_word)s)
ORDER BY is_stated DESC, own_work.authors_count, own_work.id, link.id
LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link of a listed work."""

    url: str
    title: str
    authors: int
    is_stated: bool  # by a source that looks at what it states


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on a forge. Forges do not tell capital letters apart."""

    host: str
    path: str  # "ada/parser"
    linked: Linked | None = field(default=None, compare=False)

    @classmethod
    def at(cls, location: Location, linked: Linked | None = None) -> Self | None:
        """The repository to which an address leads, or into which; None where it is none that we can read."""
        host = location.host.removeprefix("www.")
        forge = forge_of(host)
        parts = [unquote(part) for part in location.target.partition("?")[0].split("/") if part]
        if not forge:
            return None
        named = list(takewhile(lambda part: part not in INSIDE, parts)) if forge == "gitlab" else parts[:2]
        named = [part.removesuffix(".git") for part in named]
        if len(named) < 2 or not all(PART.fullmatch(part) and part.strip(".") for part in named):
            return None
        path = "/".join(named).lower()
        return cls(host, path, linked) if len(path) <= LONGEST_PATH else None

    def __str__(self) -> str:
        return f"{self.host}/{self.path}"

    def address_of(self, file: str) -> str:
        """Where the forge keeps a file of the main branch, as it is."""
        return f"{self.raw}{file}"

    @property
    def raw(self) -> str:
        if self.host == "github.com":
            return f"https://raw.githubusercontent.com/{self.path}/HEAD/"
        if self.host == "codeberg.org":
            return f"https://codeberg.org/api/v1/repos/{self.path}/raw/"
        middle = "raw/HEAD" if self.host == "bitbucket.org" else "-/raw/HEAD"
        return f"https://{self}/{middle}/"

    @property
    def inside(self) -> tuple[str, ...]:
        """How addresses begin that are this repository's own."""
        return (self.raw.removesuffix("HEAD/"), f"https://{self}/")


def forge_of(host: str) -> str:
    """Which software a host runs, by its name."""
    if host in ("github.com", "codeberg.org", "bitbucket.org"):
        return host
    return "gitlab" if host.startswith("gitlab.") else ""


def repositories_of(page: int, claim: int) -> list[Repository]:
    """The repositories to which listed works link, those of few authors first."""
    with connection.cursor() as cursor:
        cursor.execute(LINKS, {"page": page, "claim": claim, "own_word": list(OWN_WORD)})
        return list(dict.fromkeys(repositories(Linked(*row) for row in cursor.fetchall())))


def repositories(links: Iterable[Linked]) -> Iterator[Repository]:
    for linked in links:
        try:
            repository = Repository.at(Location.of(linked.url), linked)
        except Forbidden:
            continue
        if repository:
            yield repository


def check_repository(claim: Claim, known: Known) -> Finding | None:
    """Whether a file with the code is in the repository that the claimant chose, if a listed work links to it."""
    if not known.target:
        return None
    if known.target in known.set_aside:
        raise Missed(SET_ASIDE)
    repository = chosen(repositories_of(page_of(claim), claim.pk), known.target)
    if repository is None or repository.linked is None:
        raise Missed(f"No listed work links to {known.target} any more.")
    said: list[str] = []
    for file in FILES:
        said.append(what_is_in(repository, file, known.token))
        if not said[-1]:
            return finding_of(repository, repository.linked)
    raise Missed(" ".join(dict.fromkeys(said)))


def what_is_in(repository: Repository, file: str, code: str) -> str:
    """Nothing where the code is in the file; else what was there instead."""
    try:
        page = fetch(repository.address_of(file), kinds=KINDS_OF_FILES)
    except NotThere:
        return f"There is no file {file} that everybody can read on the main branch of {repository}."
    except Forbidden as error:
        return str(error)
    except Unreachable as error:
        raise CannotCheckNow(str(error)) from error
    if not stays_inside(page, repository):
        return f"{repository} sends us to another place for {file}, so it was renamed or is not public."
    return "" if has_code(page.text, code) else f"The file {file} does not have the code of this claim."


def stays_inside(page: Page, repository: Repository) -> bool:
    """Whether no redirect led out of the repository: what is elsewhere, others may have written."""
    return all(address.lower().startswith(repository.inside) for address in page.addresses)


def why_not_strong(linked: Linked) -> str:
    if linked.authors > MOST_AUTHORS:
        return f" It has more than {MOST_AUTHORS} authors, so this supports only."
    return "" if linked.is_stated else f" {SUPPORTS_ONLY}"


def can_be_strong(repositories: Sequence[Repository], target: str) -> bool:
    """Whether the one that was named would be strong, or any while none was."""
    links = [one.linked for one in repositories if not target or str(one) == target]
    return any(linked and not why_not_strong(linked) for linked in links)


def finding_of(repository: Repository, linked: Linked) -> Finding:
    why = why_not_strong(linked)
    return Finding(
        f"A file in {repository} carries the code of this claim. “{linked.title[:200]}” links to it.{why}",
        str(repository),
        is_strong=not why,
    )


def chosen(known: Sequence[Repository], target: str) -> Repository | None:
    return next((repository for repository in known if str(repository) == target), None)


class CodeRepository(Kind):
    """A file in a repository to which a listed work links."""

    key = "repository"
    title = "File in a code repository of a work"
    is_strong = True
    is_remote = True
    wants_target = True
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=30)
    said_by = "the keeper of the repository"
    how_checked = (
        "The claimant chooses a repository to which a listed work links, as sources have it, and puts a file there "
        "with a code that was made for their claim alone. We fetch the file from the main branch."
    )
    why_it_counts = (
        "Who writes there wrote the code of the work, or was let in by who did. Authors of one work may share a "
        f"repository, so for works of more than {MOST_AUTHORS} authors it supports other evidence only. Links that "
        "claimants uploaded themselves do not count."
    )
    advice = "Choose a repository to which one of your works links, and put a file with the code of your claim there."

    def advise(self, claim: Claim) -> str:
        return (
            self.advice
            if repositories_of(page_of(claim), claim.pk)
            else f"Choose another kind of evidence. {NONE_LINKED}."
        )

    def ask(self, claim: Claim, known: Known) -> Request:
        linked = repositories_of(page_of(claim), claim.pk)
        if not linked:
            return Request(steps=(f"{NONE_LINKED}, so this is not for you.",), is_possible=False)
        return Request(
            steps=(
                "Enter the repository here.",
                f"Put a file named {FILES[0]} or {FILES[1]} into its root, on the main branch, with the line below.",
                LEAVE_IT,
            ),
            target_label="Repository",
            target_help=f"Your works link to: {listed(linked)}.",
            code=known.token,
            can_be_strong=can_be_strong(linked, known.target),
        )

    def clean_target(self, claim: Claim, text: str) -> str:
        repository = Repository.at(location_of(text))
        if repository is None:
            raise ValueError(
                "This is no repository on GitHub, GitLab, Codeberg or Bitbucket, such as github.com/ada/parser."
            )
        linked = repositories_of(page_of(claim), claim.pk)
        if repository not in linked:
            raise ValueError(not_linked(repository, linked))
        return str(repository)

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_repository(claim, known)


def not_linked(repository: Repository, linked: Sequence[Repository]) -> str:
    if not linked:
        return f"{NONE_LINKED}."
    return f"No listed work links to {repository}. They link to: {listed(linked)}."


def listed(linked: Sequence[Repository]) -> str:
    more = f" and {len(linked) - MOST_LISTED} more" if len(linked) > MOST_LISTED else ""
    return ", ".join(map(str, linked[:MOST_LISTED])) + more


REPOSITORY = CodeRepository()
