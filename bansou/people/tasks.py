"""Background work about recipients. Arguments are ids."""

import uuid

from django_tasks import task

from bansou.core import clock
from bansou.core.periodic import every
from bansou.people import actions


@task()
def erase_spare_person(person_id: str) -> None:
    actions.erase_spare_person(uuid.UUID(person_id))


@every(hours=24)
def forget_ended_terms() -> None:
    actions.forget_ended_terms(today=clock.today())
