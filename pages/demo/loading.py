"""Loads the demo record: imports its works and lets its people do what people do, by the verbs of each room."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models.functions import Now

from accounts.models import Notice, User
from accounts.orcid_client import PROVIDER
from claims.disputes.disputing import dispute_work
from claims.evidence import SEEN, Finding
from claims.examination.checking import check_local
from claims.examination.examining import conclude, lease
from claims.examination.keeping import keep
from claims.flow.claiming import submit_claim
from claims.flow.drafting import begin_claim
from claims.models import Claim
from claims.review.deciding import approve, ask_for_more, reject
from claims.review.weighing import confirm_identity
from claims.vouching import vouch
from collaboration.conversing import mark_read, send_message
from collaboration.inviting import accept, decline, invite
from collaboration.models import Conversation, Invitation, Message
from following.following import follow
from ingest.loading.importing import import_items
from ingest.loading.runs import start_run
from ingest.loading.tables import TAKE_LOCK
from ingest.readers import credence
from pages.demo.cast import (
    FICTIONAL_WORKS,
    REAL_WORKS,
    SOURCE,
    Cast,
    DemoAnswer,
    DemoClaim,
    DemoDispute,
    DemoInvitation,
    Login,
    read_cast,
)
from researchers.answering import confirm_attribution, dispute_attribution, reject_attribution
from researchers.counters import refresh_stale
from researchers.editing import edit_profile
from researchers.models import Attribution, ExternalId, Researcher
from trust.refreshing import score_all_stale
from trust.replying import reply
from works.models import Institution, SourceRecord, Work

FORMAT = "credence"
KNOWN_PASSWORD = "credence-demo"
DOUBT = "I do not remember writing this."

OUTCOMES: dict[str, Callable[[Claim, User, str], None]] = {
    "approved": lambda claim, by, reply: approve(claim, by=by, note=reply),
    "rejected": lambda claim, by, reply: reject(claim, by=by, reason=reply),
    "needs_information": lambda claim, by, reply: ask_for_more(claim, by=by, question=reply),
    "approved_by_rule": lambda claim, by, reply: None,
    "waiting": lambda claim, by, reply: None,
}
ANSWERS: dict[str, Callable[..., bool]] = {
    "confirmed": confirm_attribution,
    "disputed": partial(dispute_attribution, reason=DOUBT),
    "rejected": reject_attribution,
}


class AlreadyLoaded(Exception):
    """Somebody or something of the demo record is here."""


class HoldsOtherWorks(Exception):
    """The record is in use, and fictional people do not belong into it unasked."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and who can sign in with which password."""

    works: int
    researchers: int
    logins: tuple[Login, ...]
    password: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The people and works that the cast speaks of, under the names that it gives them."""

    users: dict[str, User]
    researchers: dict[str, Researcher]

    @property
    def administrator(self) -> User:
        return next(user for user in self.users.values() if user.is_administrator)


def load(*, among_others: bool = False) -> Loaded:
    """Load all of it or nothing, in one transaction. Raises AlreadyLoaded, HoldsOtherWorks."""
    password = new_password()
    cast = read_cast()
    with transaction.atomic():
        refuse_load(cast, among_others=among_others)
        strangers = Researcher.objects.count()
        works = sum(import_file(path) for path in (REAL_WORKS, FICTIONAL_WORKS))
        mark_fictional()
        play(cast, make_users(cast.logins, password))
        loaded = Loaded(works, Researcher.objects.count() - strangers, printed(cast), password)
    return loaded


def new_password() -> str:
    """One that everybody knows while the site is in development, else one that nobody can guess."""
    return KNOWN_PASSWORD if settings.DEBUG else secrets.token_urlsafe(12)


def printed(cast: Cast) -> tuple[Login, ...]:
    """The logins that are shown to whoever loads the record."""
    return tuple(login for login in cast.logins if login.printed)


def refuse_load(cast: Cast, *, among_others: bool) -> None:
    """Raise what speaks against loading. Imports, and a second load, wait until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_LOCK)
    if is_loaded(cast):
        raise AlreadyLoaded
    if Work.objects.exists() and not among_others:
        raise HoldsOtherWorks


def is_loaded(cast: Cast) -> bool:
    emails = [login.email for login in cast.logins]
    here = SourceRecord.objects.filter(source=SOURCE)
    return here.exists() or User.objects.filter(email__in=emails).exists()


def import_file(path: Path) -> int:
    """How many works of this file are in the record now."""
    with path.open("rb") as stream:
        run = import_items(
            start_run(FORMAT, str(path.relative_to(settings.BASE_DIR))), credence.read(stream, path.name)
        )
    return run.read - run.rejected


def mark_fictional() -> None:
    """Give everybody whom only the demo knows an identifier of its scheme: by it pages say "fictional"."""
    invented = Researcher.objects.filter(attributions__authorship__work__sources__source=SOURCE)
    known_elsewhere = Work.objects.exclude(sources__source=SOURCE)
    unmarked = (
        invented.exclude(attributions__authorship__work__in=known_elsewhere)
        .exclude(external_ids__scheme=SOURCE)
        .distinct()
    )
    ExternalId.objects.bulk_create(
        ExternalId(researcher=one, scheme=SOURCE, value=one.public_id) for one in unmarked.only("public_id")
    )


def make_users(logins: Iterable[Login], password: str) -> dict[str, User]:
    """Users with confirmed addresses. One hash for all: to make nine takes seconds, and hides nothing more."""
    hashed = make_password(password)
    return {login.key: make_user(login, hashed) for login in logins}


