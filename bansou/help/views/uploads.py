"""Photos and recordings of the public: what cannot be taken is left out, never a reason to lose the rest."""

from typing import Any

from bansou.core.refusal import Refused
from bansou.core.uploads import Cleaned
from bansou.files import actions as files


def cleaned(uploads: list[Any]) -> tuple[list[Cleaned], bool]:
    """What may be kept of chosen files, and whether something had to be left out."""
    kept = []
    for upload in uploads:
        try:
            kept.append(files.clean(upload, upload.name))
        except Refused:
            continue
    return kept, len(kept) < len(uploads)
