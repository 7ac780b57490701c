"""Names that somebody bears no more are said nowhere, and no import brings them back."""

import pytest

from researchers.curation.merging import merge
from researchers.curation.refusals import CannotCurate
from researchers.former import is_form_of
from researchers.models import Attribution, NameVariant, Researcher
from researchers.renaming import NotPrinted, NotTheirsToRename, StillBorne, choose_name, rename, rename_back
from tests.builders import make_attribution, make_authorship, make_researcher, make_work
from tests.ingest.records import load, make_record
from works.models import Authorship, Work

pytestmark = pytest.mark.django_db

FORMER, NOW = "Odile Vantongeren", "Odin Vantongeren"


@pytest.fixture
def odin(ada_page):
    """Was called Odile, as two of their works print, once in an odd form; wrote one of them with Ada."""
    page = make_researcher(FORMER, slug="odile-vantongeren", works_count=3)
    for number, printed in enumerate([FORMER, "Vantongeren Odile", NOW]):
        work = make_work(f"Work {number}", slug=f"work-{number}")
        make_attribution(
            make_authorship(work, printed, position=0), page, reasons=[f"name agrees with {FORMER}"]
        )
        make_authorship(work, ada_page, position=1)
        NameVariant.objects.get_or_create(
            researcher=page, name=printed, defaults={"name_key": printed.lower()}
        )
    Work.objects.update(authors_count=2)
    rename(page, NOW, former=[FORMER])
    return page


@pytest.mark.parametrize(
    ("printed", "former", "now", "expected"),
    [
        ("Odile Vantongeren", FORMER, NOW, True),
        ("ODILE VANTONGEREN", FORMER, NOW, True),
        ("Vantongeren, Odile", FORMER, NOW, True),
        ("Odile M. Vantongeren", FORMER, NOW, True),
        ("O. Vantongeren", FORMER, NOW, False),
        ("Odin Vantongeren", FORMER, NOW, False),
        ("Odin P. Vantongeren", FORMER, NOW, False),
        ("Somebody Else", FORMER, NOW, False),
        ("A. Brown", "Alice Brown", "Alice Moreau", True),
        ("Alice Brown Moreau", "Alice Brown", "Alice Moreau", False),
    ],
)
def test_what_is_a_form_of_a_former_name(printed, former, now, expected):
    assert is_form_of(printed, former, instead=now) is expected


PAGES = [
    "/researchers/odin-vantongeren/",
    "/researchers/odin-vantongeren/works/",
    "/researchers/odin-vantongeren/trust/",
    "/researchers/odin-vantongeren/graph/",
    "/researchers/odin-vantongeren/bib",
    "/researchers/odin-vantongeren/ris",
    "/researchers/odin-vantongeren/csl.json",
    "/researchers/odin-vantongeren/feed.atom",
    "/works/work-0/",
    "/works/work-0/authors/",
    "/works/work-0/bib",
    "/works/work-0/ris",
    "/works/work-0/csl.json",
    "/works/work-1/",
    "/works/work-1/bib",
    "/works/work-2/",
    "/search/?q=Work",
    "/search/?q=Vantongeren",
    "/explore/?focus=work:work-0",
    "/explore/graph.json?focus=work:work-0",
]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_or_file_says_the_former_name_but_the_one_that_is_borne(client, odin, address):
    response = client.get(address)
    text = (response.getvalue() if response.streaming else response.content).decode()
    assert response.status_code == 200
    assert "odile" not in text.lower()
    assert "Odin" in text or "Vantongeren, Odin" in text


def test_pages_of_coauthors_say_the_name_that_is_borne(client, odin, ada_page):
    text = client.get(ada_page.get_absolute_url()).content.decode()
    assert (NOW in text, "odile" in text.lower()) == (True, False)


def test_the_former_name_leads_nobody_to_the_page(client):
    page = make_researcher("Odile Brightwater", slug="odile-brightwater", works_count=1)
    rename(page, "Odile Vantongeren", former=["Odile Brightwater"])
    assert page.slug == "odile-vantongeren"
    found = client.get("/search/?q=Odile+Brightwater&kind=researchers").content.decode()
    path = client.get("/explore/path/?start=Odile+Brightwater&goal=Ada+Lindqvist").content.decode()
    assert page.slug not in found + path
    assert page.slug in client.get("/search/?q=Odile+Vantongeren&kind=researchers").content.decode()
    assert client.get("/names/odile-brightwater/").status_code == 404
    assert client.get("/researchers/odile-brightwater/").status_code == 404


