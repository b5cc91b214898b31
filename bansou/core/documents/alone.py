"""Owns the short-lived process that makes one large PDF: JSON on standard input, PDF on standard output."""

import resource
import sys

from bansou.core.documents import compile_pdf, source_of

MEMORY_LIMIT_BYTES = 3 * 1024**3


def main() -> None:
    """Arguments: template and language. Ends with status 1 and no output if the document cannot be made."""
    template, lang = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))
    sys.stdout.buffer.write(compile_pdf(source_of(template), sys.stdin.read(), lang))


if __name__ == "__main__":
    main()
