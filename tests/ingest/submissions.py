"""What tests of /imports/ upload and ask for. All of it is invented."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from ingest.models import ImportPreview
from ingest.uploads.folder import new_upload
from ingest.uploads.making_previews import make_preview
from ingest.uploads.submitting import open_preview, upload_request


def line(source_id: str = "1", **fields: Any) -> str:
    """A line of the format credence."""
    statement = {
        "source": "crossref",
        "source_id": f"10.1234/{source_id}",
        "title": f"Paper {source_id}",
        "published": "2020",
        "identifiers": {"doi": f"10.1234/{source_id}"},
        "authors": [{"name": "Ada Lindqvist"}],
        **fields,
    }
    return json.dumps(statement)


def file_of(*lines: str, name: str = "works.jsonl") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def stored(*lines: str) -> str:
    """The name of an upload with these lines."""
    name, out = new_upload()
    with out:
        out.write("\n".join(lines).encode())
    return name


def waiting_preview(user: User, lines: Iterable[str] = (), *, name: str = "works.jsonl") -> ImportPreview:
    """A preview of an uploaded file, not yet looked into."""
    request = upload_request(stored(*(lines or [line()])), name, user)
    return open_preview(user, kind=ImportPreview.Kind.UPLOAD, source=name, request=request)


def made_preview(user: User, lines: Iterable[str] = (), **fields: Any) -> ImportPreview:
    preview = waiting_preview(user, lines, **fields)
    make_preview(preview.pk)
    preview.refresh_from_db()
    return preview
