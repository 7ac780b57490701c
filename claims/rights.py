"""What the person described may have done with their page: at once where they hold it, else by asking."""

from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from claims.auditing import audit
from claims.disputes.disputing import hold_claim_behind
from claims.disputes.own_changes import keep_name, keep_visibility, name_now
from claims.models import RightsRequest
from claims.review.concerning import has_part
from claims.review.reasons import required
from claims.steps import has_confirmed_email
from common.addresses import mailbox_of
from researchers import renaming, visibility
from researchers.models import Delegate, Researcher, forget_asks

Kind, State = RightsRequest.Kind, RightsRequest.State
Visibility = Researcher.Visibility
# A page removed by mistake comes back within these days: as long as an answer to a request about one's data may take.
DAYS_TO_BRING_BACK = 30
LINK_COUNTS = timedelta(days=7)
SALT = "claims.rights"
SUBJECT = "Your request about a researcher page"


class AlreadyDecided(Exception):
    """Somebody else has decided this, or the applicant took it back."""


class OwnRequest(Exception):
    """Nobody decides what they ask for themselves, nor about a page that they hold or claim."""


class ChangedNothing(Exception):
    """The page is so already, or cannot become so any more."""


@transaction.atomic
def hide_own(researcher: Researcher, *, by: User) -> None:
    """Raises NotTheirsToHide, PageContested."""
    claim = hold_claim_behind(researcher)
    if visibility.hide(researcher, by=by):
        keep_visibility(claim, is_hidden=True)
        audit("page.hidden", subject_of(researcher), by=by, researcher=researcher)


@transaction.atomic
def show_own(researcher: Researcher, *, by: User) -> None:
    """Raises NotTheirsToHide."""
    claim = hold_claim_behind(researcher)
    if visibility.show(researcher, by=by):
        keep_visibility(claim, is_hidden=False)
        audit("page.shown", subject_of(researcher), by=by, researcher=researcher)


@transaction.atomic
def rename_own(researcher: Researcher, name: str, *, former: Collection[str], by: User) -> None:
    """Raises NotTheirsToRename, PageContested, NotPrinted, StillBorne. The log says that, and no name."""
    claim = hold_claim_behind(researcher)
    before = name_now(researcher)
    renaming.choose_name(researcher, name, former=former, by=by)
    keep_name(claim, before, name, former)
    audit("page.renamed", subject_of(researcher), by=by, researcher=researcher)


def subject_of(researcher: Researcher) -> str:
    return f"researcher:{researcher.pk}"


@transaction.atomic
def ask(
    researcher: Researcher, kind: str, *, by: User | None, email: str = "", reason: str = "", name: str = ""
) -> RightsRequest | None:
    """Keep a request; None where the same one waits. Who is not signed in, or has no confirmed address, gets a link."""
    Researcher.objects.filter(pk=researcher.pk).hold()  # two clicks are one request
    known = by if by is not None and has_confirmed_email(by) else None
    same = Q(user=known) if known else Q(email__iexact=email)
    open_ones = researcher.rights_requests.filter(
        same, kind=kind, state__in=[State.UNCONFIRMED, State.WAITING]
    )
    if open_ones.exists():
        return None
    request = RightsRequest.objects.create(
        researcher=researcher,
        kind=kind,
        user=known,
        email="" if known else email,
        reason=reason,
        new_name=name,
        state=State.WAITING if known else State.UNCONFIRMED,
        mail_due_at=None if known else timezone.now(),
    )
    audit("request.made", f"request:{request.pk}", by=known, researcher=researcher, note=request.kind)
    return request


def token_of(request: RightsRequest) -> str:
    """What the link to confirm an address says. Nothing is stored: it is signed, and counts for a week."""
    return signing.dumps(request.pk, salt=SALT)


