import pytest
from django.db import transaction

from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.identity import resolving, units
from researchers.identity.planning import parts_for, plan
from researchers.models import Attribution, Block, ExternalId, IdentityEvent, NameVariant, Researcher
from tests.builders import make_user
from tests.ingest.records import load, make_record, work_of
from tests.researchers.identity.seers import by_domain, page, printed, run, whose
from works.models import Authorship

pytestmark = pytest.mark.django_db

LUND, UMEA = "lund.example", "umea.example"


@pytest.fixture(autouse=True)
def _seer(monkeypatch):
    monkeypatch.setattr(units, "resolve_block", by_domain)


@pytest.fixture
def admin():
    return make_user(is_staff=True)


def everything():
    """All that resolving writes, row by row."""
    return (
        list(Researcher.objects.order_by("pk").values()),
        list(Attribution.objects.order_by("pk").values()),
        list(NameVariant.objects.order_by("pk").values()),
        list(ExternalId.objects.order_by("pk").values()),
        IdentityEvent.objects.count(),
    )


def test_two_pages_that_are_one_person_become_one_and_the_old_address_leads_on():
    load(
        printed("1", ("Ada Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
        printed("3", ("Ada Lindqvist", LUND)),
    )
    former = Researcher.objects.get(preferred_name="A. Lindqvist")
    figures = run(everything=True)
    kept = page("Ada Lindqvist")
    former.refresh_from_db()
    assert (figures.authorships, figures.researchers, figures.merged, figures.split) == (3, 1, 1, 0)
    assert former.merged_into == kept
    assert set(whose().values()) == {kept.pk}
    assert set(kept.name_variants.values_list("name", flat=True)) == {"Ada Lindqvist", "A. Lindqvist"}
    assert not former.name_variants.exists()
    event = IdentityEvent.objects.get()
    assert (event.kind, event.researcher, event.other, event.by) == ("merge", former, kept, None)
    assert kept.counters_stale_at
    assert kept.trust_stale_at


def test_every_attribution_says_how_sure_it_is_and_why():
    load(printed("1", ("Ada Lindqvist", LUND)))
    run(everything=True)
    attribution = Attribution.objects.get()
    assert (attribution.confidence, attribution.reasons) == (0.9, ["the same e-mail domain"])


def test_homonyms_part_and_the_larger_part_keeps_the_page():
    load(
        printed("1", ("Yang Liu", UMEA)),
        printed("2", ("Yang Liu", LUND)),
        printed("3", ("Yang Liu", LUND)),
    )
    before = Researcher.objects.get()
    figures = run(everything=True)
    owners = whose()
    assert owners["Paper 2: Yang Liu"] == owners["Paper 3: Yang Liu"] == before.pk
    other = Researcher.objects.get(pk=owners["Paper 1: Yang Liu"])
    assert (other.preferred_name, other.slug, other.identity_key) == ("Yang Liu", "yang-liu-2", None)
    assert (figures.merged, figures.split) == (0, 1)
    event = IdentityEvent.objects.get()
    assert (event.kind, event.researcher, event.other, event.work) == ("split", before, other, work_of("1"))


def test_resolving_again_changes_nothing():
    load(
        printed("1", ("Yang Liu", UMEA), ("Ada Lindqvist", LUND)),
        printed("2", ("Yang Liu", LUND), ("A. Lindqvist", LUND)),
        printed("3", ("Yang Liu", f"maybe.{UMEA}")),
    )
    run(everything=True)
    before = everything()
    run(everything=True)
    assert everything() == before


def test_public_ids_and_addresses_survive_whatever_is_found_out():
    load(printed("1", ("Yang Liu", UMEA)), printed("2", ("Yang Liu", LUND)), printed("3", ("Y. Liu", LUND)))
    known = dict(Researcher.objects.values_list("slug", "public_id"))
    run(everything=True)
    assert known.items() <= dict(Researcher.objects.values_list("slug", "public_id")).items()


def test_the_page_takes_the_fuller_name_of_its_person_but_not_where_somebody_claimed_it():
    load(printed("1", ("A. Lindqvist", LUND)), printed("2", ("B. Okafor", LUND)))
    claimed = page("B. Okafor")
    Researcher.objects.filter(pk=claimed.pk).update(user=make_user())
    load(printed("3", ("Ada Lindqvist", LUND)), printed("4", ("Bob Okafor", LUND)))
    Attribution.objects.filter(authorship__name__in=["Ada Lindqvist", "Bob Okafor"]).delete()
    run(everything=True)
    names = set(Researcher.objects.filter(works_count__gt=0).values_list("preferred_name", flat=True))
    assert "Ada Lindqvist" in names
    claimed.refresh_from_db()
    assert claimed.preferred_name == "B. Okafor"


def test_doubtful_ones_are_proposed_and_an_outdated_proposal_goes():
    load(printed("1", ("Yang Liu", f"maybe.{LUND}")), printed("2", ("Yang Liu", LUND)))
    assert run(everything=True).proposed == 1
    proposal = Attribution.objects.proposed().get()
    assert proposal.authorship.work == work_of("2")
    assert proposal.researcher_id == whose()["Paper 1: Yang Liu"]
    load(printed("1", ("Yang Liu", "elsewhere.example")))
    run(everything=True)
    assert not Attribution.objects.proposed().exists()


def test_what_a_person_confirmed_is_a_fixed_point(admin):
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", UMEA)))
    attribution = Attribution.objects.get(authorship__work=work_of("2"))
    confirm_attribution(attribution, by=admin)
    owner = attribution.researcher_id
    run(everything=True)
    assert whose()["Paper 2: Yang Liu"] == owner
    assert whose()["Paper 1: Yang Liu"] != owner
    attribution.refresh_from_db()
    assert (attribution.basis, attribution.confidence) == ("curated", 1)


def test_a_refused_work_never_comes_back(admin):
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", LUND)))
    refused = Attribution.objects.get(authorship__work=work_of("2"))
    reject_attribution(refused, by=admin)
    run(everything=True)
    run(everything=True)
    assert whose()["Paper 2: Yang Liu"] != refused.researcher_id
    refused.refresh_from_db()
    assert refused.status == "rejected"


def test_people_who_were_told_apart_stay_apart(admin):
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("A. Lindqvist", LUND)))
    ada, other = page("Ada Lindqvist"), page("A. Lindqvist")
    distinguish(ada, other, by=admin)
    run(everything=True)
    assert set(whose().values()) == {ada.pk, other.pk}


