"""How sure an attribution is, and why, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from researchers.identity.clusters import Cluster
from researchers.identity.evidence import places_in
from researchers.identity.forms import Form, odds
from researchers.identity.mentions import Membership, Mention, Person

# Log-odds that each reason adds to those of the name; fewer than when deciding, because they overlap.
COAUTHOR, FURTHER_COAUTHOR, MOST_COAUTHORS = 2.5, 0.5, 4
PLACE, DOMAIN, CITES, VENUE, SUBJECT = 2.0, 2.0, 2.0, 0.5, 0.3
SAME_ID = 5.0
MOST_LOG_ODDS = 6.0
RARE = 4.0
# Nobody else has the name, and it is printed in full; or it may be anybody's of that initial.
ALONE, ALONE_WITH_INITIAL = 0.7, 0.3
# What is accepted is likelier than not, whatever these few reasons say.
LEAST_ACCEPTED = 0.5


@dataclass(slots=True)
class Profile:
    """What is printed beside a person's mentions, counted by works."""

    coauthors: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    institutions: Counter[int] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    venues: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    forms: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    works: set[int] = field(default_factory=set)
    cited: Counter[int] = field(default_factory=Counter)

    def add(self, mention: Mention, form: Form) -> None:
        self.coauthors.update(coauthors_of(mention))
        self.places.update(places_in(mention.affiliations))
        self.institutions.update(set(mention.institutions))
        self.domains.update(set(mention.domains))
        self.venues[mention.work.venue] += 1
        self.subjects.update(subjects_of(mention))
        self.ids.update(one for one in (mention.orcid, mention.source_id) if one)
        self.forms[form.key] += 1
        self.works.add(mention.work.id)
        self.cited.update(mention.work.references)


def subjects_of(mention: Mention) -> set[str]:
    return {one.casefold() for one in mention.work.subjects}


def coauthors_of(mention: Mention) -> set[str]:
    authors = set(mention.work.authors)
    if mention.position < len(mention.work.authors):
        authors.discard(mention.work.authors[mention.position])
    return authors


def people_of(
    mentions: Sequence[Mention],
    forms: Sequence[Form],
    clusters: Mapping[int, Cluster],
    doubtful: Iterable[tuple[float, int, int]],
) -> list[Person]:
    """The people of a block with what is sure and what is proposed, in the order of their first mentions."""
    proposals: defaultdict[int, list[Membership]] = defaultdict(list)
    for log_odds, small, large in doubtful:
        profile = profile_of(clusters[large], mentions, forms)
        main = main_form(clusters[large], forms, profile)
        for place in sorted(clusters[small].members):
            _, words = reasons(mentions[place], forms[place], profile, main, own=0)
            proposals[large].append(Membership(mentions[place].id, share(log_odds), words))
    people = [
        Person(
            members=tuple(memberships(cluster, mentions, forms)),
            researcher=cluster.researcher,
            proposed=tuple(proposals[number]),
        )
        for number, cluster in clusters.items()
    ]
    return sorted(people, key=lambda person: person.members[0].mention)


def profile_of(cluster: Cluster, mentions: Sequence[Mention], forms: Sequence[Form]) -> Profile:
    profile = Profile()
    for place in cluster.members:
        profile.add(mentions[place], forms[place])
    return profile


def main_form(cluster: Cluster, forms: Sequence[Form], profile: Profile) -> Form:
    """The one that is printed most often; of equals the one that says most."""
    present = {forms[place].key: forms[place] for place in cluster.members}
    return max(present.values(), key=lambda form: (profile.forms[form.key], form.rarity, form.key))


def memberships(cluster: Cluster, mentions: Sequence[Mention], forms: Sequence[Form]) -> Iterable[Membership]:
    if len(cluster.members) == 1:
        place = cluster.members[0]
        yield alone(mentions[place], forms[place])
        return
    profile = profile_of(cluster, mentions, forms)
    main = main_form(cluster, forms, profile)
    for place in sorted(cluster.members):
        log_odds, words = reasons(mentions[place], forms[place], profile, main, own=1)
        yield Membership(mentions[place].id, max(share(log_odds), LEAST_ACCEPTED), words)


def alone(mention: Mention, form: Form) -> Membership:
    """Nothing to compare with: the page is about the one work, and only the name says whose it is."""
    if mention.orcid:
        return Membership(mention.id, share(MOST_LOG_ODDS), ("printed ORCID iD",))
    if mention.source_id:
        return Membership(mention.id, share(SAME_ID), ("same id at the source",))
    full = form.name.first_is_full
    return Membership(mention.id, ALONE if full else ALONE_WITH_INITIAL, ("the only work under this name",))


def reasons(
    mention: Mention, form: Form, profile: Profile, main: Form, *, own: int
) -> tuple[float, tuple[str, ...]]:
    """The log-odds and the words; `own` is how often the mention itself counts in the profile."""
    by_name = odds(form, main)
    found = [(by_name if by_name is not None else 0.0, words_for_name(form, main, by_name))]
    found += [one for one in beside(mention, profile, own) if one[1]]
    return sum(log_odds for log_odds, _ in found), tuple(words for _, words in found)


def words_for_name(form: Form, main: Form, by_name: float | None) -> str:
    if by_name is None:
        return f"other name than {main.name.printed}"
    if form.key == main.key:
        return "same rare name" if form.alike > RARE else "same name"
    return f"name agrees with {main.name.printed}"


def beside(mention: Mention, profile: Profile, own: int) -> Iterable[tuple[float, str]]:
    """What stands beside the name and elsewhere in the person's works, too."""
    if mention.orcid and profile.ids[mention.orcid] > own:
        yield SAME_ID, "printed ORCID iD"
    elif mention.source_id and profile.ids[mention.source_id] > own:
        yield SAME_ID, "same id at the source"
    shared = sum(profile.coauthors[name] > own for name in coauthors_of(mention))
    if shared:
        weight = COAUTHOR + FURTHER_COAUTHOR * (min(shared, MOST_COAUTHORS) - 1)
        yield weight, "1 shared co-author" if shared == 1 else f"{shared} shared co-authors"
    yield from same_place(mention, profile, own)
    yield from same_works(mention, profile, own)


def same_place(mention: Mention, profile: Profile, own: int) -> Iterable[tuple[float, str]]:
    if any(profile.institutions[one] > own for one in set(mention.institutions)):
        yield PLACE, "same institution"
    elif affiliation_recurs(mention, profile, own):
        yield PLACE, "similar affiliation"
    if any(profile.domains[one] > own for one in set(mention.domains)):
        yield DOMAIN, "same e-mail domain"


def same_works(mention: Mention, profile: Profile, own: int) -> Iterable[tuple[float, str]]:
    if not profile.works.isdisjoint(mention.work.references):
        yield CITES, "cites the person's works"
    elif profile.cited[mention.work.id]:
        yield CITES, "cited in the person's works"
    if any(profile.subjects[one] > own for one in subjects_of(mention)):
        yield SUBJECT, "shared subject"
    if mention.work.venue and profile.venues[mention.work.venue] > own:
        yield VENUE, "same venue"


def affiliation_recurs(mention: Mention, profile: Profile, own: int) -> bool:
    """Do half of the telling words stand in other affiliations of the person?"""
    places = places_in(mention.affiliations)
    return bool(places) and 2 * sum(profile.places[word] > own for word in places) >= len(places)


def share(log_odds: float) -> float:
    """Log-odds as a probability, never quite certain."""
    bounded = max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, log_odds))
    return round(1 / (1 + exp(-bounded)), 3)
