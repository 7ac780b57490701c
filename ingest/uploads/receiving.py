"""Takes an uploaded file straight to its place on disk, and no more of it than is allowed."""

from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from ingest.uploads.folder import delete_upload, new_upload

FIELD = "file"


class StoredUpload(UploadedFile):
    """A file that lies in the folder of uploads under `stored_name`."""

    def __init__(self, stored_name: str, **facts: Any) -> None:
        super().__init__(**facts)
        self.stored_name = stored_name


class IntoFolder(FileUploadHandler):
    """Writes the one file that is expected; what is larger than `limit` bytes leaves nothing behind."""

    def __init__(self, request: HttpRequest, *, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.too_large = False
        self.received = 0
        self.stored_name = ""
        self.used = False
        self.out: BinaryIO | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD or self.stored_name:
            raise SkipFile
        self.stored_name, self.out = new_upload()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.limit:
            self.too_large = True
            self.give_up()
            raise SkipFile
        if self.out:
            self.out.write(raw_data)

    def file_complete(self, file_size: int) -> StoredUpload | None:
        if not self.out:
            return None
        self.out.close()
        return StoredUpload(
            self.stored_name, name=self.file_name, content_type=self.content_type, size=file_size
        )

    def upload_interrupted(self) -> None:
        self.give_up()

    def forget_unused(self) -> None:
        """Delete the file unless something came of it."""
        if not self.used and self.stored_name:
            self.give_up()
            delete_upload(self.stored_name)

    def give_up(self) -> None:
        if self.out:
            self.out.close()
            delete_upload(self.stored_name)
        self.out = None
