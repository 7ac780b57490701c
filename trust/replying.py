"""What the person behind a page says about their trust. It is shown beside the result and changes no point."""

import re

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from researchers.models import Researcher
from trust.models import TrustReply

LONGEST: int = TrustReply._meta.get_field("text").max_length or 0
LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
GAP = re.compile(r"\n\s*\n")


class NotTheirPage(Exception):
    """Somebody wanted to reply on a page that is not theirs, or no longer."""


class NotAReply(Exception):
    """Nothing was said, or too much."""


@transaction.atomic
def reply(researcher: Researcher, *, by: User, text: str) -> None:
    """Show these words beside the trust of the page, in place of earlier ones. Raises NotTheirPage, NotAReply."""
    words = tidy(text)
    if not 0 < len(words) <= LONGEST:
        raise NotAReply(len(words))
    change(researcher, by=by)
    TrustReply.objects.said_by(by.pk, researcher).exclude(researcher=researcher).delete()
    said = {"by": by, "text": words, "written_at": Now()}
    TrustReply.objects.update_or_create(researcher=researcher, defaults=said)


@transaction.atomic
def take_back(researcher: Researcher, *, by: User) -> bool:
    """Show nothing any more; whether there was something. Raises NotTheirPage."""
    change(researcher, by=by)
    deleted, _ = TrustReply.objects.said_by(by.pk, researcher).delete()
    return deleted > 0


@transaction.atomic
def remove(said: TrustReply) -> None:
    """Take it off the page, as administrators may."""
    pages = [page.pk for page in (said.researcher, said.researcher.merged_into) if page]
    Researcher.objects.filter(pk__in=pages).hold()
    Researcher.objects.filter(pk__in=pages).update(version=F("version") + 1)
    said.delete()


def change(researcher: Researcher, *, by: User) -> None:
    """Hold the page, which changes, for whoever has it; one conditional UPDATE: a claim just revoked wins."""
    own = Researcher.objects.current().filter(pk=researcher.pk, user=by)
    if not own.update(version=F("version") + 1):
        raise NotTheirPage(researcher)


def tidy(text: str) -> str:
    """Lines as people see them, and at most one empty line in a row: a reply is no way to push the page down."""
    return GAP.sub("\n\n", LINE_END.sub("\n", text)).strip()
