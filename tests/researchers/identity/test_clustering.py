import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from researchers.identity.clustering import resolve_block, weighed
from researchers.identity.mentions import Elsewhere, Fixed, Mention, PrintedWork
from tests.researchers.identity.mentioning import COMMON, Press, together


def people(*mentions: Mention, fixed: Fixed | None = None):
    return resolve_block(list(mentions), COMMON, fixed or Fixed())


def are_one(*mentions: Mention, fixed: Fixed | None = None) -> bool:
    return len(people(*mentions, fixed=fixed)) == 1


@pytest.fixture
def press():
    return Press()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ottoline Quagmire", "Ottoline Quagmire", True),
        ("Ottoline Quagmire", "Ottoline P. Quagmire", True),
        ("Ottoline Quagmire", "O. Quagmire", True),
        ("Jurgen Quägmire", "Jurgen Quagmire", True),
        ("Ottoline Quagmire", "Oswald Quagmire", False),
        ("Ottoline P. Quagmire", "Ottoline R. Quagmire", False),
        ("Ottokar Quagmire Jr.", "Ottokar Quagmire", True),
        ("Ottokar Quagmire Jr.", "Ottokar Quagmire Sr.", False),
        ("Ottokar Quagmire Jr.", "Ottokar Quagmire III", False),
        # Names that many bear say too little alone.
        ("Yang Liu", "Y. Liu", False),
        ("Wei Wang", "Wei Wang", False),
        ("John Smith", "J. Smith", False),
    ],
)
def test_rare_names_are_enough_and_common_ones_are_not(press, one, other, expected):
    assert are_one(press.first(one, "Abe Able"), press.first(other, "Zoe Zebra", year=2010)) is expected


def test_shared_co_authors_make_one_person_of_a_common_name(press):
    first = press.first("Wei Wang", "Ottoline Quagmire", "Abe Able")
    second = press.first("Wei Wang", "Ottoline Quagmire", "Zoe Zebra")
    assert are_one(first, second)


def test_a_slip_of_the_pen_is_believed_beside_a_shared_co_author(press):
    right, slip = press.first("Jonathan Quagmire", "Abe Able"), press.first("Johathan Quagmire", "Abe Able")
    assert are_one(right, slip)


def test_two_names_that_people_have_are_no_slip_of_the_pen(press):
    one, other = press.first("Marinka Pilkington", "Abe Able"), press.first("Marinda Pilkington", "Zoe Zebra")
    assert not are_one(one, other)


def test_the_same_affiliation_makes_one_person_of_a_common_name(press):
    first, second = (
        press.first("Wei Wang", title=title, affiliations=("Quagmire Observatory, Nowhereton",), year=2020)
        for title in ("On ponds", "On lakes")
    )
    third = press.first("Wei Wang", affiliations=("Polytechnic of Elsewhere",), year=2020)
    assert together(people(first, second, third)) == {frozenset({first.id, second.id}), frozenset({third.id})}


def test_two_authorships_of_one_work_are_two_people(press):
    assert len(people(*press.work("Ottoline Quagmire", "Ottoline Quagmire"))) == 2


def test_a_work_that_prints_a_person_twice_does_not_divide_the_person(press):
    long = [press.first("Ottoline Quagmire") for _ in range(6)]
    short = [press.first("Ottoline P. Quagmire") for _ in range(4)]
    twice = press.work("Ottoline Quagmire", "Ottoline P. Quagmire")
    sizes = sorted(map(len, together(people(*long, *short, *twice))))
    assert sizes == [1, 11]


def test_orcid_ids_unite_and_divide(press):
    one = press.first("Wei Wang", orcid="0000-0001")
    same = press.first("Wei Wang", orcid="0000-0001", year=1990)
    other = press.first("Ottoline Quagmire", orcid="0000-0002")
    namesake = press.first("Ottoline Quagmire", orcid="0000-0003")
    assert together(people(one, same, other, namesake)) == {
        frozenset({one.id, same.id}),
        frozenset({other.id}),
        frozenset({namesake.id}),
    }


def test_an_orcid_id_unites_whatever_else_the_sources_say(press):
    one = press.first("Wei Wang", orcid="0000-0001", source_id="index:A7")
    bare = press.first("Wei Wang", orcid="0000-0001", year=1990)
    elsewhere = press.first("Wei Wang", orcid="0000-0001", source_id="index:A9", year=2001)
    only_there = press.first("Wei Wang", source_id="index:A9", year=2002)
    assert are_one(one, bare, elsewhere, only_there)


def test_an_id_leads_to_whom_it_was_given(press):
    settled = press.first("Wei Wang", orcid="0000-0001")
    others = [press.first("Wei Wang", orcid="0000-0002") for _ in range(3)]
    new = press.first("Wei Wang", orcid="0000-0001", year=1990)
    fixed = Fixed(attributed={settled.id: 10} | {one.id: 20 for one in others})
    (found,) = [person for person in people(settled, *others, new, fixed=fixed) if person.researcher == 10]
    assert {one.mention for one in found.members} == {settled.id, new.id}


def test_two_ids_of_one_source_speak_against_one_person_but_do_not_forbid_it(press):
    split = [
        press.first("Ottoline Quagmire", "Bertram Bumble", "Cosmo Crabb", source_id=f"index:A{number}")
        for number in (1, 1, 1, 2, 2)
    ]
    namesakes = [press.first("Ottoline Quagmire", source_id=f"index:A{number}") for number in (3, 4)]
    found = together(people(*split, *namesakes))
    assert {one.id for one in split} in found
    assert {namesakes[0].id} in found


