"""Owns how uploaded files are received: in memory and only so many bytes, so that none touches the disk unsealed."""

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# All files of one form together; a little more than one of them may have.
KEPT_BYTES = 16_000_000
# Read to its end, so that the form comes back with what was typed; a longer form is cut off.
READ_BYTES = 64_000_000


class InMemory(FileUploadHandler):
    """A file that passes the limit arrives empty but with its true size: whoever looks at the size refuses it."""

    kept = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > READ_BYTES:
            raise RequestDataTooBig("the form is longer than any file that is taken")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept += len(raw_data)
        if self.kept <= KEPT_BYTES:
            self.file.write(raw_data)
        else:
            self.file = io.BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
