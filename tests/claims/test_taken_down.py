"""A page that was taken down is nowhere: every address of the site is asked for, and every file that leaves it."""

import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, ErrorReport
from collaboration.models import Conversation, Invitation
from following.models import Follow
from researchers.counters import refresh_batch
from researchers.models import Attribution, ExternalId, IdentityEvent, Researcher
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_topic,
    make_user,
    make_vouch,
    make_work,
)
from tests.claims.evidence.builders import make_institution
from tests.collaboration.builders import make_conversation, make_invitation
from tests.test_architecture import own_urls
from trust.tasks import sweep_trust
from works.models import Affiliation, Institution, Work

pytestmark = pytest.mark.django_db

NAME, SLUG, ORCID = "Zephyrine Quillfeather", "zephyrine-quillfeather", "0000-0002-1825-0097"
# The one address of theirs that answers: they may want their page back. It names nobody.
ASKING = "/researchers/<slug:slug>/request/"


@pytest.fixture
def zephyrine(ada_page, bob_page, carol):
    """Hidden, and has to do with everything that there is. Their works print another form of the name."""
    person = make_researcher(
        NAME,
        slug=SLUG,
        user=make_user(name="Zed"),
        claimed_at=timezone.now(),
        verification_level=2,
        visibility="hidden",
    )
    work = make_work(
        "Of feathers", slug="of-feathers", topics=[make_topic("Plumage")], venue="Journal of Quills"
    )
    for position, page in enumerate([person, ada_page, bob_page]):
        printed = make_authorship(work, "Z. Quill" if page == person else str(page), position=position)
        make_attribution(printed, page)
        if page == ada_page:
            make_attribution(printed, person, status=Attribution.Status.PROPOSED)
    Work.objects.update(authors_count=3)
    Affiliation.objects.create(
        authorship=work.authorships.get(position=0),
        institution=make_institution("Quill House", "quill.example"),
    )
    ExternalId.objects.create(researcher=person, scheme="orcid", value=ORCID)
    make_researcher("Zeph Q.", slug="zeph-q", merged_into=person)
    make_vouch(
        make_claim(ada_page, ada_page.user, state="approved", submitted_at=timezone.now()), person.user
    )
    make_claim(person, carol)
    Follow.objects.create(user=carol, researcher=person)
    make_invitation(person, ada_page)
    make_conversation(person, bob_page)
    for kind in (IdentityEvent.Kind.MERGE, IdentityEvent.Kind.MOVE):
        IdentityEvent.objects.create(kind=kind, researcher=ada_page, other=person, details={"works": 1})
    ErrorReport.objects.create(researcher=person, message="Wrong.")
    refresh_batch()
    sweep_trust()
    return person


def filled(route: str, slug: str) -> str:
    """The address of a route, with what this world has; about the researcher of this slug."""
    known = {
        "/researchers/<slug:slug>": slug,
        "/works/<slug:slug>": "of-feathers",
        "/topics/<slug:slug>": "plumage",
        "/venues/<slug:slug>": "journal-of-quills",
        "/institutions/<slug:slug>": Institution.objects.get().slug,
        "/claims/new/<slug:slug>": slug,
        "/invitations/new/<slug:slug>": slug,
        "/explore/graph.<slug:form>": "json",
    }
    for prefix, value in known.items():
        if route.startswith(prefix):
            route = route.replace("<slug:slug>", value).replace("<slug:form>", value)
    parts = {
        "scheme": "orcid",
        "value": ORCID,
        "name": "z-quill",
        "token": "nothing",
        "pk": str(Claim.objects.latest("pk").pk),
        "authorship": "1",
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parts.get(found[1], slug), route)


def text_of(response) -> str:
    content = response.getvalue() if response.streaming else response.content
    return content.decode() + str(response.headers)


def told(client, addresses) -> list[str]:
    """Addresses that tell of the person, with what they say."""
    found = []
    for address in addresses:
        text = text_of(client.get(address))
        # Who asks for them by their address reads it again in the form that they sent.
        tells = f"/{SLUG}/" if SLUG in address else SLUG
        if NAME in text or tells in text:
            at = max(text.find(NAME), text.find(tells))
            found.append(f"{address}: {text[max(at - 80, 0) : at + 80]}")
    return found


ROUTES = sorted({address for address, _ in own_urls()})
MORE = [
    "/search/?q=Quillfeather",
    "/search/?q=Quill&kind=researchers",
    f"/search/?q={ORCID}",
    "/names/zephyrine-quillfeather/",
    "/explore/?focus=work:of-feathers",
    "/explore/?focus=researcher:ada&trail=researcher:zephyrine-quillfeather",
    "/explore/?focus=topic:plumage",
    "/explore/graph.json?focus=work:of-feathers",
    "/explore/graph.graphml?focus=researcher:ada",
    "/explore/graph.svg?focus=researcher:ada",
    "/explore/path/?start=ada&goal=bob",
    "/explore/path/?start=ada&goal=z-quill",
    "/invitations/?box=sent",
    "/researchers/ada/works/?coauthor=zephyrine-quillfeather",
]