def test_what_a_page_has_elsewhere_forbids_a_second_orcid_id_and_a_second_place_on_a_work(press):
    settled = press.first("Ottoline Quagmire")
    on_it, other = press.first("Ottoline Quagmire"), press.first("Ottoline Quagmire", orcid="0000-0002")
    attributed = {settled.id: 10}
    assert are_one(settled, on_it, other, fixed=Fixed(attributed=attributed))
    elsewhere = {10: Elsewhere(works=frozenset({on_it.work.id}), orcids=frozenset({"0000-0001"}))}
    found = together(people(settled, on_it, other, fixed=Fixed(attributed=attributed, elsewhere=elsewhere)))
    assert frozenset({settled.id}) in found


def test_what_people_decided_stays(press):
    one, other, third = (press.first("Ottoline Quagmire") for _ in range(3))
    fixed = Fixed(attributed={one.id: 10, other.id: 20})
    found = people(one, other, third, fixed=fixed)
    assert {person.researcher for person in found} == {10, 20}
    strangers = press.first("Ottoline Quagmire"), press.first("Bertram Bumble")
    assert are_one(*strangers, fixed=Fixed(attributed={mention.id: 10 for mention in strangers}))


def test_a_rejected_mention_does_not_come_back(press):
    stays, rejected = press.first("Ottoline Quagmire"), press.first("Ottoline Quagmire")
    fixed = Fixed(standing={stays.id: 10}, rejected=frozenset({(rejected.id, 10)}))
    assert are_one(stays, rejected)
    assert not are_one(stays, rejected, fixed=fixed)


def test_distinct_people_stay_apart(press):
    one, other = press.first("Ottoline Quagmire"), press.first("Ottoline Quagmire")
    fixed = Fixed(standing={one.id: 10, other.id: 20}, distinct=frozenset({(10, 20)}))
    assert not are_one(one, other, fixed=fixed)


def test_new_works_go_to_settled_people(press):
    settled = [press.first("Wei Wang", "Ottoline Quagmire") for _ in range(3)]
    others = [press.first("Wei Wang", "Bertram Bumble") for _ in range(3)]
    new = press.first("Wei Wang", "Bertram Bumble")
    fixed = Fixed(attributed={one.id: 10 for one in settled} | {one.id: 20 for one in others})
    (mine,) = [person for person in people(*settled, *others, new, fixed=fixed) if person.researcher == 20]
    (membership,) = [one for one in mine.members if one.mention == new.id]
    assert membership.reasons == ("same name", "1 shared co-author")
    assert 0.5 <= membership.confidence < 1


def test_the_doubtful_is_proposed_to_the_nearest(press):
    known = [press.first("Jane Pilkington", "Ottoline Quagmire", year=2020) for _ in range(2)]
    doubtful = press.first("J. Pilkington", year=2020)
    (proposing,) = [person for person in people(*known, doubtful) if person.proposed]
    assert {one.mention for one in proposing.members} == {mention.id for mention in known}
    assert [one.mention for one in proposing.proposed] == [doubtful.id]
    assert 0 < proposing.proposed[0].confidence < 0.5


@pytest.mark.parametrize("by_name", [-4.0, 0.0, 2.0, 6.0])
@pytest.mark.parametrize("size", [1, 5, 100])
def test_more_evidence_never_makes_it_less_likely(by_name, size):
    scores = [weighed(by_name, links, size, 100) for links in (-2, -1, 0, 1, 3, 8)]
    assert scores == sorted(scores)


NAMES = (
    "Wei Wang",
    "W. Wang",
    "Wei-Ming Wang",
    "Wen Wang",
    "Ottoline Quagmire",
    "O. Quagmire",
    "Oswald Quagmire",
)
MENTION = st.tuples(
    st.sampled_from(NAMES),
    st.integers(1, 8),  # work
    st.sampled_from(("", "", "", "0000-0001", "0000-0002")),
    st.sampled_from((None, None, None, 10, 20)),  # decided by somebody
    st.sampled_from((None, 30, 40)),  # stands with
)


@settings(max_examples=150, deadline=None)
@given(st.lists(MENTION, max_size=14), st.integers(0, 9), st.randoms(use_true_random=False))
def test_constraints_are_never_broken_and_the_order_does_not_matter(drawn, rejecting, chance: random.Random):
    mentions = [
        Mention(
            number,
            PrintedWork(work, 2000 + work, f"Pond {work}", authors=("abe able",)),
            number,
            name,
            orcid=orcid,
        )
        for number, (name, work, orcid, _, _) in enumerate(drawn)
    ]
    fixed = Fixed(
        attributed={number: row[3] for number, row in enumerate(drawn) if row[3]},
        standing={number: row[4] for number, row in enumerate(drawn) if row[4] and not row[3]},
        rejected=frozenset({(rejecting, 30)}),
        distinct=frozenset({(30, 40)}),
    )
    found = resolve_block(mentions, COMMON, fixed)
    members = sorted(one.mention for person in found for one in person.members)
    assert members == list(range(len(mentions)))
    for person in found:
        check(person, mentions, fixed)
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    assert resolve_block(shuffled, COMMON, fixed) == found


def check(person, mentions, fixed):
    mine = [one.mention for one in person.members]
    assert {fixed.attributed[one] for one in mine if one in fixed.attributed} == (
        {person.researcher} if person.researcher else set()
    )
    free = [mentions[one] for one in mine if one not in fixed.attributed]
    assert len({one.work.id for one in free}) == len(free)
    if person.researcher is None:
        assert len({one.orcid for one in free} - {""}) <= 1
    standing = {fixed.standing[one.id] for one in free if one.id in fixed.standing}
    assert len(standing) <= 1 or standing != {30, 40}
    for rejected, researcher in fixed.rejected:
        others = {fixed.standing.get(one) for one in mine if one != rejected}
        assert rejected not in mine or researcher not in others
    assert all(0 <= one.confidence <= 1 for one in (*person.members, *person.proposed))