def test_what_somebody_merged_stays_together(admin):
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("A. Lindqvist", UMEA)))
    ada, other = page("Ada Lindqvist"), page("A. Lindqvist")
    merge(other, into=ada, by=admin)
    run(everything=True)
    assert set(whose().values()) == {ada.pk}


def test_two_claimed_pages_are_never_one_and_none_goes_away():
    load(
        printed("1", ("Ada Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
        printed("3", ("A. Lindqvist", LUND)),
    )
    for name in ("Ada Lindqvist", "A. Lindqvist"):
        Researcher.objects.filter(preferred_name=name).update(user=make_user())
    run(everything=True)
    assert Researcher.objects.current().count() == 2
    assert len(set(whose().values())) == 2


def test_a_claimed_page_is_kept_though_most_works_were_on_another():
    load(
        printed("1", ("Ada Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
        printed("3", ("A. Lindqvist", LUND)),
    )
    claimed = page("Ada Lindqvist")
    Researcher.objects.filter(pk=claimed.pk).update(user=make_user())
    run(everything=True)
    assert set(whose().values()) == {claimed.pk}


def test_works_that_nothing_is_concluded_from_go_along_with_their_page():
    load(
        printed("1", ("Ada Lindqvist", LUND)),
        printed("3", ("Ada Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
    )
    load(make_record("9", source="upload", authors=("A. Lindqvist",)))
    assert work_of("9", "upload").self_reported
    run(everything=True)
    assert set(whose().values()) == {page("Ada Lindqvist").pk}


def test_a_withdrawn_work_decides_nothing():
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("A. Lindqvist", LUND)))
    work = work_of("2")
    work.withdrawn = True
    work.save()
    assert run(everything=True).merged == 0


def test_identifiers_go_with_the_works_that_print_them():
    ids = [
        {"name": "Yang Liu", "source_author_id": "yang-liu-x", "email_domains": [domain]}
        for domain in (LUND, UMEA)
    ]
    load(
        make_record("1", authors=(ids[0],)),
        make_record("2", authors=(ids[1],)),
        make_record("3", authors=(ids[1],)),
    )
    run(everything=True)
    assert ExternalId.objects.get().researcher_id == whose()["Paper 2: Yang Liu"]


def test_an_identifier_goes_on_with_works_that_were_taken_away_from_its_page(admin):
    """Or whoever this page becomes a part of would get a second ORCID iD."""
    taken = {"name": "Ada Lindqvist", "email_domains": [LUND], "orcid": "0000-0001-5109-3700"}
    load(printed("1", ("Ada Lindqvist", LUND)), make_record("2", authors=(taken,)))
    run(everything=True)
    reject_attribution(Attribution.objects.get(authorship__work__title="Paper 2"), by=admin)
    run(everything=True)
    former, now = whose()["Paper 1: Ada Lindqvist"], whose()["Paper 2: Ada Lindqvist"]
    assert former != now
    assert ExternalId.objects.get().researcher_id == now


def test_an_identifier_that_others_print_now_does_not_go_along_with_its_page_to_a_claimed_one():
    orcid = "0000-0001-5109-3700"
    load(*(printed(number, ("Y. Liu", LUND)) for number in "123"))
    load(*(printed(number, ("Yang M. Liu", UMEA)) for number in "456"))
    load(*(printed(number, ("Yang Liu", LUND)) for number in "78"), printed("9", ("Yang Liu", UMEA)))
    ExternalId.objects.create(researcher=page("Yang Liu"), scheme="orcid", value=orcid)
    Authorship.objects.filter(work__title="Paper 9").update(orcid=orcid)
    Researcher.objects.filter(pk=page("Y. Liu").pk).update(user=make_user())
    assert run(everything=True).merged == 1
    assert ExternalId.objects.get().researcher_id == whose()["Paper 9: Yang Liu"] == page("Yang M. Liu").pk


def test_without_source_ids_they_are_neither_looked_at_nor_a_basis(monkeypatch):
    seen = []
    monkeypatch.setattr(
        units,
        "resolve_block",
        lambda mentions, *rest: seen.extend(mentions) or by_domain(mentions, *rest),
    )
    load(make_record("1", authors=({"name": "Yang Liu", "source_author_id": "yang-liu-x"},)))
    run(everything=True, source_ids=False)
    assert [one.source_id for one in seen] == [""]
    assert Attribution.objects.get().basis == "matched"


def test_only_what_waits_is_resolved_unless_everything_is_wanted():
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("Bob Okafor", LUND)))
    assert run().authorships == 2
    assert run() is None
    assert run(everything=True).authorships == 2


def test_what_is_settled_is_asked_again_only_where_everything_is():
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", LUND)))
    run(everything=True)
    load(printed("1", ("Yang Liu", UMEA)))  # printed otherwise, it would be somebody else
    before = whose()
    Block.objects.update(stale_at="2020-01-01T00:00Z")
    run()
    assert whose() == before
    run(everything=True)
    assert whose() != before


def test_a_decision_made_while_names_were_compared_is_not_overwritten(monkeypatch, admin):
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", UMEA)), printed("3", ("Yang Liu", UMEA)))
    attribution = Attribution.objects.get(authorship__work=work_of("1"))
    calls = []

    def decided_meanwhile(mentions, commonness, fixed):
        if not calls:
            Attribution.objects.filter(pk=attribution.pk).update(basis="confirmed", confidence=1)
        calls.append(fixed.attributed)
        return by_domain(mentions, commonness, fixed)

    monkeypatch.setattr(units, "resolve_block", decided_meanwhile)
    run(everything=True)
    assert [len(attributed) for attributed in calls] == [
        0,
        0,
    ]  # the attempt that heard of it took its own back
    assert whose()["Paper 1: Yang Liu"] != whose()["Paper 2: Yang Liu"]


def test_a_part_that_breaks_off_leaves_everything_as_it_was_and_waits(monkeypatch):
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", UMEA)))
    before = whose()
    real = resolving.write

    def broken(*args, **options):
        real(*args, **options)
        raise RuntimeError

    monkeypatch.setattr(resolving, "write", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        run(everything=True)
    assert whose() == before
    plan(everything=True)
    monkeypatch.setattr(resolving, "write", real)
    assert run().split == 1


def test_the_number_of_queries_does_not_grow_with_the_block(count_queries):
    load(*(printed(str(n), ("Yang Liu", f"a{n % 3}.example")) for n in range(3)))
    few = count_queries(lambda: run(everything=True))
    load(*(printed(str(n), ("Yang Liu", f"a{n % 9}.example")) for n in range(60)))
    assert count_queries(lambda: run(everything=True)) <= few + 2


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [([], []), ([3], [0]), ([3_999, 1, 1], [0, 0, 1]), ([9_000, 5, 5], [2, 2, 2]), ([0, 0], [0, 0])],
)
def test_blocks_fill_parts_of_about_one_size(sizes, parts):
    assert parts_for(sizes) == parts
