"""The folder of uploaded files: names of our own making, read by workers, emptied by a sweep."""

import os
import re
import secrets
import time
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{32}")
# What is being received is named nowhere yet.
UNTOUCHED_FOR = 6 * 3600  # seconds


class UploadGone(Exception):
    """A file that was deleted, or lies on another machine."""

    def __str__(self) -> str:
        return "The uploaded file is no longer here. Please upload it again."


def folder() -> Path:
    """Where uploads are, for nobody else's eyes."""
    path = Path(settings.DATA_DIR) / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_upload() -> tuple[str, BinaryIO]:
    """A name that says nothing, and the empty file to write to."""
    name = secrets.token_hex(16)
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return name, cast(BinaryIO, os.fdopen(descriptor, "wb"))


def path_of(name: str) -> Path:
    """The file of this name, which must be one of ours."""
    if not NAME.fullmatch(name):
        raise UploadGone
    return folder() / name


def is_there(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and path_of(name).is_file()


def open_upload(name: str) -> BinaryIO:
    try:
        return cast(BinaryIO, path_of(name).open("rb", buffering=0))
    except FileNotFoundError as error:
        raise UploadGone from error


def size_of_upload(name: str) -> int:
    try:
        return path_of(name).stat().st_size
    except FileNotFoundError as error:
        raise UploadGone from error


def delete_upload(name: str) -> None:
    if NAME.fullmatch(name):
        path_of(name).unlink(missing_ok=True)


def delete_others(kept: Collection[str]) -> int:
    """Delete every file but those kept and those just written; how many they were."""
    before = time.time() - UNTOUCHED_FOR
    others = [
        path
        for path in folder().iterdir()
        if NAME.fullmatch(path.name) and path.name not in kept and modified_at(path) < before
    ]
    for path in others:
        path.unlink(missing_ok=True)
    return len(others)


def modified_at(path: Path) -> float:
    """Seconds since 1970; of a file that somebody else just deleted: now."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
