"""Who gets a letter: an expression over clients and results, an event's guests, or a list."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook.errors import UsageError
from crmbook.folding import fold
from crmbook.language import _
from crmbook.letters.quotes import straight
from crmbook.letters.rewriting import did_you_mean
from crmbook.letters.traits import Traits, trait

if TYPE_CHECKING:
    from crmbook.findings import Findings

_MOST_EVENTS = 6  # named to who asks for one that is not there
_LONGEST = 2_000  # characters; more is no expression that a person wrote
# Who writes one = means two; those in quotes stay.
_SINGLE_EQUALS = re.compile(r"(\"[^\"]*\"|'[^']*')|(?<![=!<>])=(?!=)")
_ORDERED: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
Mask = pd.Series


def chosen(findings: Findings, expression: str) -> list[str]:
    """The clients for whom an expression is true, in the order of findings.clients.

    ``status == "silent" and abc == "A"`` · ``"wine" in interests and not satisfied`` ·
    ``city in ["Vilnius", "Kaunas"]`` · ``0 <= birthday_in <= 7`` · ``phone and not email``

    Names are those of Traits, or headings of the client list in any language, with _ for a blank;
    texts are compared without case and diacritics, choices by any of their names, days as
    "2026-01-31". What is not known is never less, more or equal. Raises UsageError for what it
    does not understand.
    """
    tree = _parsed(expression)
    found = _Chooser(Traits(findings)).mask(tree.body)
    return [str(client) for client in found.index[found.to_numpy(dtype=bool)]]


def understood(expression: str) -> None:
    """Raises UsageError for an expression that no workbook could answer."""
    for node in ast.walk(_parsed(expression)):
        if isinstance(node, ast.Name):
            trait(node.id)


def listed(findings: Findings, client_ids: Sequence[str]) -> list[str]:
    """Those clients, each once; UsageError for one who does not exist."""
    known = findings.clients.index
    for client in client_ids:
        if client not in known:
            raise UsageError(_("There is no client {client}.").format(client=client))
    return list(dict.fromkeys(client_ids))


def invited(findings: Findings, event_id: str) -> list[str]:
    """The clients on an event's invitation list; UsageError when there is no such event."""
    events, invitations = findings.tables.get("events"), findings.tables.get("invitations")
    held = [] if events is None else list(events["event_id"])
    on_list = [] if invitations is None else list(invitations["event_id"])
    if event_id not in {*held, *on_list}:
        text = _("There is no event {event}.").format(event=event_id)
        raise UsageError(f"{text} {_what_is_held(event_id, events)}".strip())
    guests = (
        set()
        if invitations is None
        else set(invitations.loc[invitations["event_id"] == event_id, "client_id"])
    )
    return [str(client) for client in findings.clients.index if client in guests]


def _what_is_held(event_id: str, events: pd.DataFrame | None) -> str:
    """The event that was meant, or the last ones on the list."""
    if events is None:
        return ""
    near = did_you_mean(event_id, [str(each) for each in events["event_id"]])
    last = events.reindex(columns=["event_id", "name"]).tail(_MOST_EVENTS)
    names = last["name"].map("({})".format, na_action="ignore").fillna("")
    named = ", ".join((last["event_id"].astype(str) + " " + names).str.strip())
    return near or (_("There are: {names}.").format(names=named) if named else "")


def _parsed(expression: str) -> ast.Expression:
    text = _SINGLE_EQUALS.sub(lambda found: found[1] or "==", straight(expression.strip()))
    if len(text) > _LONGEST:
        raise _unreadable(expression)
    try:
        return ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _unreadable(expression) from None


def _unreadable(expression: str) -> UsageError:
    text = _("“{expression}” can't be read. Write it like this: {example}")
    example = 'status == "silent" and abc == "A"'
    return UsageError(text.format(expression=expression[:80], example=example))


