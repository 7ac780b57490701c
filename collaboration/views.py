"""Pages of direct collaboration. Only the two people concerned see an invitation or a conversation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from collaboration import tasks
from collaboration.answers import ANSWERS, answers_for
from collaboration.blocking import has_blocked, unblock
from collaboration.conversing import ConversationClosed, is_closed, mark_read, send_message
from collaboration.forms import AnswerForm, BoxForm, InvitationForm, MessageForm, UnblockForm
from collaboration.inviting import CannotInvite, HasChangedHands, NotWaiting
from collaboration.inviting import invite as send_invitation
from collaboration.models import Block, Conversation, Invitation
from collaboration.obstacles import obstacle_between
from common.htmx import render_page
from researchers.access import get_researcher

A_PAGE = 20
MESSAGES_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    recipient = get_researcher(slug)
    form = InvitationForm(request.POST if request.method == "POST" else None, recipient=recipient)
    if form.is_valid():
        try:
            invitation = send_invitation(recipient, by=request.user, **form.cleaned_data)
        except CannotInvite as error:
            form.add_error(None, f"{error} Nothing was sent; your text is kept below.")
        else:
            tasks.announce.delay_on_commit()
            messages.success(request, f"Your invitation to {recipient} is on its way.")
            return redirect(invitation)
    obstacle = None if form.is_bound else obstacle_between(recipient, request.user)
    context = {"researcher": recipient, "form": form, "obstacle": obstacle}
    status = 422 if form.errors else 200
    return render_page(request, "collaboration/invite.html", context, partial="form", status=status)


@require_safe
@login_required
def invitations(request: SignedInRequest) -> HttpResponse:
    form = BoxForm(request.GET)
    box = form.cleaned_data["box"] if form.is_valid() else "received"
    everything = Invitation.objects.for_list()
    listed = everything.sent_by(request.user) if box == "sent" else everything.received_by(request.user)
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request, "collaboration/invitations.html", {"box": box, "page": page}, partial="listed"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.seen_by(request.user).for_list(), pk=pk)
    possible = answers_for(invitation, request.user)
    form = AnswerForm(request.POST if request.method == "POST" else None, answers=possible)
    if form.is_valid():
        give = ANSWERS[form.cleaned_data["answer"]]
        try:
            outcome = give(invitation, by=request.user, note=form.cleaned_data["note"])
        except NotWaiting as error:
            form.add_error(
                None, f"Too late: this invitation is no longer waiting ({error.state.label.lower()})."
            )
        except HasChangedHands:
            form.add_error(None, "One of the two pages belongs to somebody else by now.")
        else:
            tasks.announce.delay_on_commit()
            messages.success(request, outcome.sentence)
            return redirect(outcome.page)
    context = {
        "invitation": invitation,
        "possible": possible,
        "form": form,
        "is_blocked": has_blocked(invitation.other_person(request.user), by=request.user),
    }
    status = 422 if form.errors else 200
    return render_page(request, "collaboration/answer.html", context, partial="form", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def blocked(request: SignedInRequest) -> HttpResponse:
    form = UnblockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        block = get_object_or_404(Block.objects.by(request.user).for_list(), pk=form.cleaned_data["block"])
        unblock(block.blocked, by=request.user)
        messages.success(request, "The block is lifted: this person can write to you again.")
        return redirect("collaboration:blocked")
    page = Paginator(Block.objects.by(request.user).for_list(), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page}
    status = 422 if form.errors else 200
    return render_page(request, "collaboration/blocked.html", context, partial="listed", status=status)


@require_safe
@login_required
def conversations(request: SignedInRequest) -> HttpResponse:
    listed = Conversation.objects.seen_by(request.user).for_list(request.user)
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "collaboration/conversations.html", {"page": page}, partial="listed")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conversation(request: SignedInRequest, pk: int) -> HttpResponse:
    talk = get_object_or_404(Conversation.objects.seen_by(request.user).with_people(), pk=pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            send_message(talk, by=request.user, text=form.cleaned_data["text"])
        except ConversationClosed:
            form.add_error(None, "This conversation is closed: nothing was sent.")
        else:
            tasks.announce.delay_on_commit()
            return redirect(f"{talk.get_absolute_url()}#latest")
    page = Paginator(talk.messages.for_conversation(), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    if request.method == "GET":
        mark_read(shown, by=request.user)
    context = {
        "conversation": talk,
        "other": talk.invitation.other_page(request.user),
        "page": page,
        "shown": shown[::-1],
        "form": form,
        "is_closed": is_closed(talk),
    }
    return render_page(
        request,
        "collaboration/conversation.html",
        context,
        partial="messages",
        status=422 if form.errors else 200,
    )
