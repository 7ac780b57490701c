"""The one way to an import or a preview: its owner's, and to imports an administrator's too."""

from django.http import Http404

from accounts.models import User
from ingest.models import ImportPreview, ImportPreviewQuerySet, ImportRun, ImportRunQuerySet
from works.access import get_work
from works.models import Joining, Work


def own_runs(user: User) -> ImportRunQuerySet:
    return ImportRun.objects.filter(started_by=user)


def visible_runs(user: User) -> ImportRunQuerySet:
    """The runs that this user may see: others' are not there, but for administrators."""
    return ImportRun.objects.all() if user.is_administrator else own_runs(user)


def every_run(user: User) -> ImportRunQuerySet:
    """All runs for administrators; for others the page does not exist."""
    if not user.is_administrator:
        raise Http404("There is no such page.")
    return ImportRun.objects.select_related("started_by")


def get_run(user: User, pk: int) -> ImportRun:
    run = visible_runs(user).filter(pk=pk).first()
    if run is None:
        raise Http404("There is no such import.")
    return run


def get_run_to_repeat(user: User, pk: int) -> ImportRun:
    """Any run, for administrators alone."""
    run = every_run(user).filter(pk=pk).first()
    if run is None:
        raise Http404("There is no such import.")
    return run


def get_preview(user: User, pk: int) -> ImportPreview:
    """A preview of one's own, even for administrators: a file that is not yet imported is private."""
    preview = own_previews(user).filter(pk=pk).first()
    if preview is None:
        raise Http404("You have no such preview.")
    return preview


def own_previews(user: User) -> ImportPreviewQuerySet:
    return ImportPreview.objects.of(user)


def own_preview_of(user: User, run: ImportRun) -> ImportPreview | None:
    """The preview that this user turned into the run, while it is kept."""
    return own_previews(user).filter(run=run).first()


def get_work_to_curate(user: User, slug: str) -> Work:
    """A listed work, for administrators alone."""
    if not user.is_administrator:
        raise Http404("There is no such page.")
    return get_work(slug)


def get_joining(user: User, slug: str, pk: int) -> Joining:
    """A joining that made this work and still stands, for administrators alone."""
    work = get_work_to_curate(user, slug)
    joining = Joining.objects.standing().filter(work=work, pk=pk).first()
    if joining is None:
        raise Http404("There is no such joining.")
    return joining
