"""Every verb in the log has words that an auditor understands."""

import ast
from pathlib import Path

from bansou.audit.enums import VERBS

ROOT = Path(__file__).resolve().parents[2]
WRITERS = {"record", "open_sealed"}


def written_verbs():
    """Verbs given as plain text to audit.record and audit.open_sealed anywhere in the rooms."""
    for path in (ROOT / "bansou").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITERS
                and len(node.args) > 1
                and isinstance(node.args[1], ast.Constant)
            ):
                yield node.args[1].value


def test_every_verb_has_words():
    verbs = set(written_verbs())
    assert len(verbs) > 20
    assert sorted(verbs - VERBS.keys()) == []
