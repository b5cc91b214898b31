"""Background work about recipients. Arguments are ids."""

import uuid

from django_tasks import task

from bansou.people import actions


@task()
def erase_spare_person(person_id: str) -> None:
    actions.erase_spare_person(uuid.UUID(person_id))
