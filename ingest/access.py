"""Who may see imports: administrators."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from ingest.models import ImportRun, ImportRunQuerySet


def visible_runs(user: User | AnonymousUser) -> ImportRunQuerySet:
    """The runs that this user may see; for others the pages do not exist."""
    if not (isinstance(user, User) and user.is_administrator):
        raise Http404
    return ImportRun.objects.all()
