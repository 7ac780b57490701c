"""The one way to a claim: a claimant's own, or an administrator's."""

from django.http import Http404

from accounts.models import User
from claims.evidence import WORDS
from claims.examination.support import verified_page
from claims.models import Claim, Dispute, ErrorReport, Evidence, RightsRequest
from researchers.access import Gone, get_researcher, not_gone
from researchers.models import Attribution, Researcher


def get_own_claim(user: User, pk: int) -> Claim:
    """A claim of this user. Somebody else's is not there. Raises Gone where the page was taken down."""
    claim = get_any_own_claim(user, pk)
    not_gone(claim.page, seen_by=user)
    return claim


def get_any_own_claim(user: User, pk: int) -> Claim:
    """A claim of this user, also where the page was taken down: what is shown then must not tell of it."""
    claim = user.claims.for_status().filter(pk=pk).first()
    if claim is None:
        raise Http404("You have no such claim.")
    return claim


def get_claim(pk: int) -> Claim:
    """Any claim that was sent, with what its decision needs."""
    claim = Claim.objects.sent().for_decision().filter(pk=pk).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim


def get_claim_of_link(token: str) -> Claim:
    """The claim for which a claimant has sent this link to a colleague, while nobody has ended it."""
    words = [kind.key for kind in WORDS]
    claims = Claim.objects.select_related("user", "researcher__merged_into")
    claim = claims.filter(checks__token=token, checks__kind__in=words, state__in=Claim.LIVE_STATES).first()
    if claim is None:
        raise Http404("This link leads to no claim, or to one that is at an end.")
    not_gone(claim.page)
    return claim


def get_evidence(claim: Claim, pk: int) -> Evidence:
    """A piece of evidence of this claim. Another claim's is not there."""
    evidence = claim.evidence.filter(pk=pk).first()
    if evidence is None:
        raise Http404("This claim has no such evidence.")
    return evidence


def get_report(pk: int) -> ErrorReport:
    report = ErrorReport.objects.for_queue().filter(pk=pk).first()
    if report is None:
        raise Http404("There is no such report.")
    return report


def get_rights_request(pk: int) -> RightsRequest:
    """A request of the person described that was confirmed, for who decides."""
    requests = RightsRequest.objects.exclude(state=RightsRequest.State.UNCONFIRMED)
    request = requests.select_related("researcher__merged_into", "user", "decided_by").filter(pk=pk).first()
    if request is None:
        raise Http404("There is no such request.")
    return request


def get_own_dispute(user: User, pk: int) -> Dispute:
    """A dispute that this user opened, or that is about a page of theirs. Others' are not there."""
    dispute = Dispute.objects.concerning(user).for_deed().filter(pk=pk).first()
    if dispute is None:
        raise Http404("You have no part in such a dispute.")
    return dispute


def get_dispute(pk: int) -> Dispute:
    """Any dispute, with what its decision needs."""
    dispute = Dispute.objects.for_deed().filter(pk=pk).first()
    if dispute is None:
        raise Http404("There is no such dispute.")
    return dispute


def get_page_to_dispute(user: User, slug: str) -> Researcher:
    """The page of this slug. One that its holder has hidden too, for the verified: nobody hides from a dispute.

    Raises Gone, Moved or Http404.
    """
    try:
        return get_researcher(slug)
    except Gone as gone:
        page = gone.researcher
        is_hidden = page.visibility == Researcher.Visibility.HIDDEN
        if not is_hidden or not page.is_claimed or verified_page(user.pk) is None:
            raise
        return page


def get_disputed_work(page: Researcher, authorship: int) -> Attribution:
    """A work that stands on the page. What stands elsewhere is not there."""
    listed = Attribution.objects.accepted().filter(researcher=page, authorship=authorship)
    row = listed.for_curation().first()
    if row is None:
        raise Http404("This page lists no such work.")
    return row
