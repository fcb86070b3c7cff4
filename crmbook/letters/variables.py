"""Which fields a template uses, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

# What stands for a field of the context; None for a name of the template's own.
Scope = dict[str, str | None]

_OF_JINJA: Scope = dict.fromkeys(("loop", "range", "caller", "varargs", "kwargs", "super", "self"))
# Filters whose result is still members of the same list, or one of them.
_KEEPING = frozenset(
    {"first", "last", "list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"}
)  # fmt: skip


@dataclass(frozen=True)
class Variable:
    """A field that a template reads.

    name       dotted; of the members of a list too: "offers.price" for offer.price in a loop over offers
    part       of a Word document: "header", "footer" …; a partial's name; "" in the letter itself
    paragraph  number of the paragraph, or of the line in a text file
    """

    name: str
    part: str
    paragraph: int


@dataclass(frozen=True)
class Used:
    """A field, and the line of the parsed text where it stands; template is a partial's name or ""."""

    name: str
    template: str
    line: int


def used(tree: nodes.Template, parsed: Callable[[str], nodes.Template]) -> list[Used]:
    """Every field in the order of the text. parsed gives the tree of a partial by its name."""
    return list(_Reader(parsed).block(tree, dict(_OF_JINJA), ""))


class _Reader:
    """Walks a template as Jinja would, and remembers what its own names stand for."""

    def __init__(self, parsed: Callable[[str], nodes.Template]) -> None:
        self._parsed = parsed
        self._open: list[str] = []

    def block(self, node: nodes.Node, scope: Scope, template: str) -> Iterator[Used]:
        for child in node.iter_child_nodes():
            yield from self._one(child, scope, template)

    def _one(self, node: nodes.Node, scope: Scope, template: str) -> Iterator[Used]:
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            yield from self._field(node, scope, template)
        elif isinstance(node, nodes.For):
            yield from self._loop(node, scope, template)
        elif isinstance(node, nodes.Macro):
            inner = scope | {name.name: None for name in node.args}
            scope[node.name] = None
            yield from self.block(node, inner, template)
        elif isinstance(node, nodes.With):
            yield from self._with(node, scope, template)
        elif isinstance(node, (nodes.Assign, nodes.AssignBlock)):
            yield from self.block(node, scope, template)
            meant = _path(node.node, scope) if isinstance(node, nodes.Assign) else None
            scope |= _bound(node.target, meant)
        elif isinstance(node, (nodes.Include, nodes.Extends)):
            yield from self._included(node, scope)
        elif isinstance(node, (nodes.Import, nodes.FromImport)):
            scope |= _imported(node)
        else:
            yield from self.block(node, scope, template)

    def _field(self, node: nodes.Expr, scope: Scope, template: str) -> Iterator[Used]:
        path = _path(node, scope)
        if path is not None:
            if _is_read(node):
                yield Used(path, template, node.lineno)
            inner: Any = node
            while isinstance(inner, (nodes.Getattr, nodes.Getitem)):
                if isinstance(inner, nodes.Getitem) and not isinstance(inner.arg, nodes.Const):
                    yield from self._one(inner.arg, scope, template)
                inner = inner.node
        elif not isinstance(node, nodes.Name):
            yield from self.block(node, scope, template)

    def _loop(self, node: nodes.For, scope: Scope, template: str) -> Iterator[Used]:
        yield from self._one(node.iter, scope, template)
        inner = scope | _bound(node.target, _path(node.iter, scope)) | {"loop": None}
        for child in (*([node.test] if node.test else ()), *node.body):
            yield from self._one(child, inner, template)
        for child in node.else_:
            yield from self._one(child, scope, template)

    def _with(self, node: nodes.With, scope: Scope, template: str) -> Iterator[Used]:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            yield from self._one(value, scope, template)
            inner |= _bound(target, _path(value, scope))
        for child in node.body:
            yield from self._one(child, inner, template)

    def _included(self, node: nodes.Include | nodes.Extends, scope: Scope) -> Iterator[Used]:
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        if name and name not in self._open:
            self._open.append(name)
            yield from self.block(self._parsed(name), dict(scope), name)
            self._open.pop()


def _is_read(node: nodes.Expr) -> bool:
    return getattr(node, "ctx", "load") == "load"


def _path(node: nodes.Node, scope: Scope) -> str | None:
    """The field that an expression stands for; None when it is a value of its own."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return _part(_path(node.node, scope), node.attr)
    if isinstance(node, nodes.Getitem):
        key = node.arg.value if isinstance(node.arg, nodes.Const) else 0
        base = _path(node.node, scope)
        return _part(base, key) if isinstance(key, str) else base
    if isinstance(node, nodes.Filter) and node.node is not None and node.name in _KEEPING:
        return _path(node.node, scope)
    return None


def _part(base: str | None, name: str) -> str | None:
    return None if base is None else f"{base}.{name}"


def _bound(target: nodes.Node, path: str | None) -> Scope:
    if isinstance(target, nodes.Name):
        return {target.name: path}
    return {name.name: None for name in target.find_all(nodes.Name)}


def _imported(node: nodes.Import | nodes.FromImport) -> Scope:
    if isinstance(node, nodes.Import):
        return {node.target: None}
    return {name if isinstance(name, str) else name[1]: None for name in node.names}
