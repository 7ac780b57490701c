"""What people ask to be imported: looked at first, then imported or discarded; canceled, or done again."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ingest.loading.runs import plan_run
from ingest.models import ImportRun
from ingest.previews import ImportPreview
from ingest.uploads.folder import UploadGone, delete_upload, is_there

MOST_AT_ONCE = 3
MOST_A_DAY = 20
DAY = timedelta(days=1)
State = ImportPreview.State


class TooMany(Exception):
    """A user who has as much under way as one may have."""


class AlreadyDecided(Exception):
    """A preview that was imported or discarded, or a run that has ended, in the meantime."""


class NotRepeatable(Exception):
    """A run that only the command line can do again."""


def check_quota(user: User) -> None:
    """Raise TooMany where a user has too much under way; administrators know what they do."""
    if user.is_administrator:
        return
    unfinished = ImportRun.objects.filter(
        started_by=user, state__in=(ImportRun.State.WAITING, ImportRun.State.RUNNING)
    )
    previews = ImportPreview.objects.of(user)
    if unfinished.count() + previews.undecided().count() >= MOST_AT_ONCE:
        raise TooMany(
            f"You have {MOST_AT_ONCE} imports under way. Import or discard one of them, or wait until it is done."
        )
    if previews.since(timezone.now() - DAY).count() >= MOST_A_DAY:
        raise TooMany(f"You have added {MOST_A_DAY} times within a day. Please go on tomorrow.")


@transaction.atomic
def open_preview(
    user: User,
    *,
    kind: str,
    source: str,
    request: dict[str, Any],
    format_name: str = "",
    not_understood: list[str] | None = None,
) -> ImportPreview:
    """A preview that waits for a worker. The user's row is held, so that two at once count each other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    check_quota(user)
    return ImportPreview.objects.create(
        user=user,
        kind=kind,
        format=format_name,
        source=source,
        request=request,
        not_understood=not_understood or [],
    )


def upload_request(stored_name: str, file_name: str, by: User) -> dict[str, Any]:
    """What a run reads; whose word it is stays decided, whatever becomes of the account."""
    return {
        "upload": stored_name,
        "file": file_name,
        "testimony_of": None if by.is_administrator else by.pk,
    }


@transaction.atomic
def accept(preview: ImportPreview, *, by: User) -> ImportRun:
    """Turn a preview into an import that waits for a worker; once."""
    if not is_there(stored_name(preview.request)):
        raise UploadGone
    decide(preview, among=[State.READY], state=State.IMPORTED)
    run = plan_run(preview.format, preview.source, kind=preview.kind, request=preview.request, by=by)
    ImportPreview.objects.filter(pk=preview.pk).update(run=run)
    return run


@transaction.atomic
def discard(preview: ImportPreview) -> None:
    """Forget a preview and its file: nothing was written."""
    decide(preview, among=list(ImportPreview.UNDECIDED), state=State.DISCARDED)
    preview.rows.all().delete()
    transaction.on_commit(lambda: delete_upload(stored_name(preview.request)))


def decide(preview: ImportPreview, *, among: list[str], state: str) -> None:
    if not ImportPreview.objects.filter(pk=preview.pk, state__in=among).update(state=state):
        raise AlreadyDecided


def stored_name(request: dict[str, Any]) -> str:
    """The file in the folder of uploads that a request speaks of, or nothing."""
    return request.get("upload") or request.get("kept") or ""


def cancel(run: ImportRun) -> None:
    """End a waiting run, or ask a running one to end after its batch."""
    this = ImportRun.objects.filter(pk=run.pk)
    canceled = {"state": ImportRun.State.CANCELED, "finished_at": timezone.now(), "cancel_asked": True}
    if this.filter(state=ImportRun.State.WAITING).update(**canceled):
        return
    if not this.filter(state=ImportRun.State.RUNNING).update(cancel_asked=True):
        raise AlreadyDecided


def can_be_repeated(run: ImportRun) -> bool:
    return run.finished and run.kind != ImportRun.Kind.FILES


def repeat(run: ImportRun, *, by: User) -> ImportRun:
    """The same file or request again, as a run of its own; services are asked anew."""
    if not can_be_repeated(run):
        raise NotRepeatable
    request = {key: value for key, value in run.request.items() if key not in ("kept", "rest")}
    if run.kind == ImportRun.Kind.UPLOAD and not is_there(stored_name(request)):
        raise UploadGone
    return plan_run(run.format, run.source, kind=run.kind, request=request, by=by)
