"""Mail to people without an account who asked for something about a page: the link to confirm, and the answer."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from accounts.outgoing import Ended, send_each, try_to
from claims.models import RightsRequest
from claims.rights import SUBJECT, answer_of, token_of

AT_ONCE = 100
logger = logging.getLogger(__name__)
CONFIRM = """Somebody, most likely you, asked for this about a researcher page on Credence: {kind}.

Nothing happens before you open this link and confirm that the request is yours. It counts for a week:

{link}

Was it not you? Then do nothing, and nothing will happen."""


def send_due() -> int:
    """Send what is due, each row held while it is: no two workers send the same. How many went out."""
    due = RightsRequest.objects.mail_due().values_list("pk", flat=True)[:AT_ONCE]
    return send_each(due, send, what="Answers to requests")


@transaction.atomic
def send(pk: int, errors: list[Exception]) -> int:
    """1 when it went out; 0 when somebody else has it, or it could not be sent."""
    rows = RightsRequest.objects.mail_due().select_for_update(skip_locked=True)
    request = rows.filter(pk=pk).first()
    if request is None:
        return 0
    tried = try_to(
        lambda: send_mail(SUBJECT, f"{text_of(request)}\n", None, [request.email]),
        errors,
        what=f"the answer to request {pk}",
        since=request.mail_since or request.created_at,
        failing_since=request.mail_failing_since,
    )
    row = RightsRequest.objects.filter(pk=pk)
    if not isinstance(tried, Ended):
        row.update(mail_due_at=tried.next_try_at, mail_failing_since=tried.failing_since)
        return 0
    row.update(mail_due_at=None)
    if tried is Ended.GIVEN_UP:  # nobody else can be told
        logger.warning("The answer to request %s is given up.", pk)
    return int(tried is Ended.SENT)


def text_of(request: RightsRequest) -> str:
    if request.state != RightsRequest.State.UNCONFIRMED:
        return answer_of(request, request.note)
    path = reverse("claims:confirm_request", args=[token_of(request)])
    return CONFIRM.format(kind=request.get_kind_display().lower(), link=f"{settings.CREDENCE_SITE_URL}{path}")
