"""The written rules that approve a claim without anybody's decision, declared in one place. No database here.

Each rule is a list of conditions. All of them have to hold for every record that the claim is about; then the claim is
approved by that rule, which is kept with it, told to the claimant and shown. Where one does not hold, its code is kept
as the reason why an administrator decides. Two things no rule may do: decide where anybody has said something against
the claim, and decide on an address alone, for institutions hand addresses to many people.

What a rule rests on is the evidence of claims.evidence, which counts today. `Facts` are gathered by
claims.examination.facts.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from common.naming import compare, parse

# Of so many works one may be misprinted; two agree by chance only where nobody looks.
FEWEST_WORKS = 2


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What is known of one of the pages that a claim is about."""

    names: tuple[str, ...]
    is_free: bool  # a page of its own, that belongs to nobody
    is_public: bool
    is_in_memory: bool
    is_contested: bool  # frozen, an open dispute, or a work of it in dispute
    is_claimed_by_others: bool  # somebody else's claim to it waits
    is_asked_for: bool  # somebody else's request to take it down, or to mark it as in memory, waits
    doubtful_works: int  # listed here, and proposed for somebody else of a like name
    orcids: frozenset[str]  # printed on its works, or known to be its own
    orcid_works: int  # that print the iD which the claimant has authenticated
    address_works: int  # that print the claimant's confirmed address


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a claim when the rules are asked. Of the records, the page comes first."""

    name: str
    is_active: bool
    is_administrator: bool
    has_confirmed_address: bool
    holds_page: bool
    orcid: str  # authenticated; empty where there is none
    evidence: frozenset[str]  # the kinds of which something was found at the latest look
    strong: frozenset[str]  # those of them of which what was found is strong
    was_decided_before: bool  # a claim of theirs to one of the records was rejected or revoked
    was_asked_before: bool  # an administrator has asked about this claim
    was_set_aside: bool  # an administrator has ended evidence of this claim
    records: tuple[RecordFacts, ...]
    has_own_address: bool = False  # at an institution of the works, made of the name, and of no co-author's

    @property
    def has_several_records(self) -> bool:
        return len(self.records) > 1


@dataclass(frozen=True, slots=True)
class Condition:
    """What a rule asks for: the code and words of it where it does not hold, and the sentence that states it."""

    code: str
    states: str
    words: str
    holds: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to be approved: what ties the claimant to the record, beside what every rule asks for."""

    key: str
    title: str
    level: int
    ties: tuple[Condition, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """What it asks for, in sentences."""
        return tuple(condition.states for condition in (*self.ties, *ALWAYS))

    @property
    def told(self) -> str:
        """What the log and the claimant are told when it has approved."""
        ties = " ".join(tie.states for tie in self.ties)
        return f"Approved by the written rule “{self.title}”, which gives level {self.level}. {ties}"

    def is_met(self, facts: Facts) -> bool:
        """Whether all that ties the claimant to the record is there."""
        return all(condition.holds(facts) for condition in self.ties)


@dataclass(frozen=True, slots=True)
class Approval:
    """A rule approves, and gives this level."""

    rule: Rule

    @property
    def level(self) -> int:
        return self.rule.level


@dataclass(frozen=True, slots=True)
class HeldBack:
    """No rule approves: why, by codes."""

    codes: tuple[str, ...]


def each(test: Callable[[RecordFacts], bool]) -> Callable[[Facts], bool]:
    """Whether it is so for every record."""
    return lambda facts: all(test(record) for record in facts.records)


def has(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: kind in facts.evidence


def has_strong(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: kind in facts.strong


def no_other_orcid(facts: Facts) -> bool:
    """Nobody has two iDs: the records agree on one at most, and it is the claimant's where theirs is known."""
    known = frozenset[str]().union(*(record.orcids for record in facts.records))
    return len(known | ({facts.orcid} - {""})) <= 1 if known else True


def name_fits(facts: Facts) -> bool:
    return bool(facts.name.strip()) and all(fits(facts.name, record.names) for record in facts.records)


def fits(name: str, printed: Iterable[str]) -> bool:
    """Whether one of these could be another way to print the name."""
    mine = parse(name)
    return any(compare(mine, parse(one)).compatible for one in printed)


ALWAYS = (
    Condition(
        "account_inactive",
        "The account is active.",
        "The account is not active.",
        lambda facts: facts.is_active,
    ),
    Condition(
        "address_unconfirmed",
        "The primary e-mail address of the account is confirmed.",
        "The primary e-mail address of the account is not confirmed.",
        lambda facts: facts.has_confirmed_address,
    ),
    Condition(
        "administrator",
        "The claimant is not an administrator of this site.",
        "Claims of administrators are decided by another administrator.",
        lambda facts: not facts.is_administrator,
    ),
    Condition(
        "holds_another_page",
        "The claimant has no other page.",
        "The claimant has a page already, and one person has one page.",
        lambda facts: not facts.holds_page,
    ),
    Condition(
        "page_taken",
        "The page belongs to nobody.",
        "The page belongs to somebody, or was merged into another.",
        each(lambda record: record.is_free),
    ),
    Condition(
        "page_not_public",
        "The page is neither hidden nor removed.",
        "The page was hidden or removed at the wish of the person described.",
        each(lambda record: record.is_public),
    ),
    Condition(
        "page_in_memory",
        "The page is not in memory of somebody.",
        "The page is in memory of the person described.",
        each(lambda record: not record.is_in_memory),
    ),
    Condition(
        "page_contested",
        "Nothing on the page is disputed.",
        "Something on the page is disputed, and that has to be settled first.",
        each(lambda record: not record.is_contested),
    ),
    Condition(
        "other_claim",
        "Nobody else's claim to the page waits for a decision.",
        "Somebody else claims the page too.",
        each(lambda record: not record.is_claimed_by_others),
    ),
    Condition(
        "request_waits",
        "Nobody else's request to hide or remove the page, or to mark it as in memory, waits for a decision.",
        "Somebody has asked for something about the page, and that is decided first.",
        each(lambda record: not record.is_asked_for),
    ),
    Condition(
        "decided_before",
        "No claim of the same person to the page was rejected or revoked before.",
        "A claim of the same person to this page was rejected or revoked before, be it this one.",
        lambda facts: not facts.was_decided_before,
    ),
    Condition(
        "asked_before",
        "No administrator has asked about the claim.",
        "An administrator has asked about this claim, and decides on the answer.",
        lambda facts: not facts.was_asked_before,
    ),
    Condition(
        "evidence_set_aside",
        "No administrator has ended evidence of the claim.",
        "An administrator has ended evidence of this claim.",
        lambda facts: not facts.was_set_aside,
    ),
    Condition(
        "name_differs",
        "The name of the account could be another way to print the name on the page.",
        "The name of the account does not fit the names on the page.",
        name_fits,
    ),
    Condition(
        "another_iD",
        "No ORCID iD on the works contradicts: there is one at most, and it is the claimant's where theirs is known.",
        "Different ORCID iDs meet: on the works of the page, or there and at the claimant's account.",
        no_other_orcid,
    ),
    Condition(
        "homonym_doubt",
        "Of no listed work it is in doubt whether somebody else of a like name wrote it.",
        "Some works of the page may be those of somebody else of a like name.",
        each(lambda record: not record.doubtful_works),
    ),
)

ONE_RECORD = Condition(
    "several_records",
    "The claim is about one page alone.",
    "The claim is about several records, and not each of them is tied to the claimant by itself.",
    lambda facts: not facts.has_several_records,
)
AT_INSTITUTION = Condition(
    "no_institution",
    "A confirmed address is at an institution that listed works print beside the name.",
    "No confirmed address at an institution that the works name was found.",
    has("institution_email"),
)
# A co-author has a mailbox at the same institution, and lets others in: by a second account, or in a repository.
OWN_MAILBOX = Condition(
    "address_of_another",
    "That address is made of the name printed on the works, and could be no co-author's.",
    "The address at an institution of the works is not made of the name, or could be a co-author's.",
    lambda facts: facts.has_own_address,
)

RULES = (
    Rule(
        "orcid_printed",
        "ORCID iD printed on the works",
        3,
        (
            Condition(
                "no_orcid",
                "The claimant has signed in with an ORCID iD.",
                "No ORCID iD that belongs to the record was authenticated.",
                lambda facts: bool(facts.orcid) and "orcid" in facts.strong,
            ),
            Condition(
                "too_few_works",
                f"The same iD is printed on at least {FEWEST_WORKS} listed works of the page, "
                "and of every other record in the claim, and not in open deposits alone.",
                f"The authenticated ORCID iD is printed on fewer than {FEWEST_WORKS} listed works of a record.",
                each(lambda record: record.orcid_works >= FEWEST_WORKS),
            ),
        ),
    ),
    Rule(
        "printed_address",
        "E-mail address printed on a work",
        3,
        (
            Condition(
                "no_printed_address",
                "A confirmed address of the claimant is printed on a listed work, beside the name, "
                "and not in open deposits alone.",
                "No confirmed address of the claimant is printed on a listed work.",
                has_strong("printed_address"),
            ),
            Condition(
                "several_records",
                "It is printed on a listed work of the page, and of every other record in the claim.",
                ONE_RECORD.words,
                each(lambda record: record.address_works > 0),
            ),
        ),
    ),
    Rule(
        "repository_and_institution",
        "Code repository of a work, and an address at its institution",
        3,
        (
            Condition(
                "no_repository",
                "A file with the token of the claim was found in a code repository that a listed work links to.",
                "No token was found in a code repository that a listed work links to.",
                has_strong("repository"),
            ),
            AT_INSTITUTION,
            OWN_MAILBOX,
            ONE_RECORD,
        ),
    ),
    # Begins with "vouch": whom others vouched in does not vouch (claims.vouching).
    Rule(
        "vouch_coauthor_and_institution",
        "A verified co-author's word, and an address at an institution of the works",
        3,
        (
            Condition(
                "no_coauthor",
                "A verified co-author of a listed work vouches for the claim.",
                "No verified co-author vouches for the claim.",
                has_strong("coauthor"),
            ),
            AT_INSTITUTION,
            OWN_MAILBOX,
            ONE_RECORD,
        ),
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}

# Why a rule that would approve did not, beside its conditions.
OTHERWISE = {
    "no_strong_evidence": "Nothing was found that ties the claimant to the page and is enough for a rule.",
    "rule_off": "The rule that would approve it is switched off at the moment.",
    "cannot_merge": "The records cannot be made one page without a decision of an administrator.",
}
UNKNOWN = "A condition that is no longer asked for did not hold."


def all_conditions() -> list[Condition]:
    return [*ALWAYS, *(condition for rule in RULES for condition in rule.ties)]


def words_of(code: str) -> str:
    """Why no rule approved, in words."""
    told = {condition.code: condition.words for condition in all_conditions()} | OTHERWISE
    return told.get(code, UNKNOWN)


def title_of(key: str) -> str:
    """The title of a rule, also of one that is not among them any more."""
    return BY_KEY[key].title if key in BY_KEY else key


def decide(facts: Facts, switched_on: Collection[str]) -> Approval | HeldBack:
    """Which rule approves, the first of those that do; or why none does."""
    against = [condition.code for condition in ALWAYS if not condition.holds(facts)]
    met = [rule for rule in RULES if rule.is_met(facts)]
    approving = [rule for rule in met if rule.key in switched_on]
    if approving and not against:
        return Approval(approving[0])
    if met and not approving:
        against.append("rule_off")
    if not met:
        against += missing_ties(facts)
    return HeldBack(tuple(dict.fromkeys(against)))


def missing_ties(facts: Facts) -> list[str]:
    """What the rules lack of which something is there: an address at an institution alone is not it."""
    begun = [rule for rule in RULES if rule.ties[0].holds(facts)]
    lacking = [tie.code for rule in begun for tie in rule.ties if not tie.holds(facts)]
    return lacking or ["no_strong_evidence"]
