"""Values of numpy, pandas and decimal as the values a cell knows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

_KNOWN: Final = frozenset({str, int, bool, date, datetime, type(None)})


def native(value: Any) -> Any:  # noqa: ANN401  # what callers hand over, whatever it is
    """NaN, NaT and NA are None, a number is a number, a day is a day; all else comes back as it is."""
    if type(value) in _KNOWN:
        return value
    if type(value) is float:  # by far the commonest of the others
        return value if value == value else None  # noqa: PLR0124  # as below
    if isinstance(value, Decimal):
        value = float(value) if not value.is_snan() else None
    if _is_missing(value):
        return None
    return (
        _scalar(value) if hasattr(value, "dtype") and getattr(value, "shape", None) == () else value
    )


def _is_missing(value: Any) -> bool:  # noqa: ANN401  # as above
    if type(value).__name__ == "NAType":  # it answers no question, not even whether it is itself
        return True
    try:
        return bool(value != value)  # noqa: PLR0124  # NaN and NaT differ from themselves
    except (TypeError, ValueError):  # an array, whose every element answers
        return False


def _scalar(value: Any) -> Any:  # noqa: ANN401  # as above
    if value.dtype.kind == "M":
        # In nanoseconds numpy would hand back the bare number of them.
        return value.astype("datetime64[us]").item()
    return value if value.dtype.kind == "m" else value.item()
