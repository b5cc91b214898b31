"""How long handed-in files are kept: as long as what they belong to."""

from bansou.core.retention import AMBER, INTERNAL, RED, keep

OWNER = "as long as what it belongs to; its key goes then"

RETENTION = {
    "files.StoredFile": [
        keep("sealed_name", RED, "what the sender called it; the bytes lie sealed in a folder", OWNER),
        keep("created_by", AMBER, "who handed it in", OWNER),
        keep("id scope media_type size created_at", INTERNAL, "finds, opens and limits files", OWNER),
    ],
}
