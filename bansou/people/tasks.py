"""Background work about recipients. Arguments are ids."""

import uuid

from django_tasks import task

from bansou.people import actions


@task()
def erase_spare_key(scope: str) -> None:
    actions.erase_spare_key(uuid.UUID(scope))
