"""Every field of every model has a purpose, a level and an end."""

from pathlib import Path

import pytest
from django.apps import apps

from bansou.core import retention

# Django's and the task queue's own tables about no person, and tables that stay empty.
NOTHING_PERSONAL = {"contenttypes.ContentType", "auth.Permission", "auth.Group"}
MODELS = [model._meta for model in apps.get_models() if model._meta.label not in NOTHING_PERSONAL]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.label)
def test_every_field_is_kept_for_a_reason(model):
    listed = [name for row in retention.declared().get(model.label, []) for name in row.fields]
    fields = [field.name for field in (*model.local_fields, *model.local_many_to_many)]
    assert sorted(listed) == sorted(fields), f"{model.label}: complete bansou/<app>/retention.py"


def test_nothing_is_listed_that_does_not_exist():
    assert set(retention.declared()) == {model.label for model in MODELS}
    assert {apps.get_model(label)._meta.label for label in retention.scopes().values()} == set(
        retention.scopes().values()
    )


def test_the_page_for_the_privacy_officer_is_up_to_date():
    page = Path("docs/privacy/retention.md").read_text(encoding="utf-8")
    assert page == retention.as_markdown(), "run: bansou retention > docs/privacy/retention.md"