def test_no_page_for_everybody_tells_of_who_was_taken_down(client, zephyrine, ada_page):
    Researcher.objects.filter(pk=ada_page.pk).update(slug="ada")
    assert told(client, [*(filled(route, "ada") for route in ROUTES), *MORE]) == []


def test_no_page_for_those_who_have_to_do_with_them_does(as_user, zephyrine, ada_page, ada, bob, carol):
    """Their followers, co-authors, and whoever they wrote to."""
    Researcher.objects.filter(pk=ada_page.pk).update(slug="ada")
    personal = [
        filled(route, "ada")
        for route in ROUTES
        if route.startswith(
            ("/claims", "/following", "/invitations", "/conversations", "/researchers", "/works")
        )
    ]
    letters = [one.get_absolute_url() for one in (*Invitation.objects.all(), *Conversation.objects.all())]
    assert told(as_user(bob), letters) == []
    for user in (ada, carol):
        assert told(as_user(user), [*personal, *letters]) == []


def test_every_address_of_theirs_says_410_and_nothing_about_them(client, as_user, zephyrine, carol):
    theirs = [route for route in ROUTES if "/researchers/<slug:slug>" in route or "new/<slug:slug>" in route]
    signed_in = as_user(carol)
    answers = {}
    for route in theirs:
        response = signed_in.get(filled(route, SLUG))
        answers[route] = response.status_code
        assert NAME not in text_of(response), route
        assert SLUG not in response.content.decode(), route
    only_for_some = {route: code for route, code in answers.items() if code != 410}
    assert only_for_some.pop(ASKING) == 200
    assert set(only_for_some.values()) <= {404, 405}
    assert all("curation" in route or only_for_some[route] == 405 for route in only_for_some), only_for_some


@pytest.mark.parametrize(
    "address",
    [
        f"/researchers/{SLUG}/",
        f"/researchers/{SLUG}/works/",
        f"/researchers/{SLUG}/trust/",
        f"/researchers/{SLUG}/trust.json",
        f"/researchers/{SLUG}/graph/",
        f"/researchers/{SLUG}/bib",
        f"/researchers/{SLUG}/ris",
        f"/researchers/{SLUG}/csl.json",
        f"/researchers/{SLUG}/feed.atom",
        f"/researchers/{SLUG}/report/",
        f"/researchers/by/orcid/{ORCID}/",
        f"/explore/?focus=researcher:{SLUG}",
        f"/explore/graph.json?focus=researcher:{SLUG}",
        "/researchers/zeph-q/",
    ],
)
def test_visitors_are_told_that_it_is_gone_and_nobody_keeps_that(client, zephyrine, address):
    response = client.get(address)
    assert response.status_code == 410
    assert "no-store" in response["Cache-Control"]
    assert "at the wish of the person" in response.content.decode()


def test_the_holder_sees_the_page_and_administrators_curate_it(as_user, zephyrine, admin):
    own = as_user(zephyrine.user).get(zephyrine.get_absolute_url())
    assert own.status_code == 200
    assert "This page is hidden" in own.content.decode()
    curation = as_user(admin).get(reverse("pages:curation", args=[SLUG]))
    assert (curation.status_code, NAME in curation.content.decode()) == (200, True)
    assert as_user(admin).get(zephyrine.get_absolute_url()).status_code == 410


def test_a_removed_page_is_gone_for_its_holder_too(as_user, zephyrine):
    Researcher.objects.filter(pk=zephyrine.pk).update(visibility="removed")
    assert as_user(zephyrine.user).get(zephyrine.get_absolute_url()).status_code == 410


def test_the_work_still_says_the_printed_name_that_leads_nowhere(client, zephyrine):
    text = client.get("/works/of-feathers/").content.decode()
    assert "Z. Quill" in text
    assert f"/researchers/{SLUG}/" not in text
    assert "/names/z-quill/" not in text


def test_the_export_of_attributions_leaves_their_names_to_nobody(zephyrine):
    out = io.StringIO()
    call_command("export_attributions", stdout=out)
    assert zephyrine.public_id not in out.getvalue()
    assert out.getvalue().count("\n") > 3


def test_coauthors_are_counted_without_them(zephyrine, ada_page, bob_page):
    ada_page.refresh_from_db()
    zephyrine.refresh_from_db()
    assert (ada_page.coauthors_count, zephyrine.coauthors_count) == (1, 2)


def test_lists_cost_no_more_queries_for_those_who_are_left_out(client, zephyrine, count_queries):
    with_hidden = count_queries(lambda: client.get("/works/of-feathers/"))
    Researcher.objects.filter(pk=zephyrine.pk).update(visibility="")
    assert count_queries(lambda: client.get("/works/of-feathers/")) == with_hidden


def test_whoever_it_is_about_is_led_from_there_to_asking_for_it_again(client, ada_page):
    Researcher.objects.filter(pk=ada_page.pk).update(visibility="hidden")
    text = client.get(ada_page.get_absolute_url()).text
    assert 'href="request/"' in text
    assert client.get(f"{ada_page.get_absolute_url()}request/").status_code == 200
    works, bib = (reverse(f"researchers:{name}", args=[ada_page.slug]) for name in ("works", "bib"))
    assert 'href="../request/"' in client.get(works).text
    assert 'href="request/"' in client.get(bib).text
