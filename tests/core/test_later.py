"""Work that is handed to the background worker."""

import pytest
from django_tasks_db.models import DBTaskResult

from bansou.core.later import after_commit, nothing_later

pytestmark = pytest.mark.django_db
TASK = "bansou.people.tasks.erase_spare_person"
NOBODY = "00000000-0000-4000-8000-000000000000"


def test_work_is_handed_on_unless_it_happened_long_ago():
    with nothing_later():
        after_commit(TASK, NOBODY)
    assert not DBTaskResult.objects.exists()
    after_commit(TASK, NOBODY)
    assert DBTaskResult.objects.get().task_path == TASK
