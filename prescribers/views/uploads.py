"""Files of a form, streamed to the disk of the imports and never further than the size allowed."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from prescribers.services.deposits_folder import STREAMED, received


MANIFEST_BYTES = 1 << 20


class StreamedUpload(UploadedFile):
    """A file already on the disk of the imports: naming it there costs no second copy."""

    def __init__(self, folder: Path, **about: Any) -> None:
        kept = NamedTemporaryFile(dir=folder, prefix=STREAMED)  # noqa: SIM115 (closed with the request)
        super().__init__(kept, **about)
        self.place = kept.name

    def temporary_file_path(self) -> str:
        return self.place


class BoundedUploads(FileUploadHandler):
    """One for a request; `too_large` and `no_room` name the fields whose file was not kept."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.limits = {"file": settings.IMPORT_MAX_BYTES, "manifest": MANIFEST_BYTES}
        self.too_large: set[str] = set()
        self.no_room: set[str] = set()
        self.writing: StreamedUpload | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name not in self.limits:
            raise SkipFile
        folder = received()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.writing = StreamedUpload(
                folder,
                name=self.file_name,
                content_type=self.content_type,
                size=0,
                charset=self.charset,
            )
        except OSError as closed:
            self.no_room.add(self.field_name)
            raise SkipFile from closed

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.writing is not None
        if start + len(raw_data) > self.limits[self.field_name]:
            self._give_up(self.too_large)
        try:
            self.writing.write(raw_data)
        except OSError:
            self._give_up(self.no_room)

    def file_complete(self, file_size: int) -> StreamedUpload | None:
        file, self.writing = self.writing, None
        if file is None:
            return None
        file.flush()
        file.seek(0)
        file.size = file_size
        return file

    def upload_interrupted(self) -> None:
        """The sender hung up: nothing of it stays."""
        self._drop()

    def _give_up(self, why: set[str]) -> None:
        """The rest of the file is read and thrown away, so that its sender gets an answer."""
        why.add(self.field_name)
        self._drop()
        raise SkipFile

    def _drop(self) -> None:
        if self.writing is not None:
            self.writing.close()
            self.writing = None
