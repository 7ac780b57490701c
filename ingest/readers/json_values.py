"""Parts of decoded JSON in which anything may stand where something else is expected."""

from collections.abc import Iterator
from typing import Any


def text(value: Any) -> str:
    """A text or number as text; everything else is nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, or the one text that stands in its place; without empty ones."""
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(text, values)))


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list, or the one object that stands in its place."""
    values = value if isinstance(value, list) else [value]
    return (one for one in values if isinstance(one, dict))


def within(value: Any, *keys: str) -> Any:
    """What stands at a path of keys, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def whole_number(value: Any) -> int | None:
    """A count or a year, also where it is written as text or with a fraction of nothing."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 20:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None


def share(value: Any) -> float:
    """A confidence between 0 and 1; what says none counts as certain."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return float(min(max(value, 0), 1)) if number else 1.0


def truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None
