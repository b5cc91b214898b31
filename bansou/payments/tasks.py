"""Background work about payments. Arguments are ids."""

import uuid

from django_tasks import task

from bansou.core import clock
from bansou.payments import notifications


@task()
def tell_paid(run_id: str) -> None:
    notifications.tell_paid(uuid.UUID(run_id), now=clock.now())
