"""Owns pages of long lists by key, so that the last page is as fast as the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet

SIZE = 50
_JOIN = "~"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; `next` and `previous` are keys for `?after=` and `?before=`, empty at the ends."""

    rows: list[Any]
    next: str
    previous: str


def page(
    queryset: QuerySet,
    asked: Mapping[str, str],
    order: tuple[str, str],
    *,
    size: int = SIZE,
    rising: bool = False,
    also: Sequence[QuerySet] = (),
) -> Page:
    """One page in falling (or rising) order of two fields, the second unique; `asked` holds after, before or last.

    `also` are further rows with the same columns, none of them twice: the database walks an index for each part.
    A key that cannot be read gives the first page.
    """
    backwards = "before" in asked or "last" in asked
    key = _read(queryset.model, order, asked.get("before" if backwards else "after", ""))
    upwards = backwards != rising
    limits = [beyond(order, key, backwards=upwards)] if key else []
    found, *rest = (part.filter(*limits) for part in (queryset, *also))
    if rest:
        found = found.order_by().union(*(part.order_by() for part in rest), all=True)
    found = found.order_by(*(name if upwards else f"-{name}" for name in order))
    rows = list(found[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = (backwards and key is not None) or (not backwards and more)
    has_previous = (backwards and more) or (not backwards and key is not None)
    return Page(
        rows,
        key_of(order, rows[-1]) if rows and has_next else "",
        key_of(order, rows[0]) if rows and has_previous else "",
    )


def beyond(order: tuple[str, str], key: tuple[Any, Any], *, backwards: bool = False) -> Q:
    """Rows that follow the one with these values in falling order, or that come before it."""
    first, second = order
    side = "gt" if backwards else "lt"
    # The plain bound on the first field lets the index be used; the rest breaks ties.
    return Q(**{f"{first}__{side}e": key[0]}) & (
        Q(**{f"{first}__{side}": key[0]}) | Q(**{f"{second}__{side}": key[1]})
    )


def key_of(order: tuple[str, str], row: Model) -> str:
    """What `?after=` says to begin behind this row."""
    return _JOIN.join(_field(type(row), name).value_to_string(row) for name in order)


def _read(model: type[Model], order: tuple[str, str], text: str) -> tuple[Any, Any] | None:
    parts = text.split(_JOIN)
    if len(parts) != len(order):
        return None
    try:
        first, second = (_value(_field(model, name), part) for name, part in zip(order, parts, strict=True))
    except (ValidationError, ValueError, OverflowError):
        return None
    return (first, second) if first is not None and second is not None else None


def _value(field: Field, text: str) -> Any:
    value = field.to_python(text)
    # Here, not in the database's adapter: at the edges of the calendar there is no such instant.
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _field(model: type[Model], name: str) -> Field:
    return cast(Field, model._meta.get_field(name))