def request_of(token: str) -> RightsRequest | None:
    """The request of a link that still counts and has not been used."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_COUNTS)
    except signing.BadSignature:
        return None
    return RightsRequest.objects.filter(pk=pk, state=State.UNCONFIRMED).first()


@transaction.atomic
def confirm(request: RightsRequest) -> bool:
    """Let a request wait for its decision, once. Whether this was that time."""
    first = RightsRequest.objects.filter(pk=request.pk, state=State.UNCONFIRMED).update(state=State.WAITING)
    if first:
        audit("request.confirmed", f"request:{request.pk}", by=None, researcher=request.researcher)
    return bool(first)


@transaction.atomic
def withdraw(request: RightsRequest, *, by: User) -> None:
    """Take an own request back. Raises AlreadyDecided."""
    if (
        not RightsRequest.objects.waiting()
        .filter(pk=request.pk, user=by)
        .update(state=State.WITHDRAWN, decided_at=Now())
    ):
        raise AlreadyDecided(request)
    audit("request.withdrawn", f"request:{request.pk}", by=by, researcher=request.researcher)


@transaction.atomic
def grant(
    request: RightsRequest,
    *,
    by: User,
    note: str = "",
    name: str = "",
    former: Collection[str] = (),
    keeps_delegates: bool = False,
) -> None:
    """Do what was asked. Raises AlreadyDecided, OwnRequest, ChangedNothing; StillBorne for a name."""
    page = decide(request, State.GRANTED, by=by, note=note)
    if request.kind == Kind.RENAME:
        renaming.rename(page, name, former=former)
        # Nobody needs to read the former name any more.
        RightsRequest.objects.filter(pk=request.pk).update(reason="", new_name="")
    elif request.kind == Kind.MEMORIAL:
        remember(page, keeps_delegates=keeps_delegates)
    else:
        take_down_or_show(request, page)
    tell(request, note)


@transaction.atomic
def refuse(request: RightsRequest, *, by: User, note: str) -> None:
    """Leave the page as it is, and say why. Raises AlreadyDecided, OwnRequest, ReasonMissing."""
    decide(request, State.REFUSED, by=by, note=required(note))
    tell(request, note)


@transaction.atomic
def bring_back(request: RightsRequest, *, by: User) -> None:
    """Show a page again that was removed by mistake. Raises OwnRequest, ChangedNothing."""
    refuse_own(request, by)
    if not may_bring_back(request):
        raise ChangedNothing(request)
    page = request.page
    if not visibility.change_visibility(page, Visibility.PUBLIC, among=[Visibility.REMOVED]):
        raise ChangedNothing(request)
    audit("page.brought_back", subject_of(page), by=by, researcher=page)
    if page.user:
        text = "The page had been removed by mistake. An administrator has brought it back."
        notify(
            page.user, subject="Your researcher page is shown again", text=text, path=page.get_absolute_url()
        )


def may_bring_back(request: RightsRequest) -> bool:
    """Whether this removed a page that may still come back."""
    limit = timezone.now() - timedelta(days=DAYS_TO_BRING_BACK)
    return (
        request.kind == Kind.REMOVE
        and request.state == State.GRANTED
        and request.page.visibility == Visibility.REMOVED
        and request.decided_at is not None
        and request.decided_at > limit
    )


def refuse_own(request: RightsRequest, by: User) -> None:
    if is_concerned(by, request):
        raise OwnRequest(request)


def is_concerned(user: User, request: RightsRequest) -> bool:
    """Whether they asked, be it without signing in, or have a part in whose the page is."""
    return user.pk == request.user_id or asked_from(user, request.email) or has_part(user, request.page)


def asked_from(user: User, email: str) -> bool:
    """Whether the address is one of theirs, confirmed or not."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    own = {user.email, *addresses}
    return bool(email) and mailbox_of(email) in {mailbox_of(one) for one in own}


def decide(request: RightsRequest, state: str, *, by: User, note: str) -> Researcher:
    """Write the decision if nobody else has, and log it. The page that it is about."""
    refuse_own(request, by)
    decided = RightsRequest.objects.waiting().filter(pk=request.pk)
    if not decided.update(state=state, decided_by=by, decided_at=Now(), note=note):
        raise AlreadyDecided(request)
    page = request.page
    audit(f"request.{state}", f"request:{request.pk}", by=by, researcher=page, note=request.kind)
    request.refresh_from_db()
    return page


def take_down_or_show(request: RightsRequest, page: Researcher) -> None:
    to, among = {
        # Also where its holder has hidden it: so it stays, whatever becomes of their claim (claims.disputes).
        Kind.HIDE: (Visibility.HIDDEN, [Visibility.PUBLIC, Visibility.HIDDEN]),
        Kind.SHOW: (Visibility.PUBLIC, [Visibility.HIDDEN]),
        Kind.REMOVE: (Visibility.REMOVED, [Visibility.PUBLIC, Visibility.HIDDEN]),
    }[Kind(request.kind)]
    if not visibility.change_visibility(page, to, among=among):
        raise ChangedNothing(request)
    if request.kind == Kind.REMOVE:
        visibility.empty_profile(page)


def remember(page: Researcher, *, keeps_delegates: bool) -> None:
    """Mark a page as in memory of the person. Whoever looked after it goes on only where that was decided."""
    marked = Researcher.objects.filter(pk=page.pk, memorial_since=None)
    if not marked.update(memorial_since=Now(), collaboration="", version=F("version") + 1):
        raise ChangedNothing(page)
    forget_asks(Researcher.objects.filter(pk=page.pk))
    delegates = Delegate.objects.filter(researcher=page, ended_at=None)
    if keeps_delegates:
        delegates = delegates.exclude(pk__in=Delegate.objects.acting().filter(researcher=page).values("pk"))
    delegates.update(ended_at=Now())


def tell(request: RightsRequest, note: str) -> None:
    """Have the applicant hear of the decision: by notice, or by mail where there is no account."""
    if request.user:
        notify(request.user, subject=SUBJECT, text=answer_of(request, note), path="/rights/")
    elif request.email:
        RightsRequest.objects.filter(pk=request.pk).make_mail_due()


def answer_of(request: RightsRequest, note: str) -> str:
    """What is said of a decision. It names nobody: mail is read by others, too."""
    asked = request.get_kind_display()
    outcome = (
        "It is done." if request.state == State.GRANTED else "It was refused, and the page stays as it is."
    )
    return "\n\n".join(filter(None, [f"You asked: {asked}.", outcome, note.strip()]))
