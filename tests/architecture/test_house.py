"""The order of the house: who may point at whom, how long things may get, and that nothing lies about unused."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import to_locale

from bansou.core.languages import HELP_LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
ORDER = [
    {"website"},
    {"help"},
    {"accompaniment"},
    {"matching", "referrals"},
    {"enquiries"},
    {"cases"},
    {"guides"},
    {"courses"},
    {"supporters"},
    {"people"},
    {"files"},
    {"directory", "programmes", "payments"},
    {"accounts"},
    {"notices"},
    {"audit"},
    {"vault"},
    {"core"},
]
HEIGHT = {app: -row for row, group in enumerate(ORDER) for app in group}


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, those not yet committed too."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return sorted(ROOT / name for name in set(names) if (ROOT / name).exists())


PYTHON = [path for path in tracked("bansou/*.py", "config/*.py") if "migrations" not in path.parts]
TEMPLATES = tracked("bansou/**/templates/**", "templates/**")


def ours(model) -> bool:
    return model.__module__.startswith("bansou.")


def test_foreign_keys_point_downward():
    for model in filter(ours, apps.get_models()):
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and ours(field.related_model):
                here, there = model._meta.app_label, field.related_model._meta.app_label
                assert here == there or HEIGHT[there] < HEIGHT[here], f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path):
    text = path.read_text()
    assert text.count("\n") <= 400, "split the file along its meaning"
    tree = ast.parse(text)
    assert not text.strip() or ast.get_docstring(tree), "open with one line on what the module owns"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= 40, f"{node.name} has {length} lines"


WEB = ("django.http", "django.shortcuts", "django.contrib.messages", "django.views")
BELOW_THE_WEB = {"rules", "models", "permissions", "queries", "notifications", "actions"}


def test_nothing_below_the_views_knows_requests():
    for path in PYTHON:
        if BELOW_THE_WEB.isdisjoint({part.removesuffix(".py") for part in path.relative_to(ROOT).parts}):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.startswith(WEB)], path


def test_settings_stay_short():
    assert (ROOT / "config/settings.py").read_text().count("\n") <= 200


def test_templates_stay_short():
    for path in TEMPLATES:
        if path.suffix == ".html":
            assert path.read_text().count("\n") <= 150, path


def test_every_template_is_used():
    sources = "\n".join(path.read_text() for path in [*PYTHON, *TEMPLATES])
    found_by_convention = (
        "allauth/",
        "account/",
        "mfa/",
        "usersessions/",
        "django/",
        "400",
        "403",
        "404",
        "500",
    )
    for path in TEMPLATES:
        name = str(path).split("/templates/", 1)[1]
        if name.startswith(found_by_convention):
            continue
        stem = re.sub(r"\.(subject\.)?txt$", "", name)
        assert name in sources or f'"{stem}"' in sources or Path(stem).name in sources, f"{name} is not used"


def test_the_sprite_holds_just_the_icons_that_are_used():
    there = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/sprite.svg").read_text()))
    pages = "\n".join(path.read_text() for path in TEMPLATES)
    named = set(re.findall(r'(?:{% icon |icon(?:_name)?=)"([\w-]+)"', pages))
    assert named <= there
    sources = pages + "\n".join(path.read_text() for path in PYTHON)
    assert not {name for name in there if f'"{name}"' not in sources}


def test_no_template_breaks_the_content_security_policy():
    for path in TEMPLATES:
        if path.suffix != ".html":
            continue
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", text), path
        for script in re.findall(r"<script[^>]*>", text):
            # A block of JSON is data: browsers neither run nor refuse it.
            assert "src=" in script or 'type="application/json"' in script, f"{path}: {script}"


def test_every_environment_variable_is_in_the_readme():
    names = set()
    for path in [*PYTHON, *tracked("script/*")]:
        names |= set(re.findall(r"BANSOU_[A-Z_]+", path.read_text(errors="ignore")))
    documented = (ROOT / "README.md").read_text() + (ROOT / "docs/operations.md").read_text()
    assert not sorted(name for name in names if name not in documented)


def test_nothing_names_this_machine_or_a_registry():
    # Split so that this test does not find itself.
    words = [
        "/wo" + "rk/",
        "/fa" + "rm/",
        "pypi" + ".org",
        "python" + "hosted",
        "npm" + "js.org",
        "debian" + ".org",
    ]
    for path in tracked("*.py", "*.md", "*.toml", "*.lock", "*.txt", "*.html", "script/*", ".ci/*"):
        text = path.read_text(errors="ignore")
        for word in words:
            assert word not in text, f"{path} names {word}"


@pytest.mark.parametrize("language", [to_locale(code) for code in HELP_LANGUAGES if code != "en"])
def test_catalogues_are_complete(language):
    """Everything that a page can say is translated; a fuzzy entry counts as missing."""
    from babel.messages.pofile import read_po

    missing = []
    for path in tracked(f"bansou/*/locale/{language}/**", f"locale/{language}/**"):
        if path.suffix != ".po":
            continue
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            if message.id and (message.fuzzy or not all(_strings(message))):
                missing.append(f"{path.relative_to(ROOT)}: {message.id}")
    assert not missing


def _strings(message):
    return message.string if isinstance(message.string, tuple | list) else [message.string]