@dataclass(frozen=True)
class _Chooser:
    """Evaluates the few things an expression may be made of, whole columns at a time."""

    traits: Traits

    def mask(self, node: ast.expr) -> Mask:
        if isinstance(node, ast.BoolOp):
            return self._joined(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return ~self.mask(node.operand)
        if isinstance(node, ast.Compare):
            return self._compared(node)
        if isinstance(node, ast.Name):
            return _there(self.traits[trait(node.id)])
        raise _refusal(node)

    def _joined(self, node: ast.BoolOp) -> Mask:
        masks = [self.mask(each) for each in node.values]  # noqa: PD011  # of the tree, not of a frame
        whole = pd.concat(masks, axis=1)
        return whole.all(axis=1) if isinstance(node.op, ast.And) else whole.any(axis=1)

    def _compared(self, node: ast.Compare) -> Mask:
        sides = [node.left, *node.comparators]
        pairs = zip(sides[:-1], node.ops, sides[1:], strict=True)
        return pd.concat([self._pair(*pair) for pair in pairs], axis=1).all(axis=1)

    def _pair(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Mask:
        if isinstance(sign, (ast.NotEq, ast.NotIn, ast.IsNot)):
            opposite = {ast.NotEq: ast.Eq(), ast.NotIn: ast.In(), ast.IsNot: ast.Is()}[type(sign)]
            return ~self._pair(left, opposite, right)
        if isinstance(sign, ast.In):
            return self._among(left, right)
        if isinstance(left, ast.Name) and isinstance(right, ast.Name):
            return self._ordered(self.traits[trait(left.id)], sign, self.traits[trait(right.id)])
        if isinstance(right, ast.Name):
            return self._pair(right, _turned(sign), left)
        if not isinstance(left, ast.Name):
            raise _refusal(left)
        return self._to_constant(trait(left.id), sign, self._constant(right))

    def _among(self, left: ast.expr, right: ast.expr) -> Mask:
        """``city in ["Vilnius", "Kaunas"]``, or ``"wine" in interests``."""
        if isinstance(right, ast.Name) and not isinstance(left, ast.Name):
            column = self.traits[trait(right.id)].astype("object")
            wanted = fold(str(self._constant(left)))
            return column.map(lambda text: any(wanted in fold(part) for part in _parts(text)))
        if not isinstance(left, ast.Name) or not isinstance(right, (ast.List, ast.Tuple)):
            raise _refusal(right)
        key = trait(left.id)
        masks = [self._to_constant(key, ast.Eq(), self._constant(each)) for each in right.elts]
        return pd.concat([_nobody(self.traits), *masks], axis=1).any(axis=1)

    def _to_constant(self, key: str, sign: ast.cmpop, value: object) -> Mask:
        column = self.traits[key]
        if value is None:
            return column.isna()
        if isinstance(value, str) and pd.api.types.is_datetime64_any_dtype(column):
            return self._ordered(column, sign, _day(value))
        if isinstance(value, str):
            wanted = fold(self.traits.value(key, value))
            return self._ordered(column.astype("object").map(_folded), sign, wanted)
        if isinstance(value, bool):
            return self._ordered(_there(column), sign, value)
        return self._ordered(pd.to_numeric(column, errors="coerce"), sign, value)

    def _ordered(self, left: Any, sign: ast.cmpop, right: Any) -> Mask:  # noqa: ANN401  # a column or a value
        if isinstance(sign, (ast.Eq, ast.Is)):
            same: Mask = (left == right).fillna(value=False).astype(bool)
            return same
        if type(sign) not in _ORDERED or isinstance(right, bool):
            raise UsageError(_("Yes and no can only be equal, or not."))
        try:
            found: Mask = _ORDERED[type(sign)](left, right)
        except TypeError:
            raise UsageError(
                _("A number can't be compared with “{value}”.").format(value=right)
            ) from None
        return found.fillna(value=False).astype(bool)

    def _constant(self, node: ast.expr) -> object:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            value = self._constant(node.operand)
            if isinstance(value, (int, float)):
                return -value
        if not isinstance(node, ast.Constant) or not isinstance(
            node.value, (str, int, float, bool, type(None))
        ):
            raise _refusal(node)
        return node.value


def _refusal(node: ast.expr) -> UsageError:
    text = _("“{part}” has no meaning here; texts stand in quotes: {example}")
    return UsageError(text.format(part=ast.unparse(node)[:80], example='city == "Vilnius"'))


def _turned(sign: ast.cmpop) -> ast.cmpop:
    """The sign when the sides change places."""
    turned: dict[type[ast.cmpop], ast.cmpop] = {
        ast.Lt: ast.Gt(), ast.LtE: ast.GtE(), ast.Gt: ast.Lt(), ast.GtE: ast.LtE(),
    }  # fmt: skip
    return turned.get(type(sign), sign)


def _there(column: pd.Series) -> Mask:
    """Yes, or anything that is known and is not nothing."""
    known = column.notna()
    filled = column.astype("object").where(known, other=False).map(bool)
    return filled & known


def _nobody(traits: Traits) -> Mask:
    return pd.Series(False, traits.findings.clients.index)


def _folded(text: object) -> object:
    return fold(str(text)) if isinstance(text, str) else text


def _parts(text: object) -> list[str]:
    return text.split(",") if isinstance(text, str) else []


def _day(text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d"))
    except ValueError:
        raise UsageError(
            _("A day is written like 2026-01-31, not “{text}”.").format(text=text)
        ) from None
