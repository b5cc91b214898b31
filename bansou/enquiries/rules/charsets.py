"""Decodes what mails say in old character sets, by what their bytes are rather than by what their head claims."""

import re

# What senders call a character set is often a smaller one than what they write in.
_REALLY = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
}
_SHIFT = re.compile(rb"\x1b(\$[@B]|\([BJI])")


def decode(data: bytes, told: str) -> str:
    """The text; never raises. `told` is what the mail calls its character set, or empty."""
    if _SHIFT.search(data):
        try:
            return data.decode("iso2022_jp_ext")
        except UnicodeDecodeError:
            return _with_additions(data)
    tries = [_REALLY.get(told.lower(), told.lower()), "utf-8", "cp932"]
    for charset in filter(None, tries):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def _with_additions(data: bytes) -> str:
    """ISO-2022-JP by way of cp932, which knows what Japanese phones and Outlook add to the standard: ①, ㈱, Ⅲ."""
    first, *rest = _SHIFT.split(data)
    text = first.decode("ascii", "replace")
    for shift, part in zip(rest[::2], rest[1::2], strict=True):
        if shift.startswith(b"$"):
            text += _shifted(part).decode("cp932", "replace")
        elif shift == b"(I":
            text += bytes(byte | 0x80 for byte in part).decode("cp932", "replace")
        else:
            text += part.decode("ascii", "replace")
    return text


def _shifted(pairs: bytes) -> bytes:
    """JIS X 0208 row and cell as Shift_JIS bytes (JIS X 0208:1997, annex 1)."""
    out = bytearray()
    for row, cell in zip(pairs[::2], pairs[1::2], strict=False):
        high = ((row - 0x21) >> 1) + 0x81
        out.append((high if high <= 0x9F else high + 0x40) & 0xFF)
        out.append((cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E) & 0xFF)
    return bytes(out)