def make_user(login: Login, hashed: str) -> User:
    rights = {"is_staff": login.administrator, "is_superuser": login.administrator}
    user = User.objects.create(email=login.email, name=login.name, password=hashed, **rights)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    if login.orcid:
        SocialAccount.objects.create(user=user, provider=PROVIDER, uid=login.orcid)
    return user


def play(cast: Cast, users: dict[str, User]) -> None:
    """Everybody does what the cast says. Trust comes before vouches and invitations: only the verified give them."""
    stage = Stage(users, known_researchers())
    for domain in cast.domains:
        Institution.objects.filter(name=domain.institution).update(domains=[domain.domain])
    for claim in cast.claims:
        play_claim(claim, stage)
    for one in cast.follows:
        follow(stage.researchers[one.researcher], by=users[one.login])
    for answer in cast.answers:
        play_answer(answer, stage)
    count_and_score()
    play_evidence(cast, stage)
    count_and_score()
    for invitation in cast.invitations:
        play_invitation(invitation, stage)
    for dispute in cast.disputes:
        play_dispute(dispute, stage)
    count_and_score()
    announce_nothing(users.values())


def known_researchers() -> dict[str, Researcher]:
    """The people of the community by the source's id."""
    people = Researcher.objects.filter(external_ids__scheme=SOURCE).prefetch_related("external_ids")
    return {known.value: one for one in people for known in one.external_ids.all() if known.scheme == SOURCE}


def play_claim(part: DemoClaim, stage: Stage) -> None:
    user, page = stage.users[part.login], stage.researchers[part.researcher]
    if part.outcome == "draft":
        further = [Researcher.objects.get(preferred_name=name) for name in part.further]
        begin_claim(page, by=user, further=further)
        return
    claim = submit_claim(page, by=user, reason=part.reason)
    examine_here(claim)
    OUTCOMES[part.outcome](claim, stage.administrator, part.reply)
    if part.outcome in ("approved", "approved_by_rule"):
        edit_profile(page, by=user, bio=part.bio, home_page="", collaboration=part.collaboration)


def examine_here(claim: Claim) -> None:
    """What the workers would do in a moment, but for what has to be asked over the network."""
    claim.refresh_from_db()
    taken = lease(claim.pk)
    if errors := check_local(claim):
        raise ExceptionGroup("Evidence that could not be looked at", errors)
    if taken:
        conclude(claim, taken)


def play_dispute(part: DemoDispute, stage: Stage) -> None:
    page = stage.researchers[part.researcher]
    row = Attribution.objects.get(researcher=page, authorship__work=known_work(part.work))
    dispute_work(page, row.authorship_id, by=stage.users[part.login], reason=part.reason)


def play_answer(part: DemoAnswer, stage: Stage) -> None:
    user = stage.users[part.login]
    own = Attribution.objects.filter(researcher__user=user)
    ANSWERS[part.answer](own.get(authorship__work=known_work(part.work)), by=user)


def play_evidence(cast: Cast, stage: Stage) -> None:
    """What ties people to their pages, and what they say to the result."""
    administrator = stage.administrator
    for vouched in cast.vouches:
        page = Researcher.objects.get(pk=stage.researchers[vouched.researcher].pk)
        vouch(page, by=stage.users[vouched.login], statement=vouched.statement)
    for seen in cast.seen:
        # By somebody who has left since: nobody confirms an identity on what they saw themselves.
        keep(claim_of(stage.users[seen.login]), SEEN, Finding(found=seen.found, reference=seen.reference))
    for login in cast.confirmed_identities:
        confirm_identity(claim_of(stage.users[login]), by=administrator)
    for said in cast.replies:
        user = stage.users[said.login]
        reply(Researcher.objects.get(user=user), by=user, text=said.text)


def claim_of(user: User) -> Claim:
    """The claim by which they hold their page."""
    return user.claims.standing().get()


def known_work(value: str) -> Work:
    return Work.objects.get(identifiers__scheme=SOURCE, identifiers__value=value)


def count_and_score() -> None:
    """What the workers would do in a moment, so that the first visitor sees it done."""
    for _ in chain(refresh_stale(), score_all_stale()):
        pass


def play_invitation(part: DemoInvitation, stage: Stage) -> None:
    sender, recipient = stage.users[part.sender], stage.users[part.recipient]
    work = known_work(part.work) if part.work else None
    page = Researcher.objects.get(user=recipient)
    invitation = invite(page, by=sender, purpose=part.purpose, message=part.message, work=work)
    if part.answer == "declined":
        decline(invitation, by=recipient, note=part.note)
    elif part.answer == "accepted":
        conversation = accept(invitation, by=recipient, note=part.note)
        for message in part.messages:
            writer = stage.users[message.login]
            mark_read(list(conversation.messages.all()), by=writer)
            send_message(conversation, by=writer, text=message.text)


def announce_nothing(users: Iterable[User]) -> None:
    """Take notices as sent: the addresses of these people can never get mail."""
    Notice.objects.due().filter(user__in=users).update(sent_at=Now())
    invitations = Invitation.objects.filter(sent_to__in=users)
    invitations.update(notified_at=Now())
    conversations = Conversation.objects.filter(invitation__in=invitations)
    conversations.update(notified_at=Now())
    Message.objects.filter(conversation__in=conversations).update(notified_at=Now())