def test_the_former_address_is_nobody_elses_and_its_persons_again_when_the_choice_is_undone():
    page = make_researcher(FORMER, slug="odile-vantongeren")
    rename(page, NOW, former=[FORMER])
    load(make_record("1", authors=(FORMER,)))
    assert Researcher.objects.exclude(pk=page.pk).get().slug == "odile-vantongeren-2"
    rename_back(page, FORMER, address="odile-vantongeren", former=())
    assert Researcher.objects.get(pk=page.pk).slug == "odile-vantongeren"
    rename(page, NOW, former=[FORMER])
    assert Researcher.objects.get(pk=page.pk).slug == "odin-vantongeren"


def test_what_is_printed_stays_for_matching(odin):
    assert Authorship.objects.filter(name=FORMER).exists()
    former = odin.name_variants.filter(is_former=True).order_by("name")
    assert list(former.values_list("name", flat=True)) == [FORMER, "Vantongeren Odile"]


def test_versions_grow_so_that_no_copy_is_taken_for_the_page(odin, ada_page):
    before = list(Researcher.objects.order_by("pk").values_list("version", flat=True))
    rename(odin, "Odin V. Vantongeren", former=[])
    after = list(Researcher.objects.order_by("pk").values_list("version", flat=True))
    assert all(new > old for new, old in zip(after, before, strict=True))
    assert Researcher.objects.get(pk=odin.pk).slug == "odin-vantongeren", "no former name, no new address"


def test_the_next_import_neither_brings_the_name_back_nor_makes_a_page_of_it():
    load(make_record("1", authors=({"name": FORMER, "source_author_id": "odile-v"},)))
    page = Researcher.objects.get()
    rename(page, NOW, former=[FORMER])
    load(
        make_record("2", authors=({"name": FORMER, "source_author_id": "odile-v"},)),
        make_record("3", authors=({"name": "Odile Marie Vantongeren", "source_author_id": "odile-v"},)),
    )
    page = Researcher.objects.get()
    assert (page.preferred_name, page.slug) == (NOW, "odin-vantongeren")
    assert Attribution.objects.accepted().filter(researcher=page).count() == 3
    assert set(page.name_variants.filter(is_former=False).values_list("name", flat=True)) == {NOW}


def test_works_of_a_page_taken_down_keep_coming_to_it():
    """No new page appears for the same person after the next import."""
    load(make_record("1", authors=({"name": FORMER, "source_author_id": "odile-v"},)))
    Researcher.objects.update(visibility="removed")
    load(make_record("2", authors=({"name": FORMER, "source_author_id": "odile-v"},)))
    page = Researcher.objects.get()
    assert page.visibility == "removed"
    assert Attribution.objects.accepted().filter(researcher=page).count() == 2


def test_a_merge_brings_former_names_along_as_such(odin, admin):
    other = make_researcher("O. Vantongeren")
    merge(odin, into=other, by=admin)
    assert other.name_variants.get(name=FORMER).is_former


def test_a_page_taken_down_is_not_merged_with_one_that_is_public(odin, admin):
    Researcher.objects.filter(pk=odin.pk).update(visibility="hidden")
    with pytest.raises(CannotCurate, match="taken down at the wish"):
        merge(odin, into=make_researcher("Somebody"), by=admin)


def test_a_holder_chooses_among_the_names_printed(ada_page, ada):
    NameVariant.objects.create(researcher=ada_page, name="Ada Moreau", name_key="ada moreau")
    choose_name(ada_page, "Ada Moreau", former=[], by=ada)
    assert Researcher.objects.get(pk=ada_page.pk).preferred_name == "Ada Moreau"
    with pytest.raises(NotPrinted):
        choose_name(ada_page, "Somebody Famous", former=[], by=ada)
    with pytest.raises(StillBorne):
        choose_name(ada_page, "Ada Moreau", former=["ADA MOREAU"], by=ada)


def test_nobody_else_does(ada_page, ada, bob):
    with pytest.raises(NotTheirsToRename):
        choose_name(ada_page, "Ada Lindqvist", former=[], by=bob)
    Researcher.objects.filter(pk=ada_page.pk).update(verification_level=1)
    with pytest.raises(NotTheirsToRename):
        choose_name(ada_page, "Ada Lindqvist", former=[], by=ada)
