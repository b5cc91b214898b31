"""The names of people on cases. Nothing is opened here; that is for actions.reading."""

from bansou.cases.enums import Relation
from bansou.cases.models import Case, Relative


def household(case: Case) -> list[Relative]:
    """The people of a case, the supported person first."""
    return sorted(case.household.all(), key=lambda row: (row.relation != Relation.SELF, row.relation, row.pk))


def person_of(case: Case) -> Relative | None:
    """The supported person's own row, if anybody wrote down who they are."""
    return Relative.objects.filter(case=case, relation=Relation.SELF).first()
