"""Tags of a template, rewritten before they are compiled: each is checked, and knows its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateAssertionError
from jinja2.visitor import NodeTransformer
from rapidfuzz import process

from crmbook.language import _

# Filters of ours that no template can call by name.
FILLED, JOINED, STEPS, MEMBER = " filled", " joined", " steps", " member"

BY_NAME = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """A sentence with the nearest known name, "" when none is near."""
    found = process.extractOne(name, sorted(known), score_cutoff=70)
    return _("Did you mean “{name}”?").format(name=found[0]) if found else ""


def refuse_what_is_not_allowed(
    tree: nodes.Template, filters: Collection[str], tests: Collection[str]
) -> None:
    """Raise for filters, tests and statements that templates do not have."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter):
            _known(node, filters, _("There is no filter “{name}”."))
        elif isinstance(node, nodes.Test):
            _known(node, tests, _("There is no test “{name}”."))
        elif isinstance(node, BY_NAME):
            _by_name(node)
        elif isinstance(node, nodes.Mul) and any(map(_is_text, (node.left, node.right))):
            # Said before the other factor is worked out, which may be wrong in its own way.
            _refuse(node, _("“{operator}” is for numbers.").format(operator=node.operator))
        elif isinstance(node, nodes.For) and node.recursive:
            _refuse(node, _("A loop can't call itself."))
        elif isinstance(node, (nodes.FilterBlock, nodes.CallBlock, nodes.EvalContextModifier)):
            _refuse(node, _("Letters have no such tag."))


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _known(node: nodes.Filter | nodes.Test, allowed: Collection[str], sentence: str) -> None:
    if node.name not in allowed:
        said = f"{sentence.format(name=node.name)} {did_you_mean(node.name, allowed)}"
        _refuse(node, said.strip())


def _by_name(node: Any) -> None:  # noqa: ANN401  # the four have no base that knows .template
    name = node.template.value if isinstance(node.template, nodes.Const) else None
    if not isinstance(name, str):
        _refuse(node, _("Write the name of the partial itself, in quotes."))


def _refuse(node: nodes.Node, sentence: str) -> None:
    raise TemplateAssertionError(sentence, node.lineno)


def rewritten(tree: nodes.Template, name: str) -> nodes.Template:
    """The same template, in which what is printed is checked and what is repeated is counted."""
    made: nodes.Template = _Rewriting(name).visit(tree)
    return made


class _Rewriting(NodeTransformer):
    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802  # Jinja's names
        node.nodes = [self._printed(child) for child in node.nodes]
        return node

    def _printed(self, child: Any) -> Any:  # noqa: ANN401  # Jinja's lists hold any expression
        if isinstance(child, nodes.TemplateData):
            return child
        if isinstance(child, nodes.CondExpr):
            return self._printed_either(child)
        said = wording_of(child)
        return _called(FILLED, self.visit(child), [self._name, child.lineno, said])

    def _printed_either(self, child: nodes.CondExpr) -> nodes.CondExpr:
        """Whichever branch is printed is named; without "else" nothing is printed."""
        child.test = self.visit(child.test)
        child.expr1 = self._printed(child.expr1)
        child.expr2 = self._printed(child.expr2 or nodes.Const("", lineno=child.lineno))
        return child

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        said = tuple(wording_of(each) for each in node.nodes)
        operands = nodes.List([self.visit(each) for each in node.nodes], lineno=node.lineno)
        return _called(JOINED, operands, [self._name, node.lineno, said])

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        size = sum(len(text.data) for text in node.find_all(nodes.TemplateData))
        said, line = wording_of(node.iter), node.lineno
        self.generic_visit(node)
        node.iter = _called(STEPS, node.iter, [self._name, line, said, size])
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        return self._of_members(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        return self._of_members(node) if node.ctx == "load" else node

    def _of_members(self, node: nodes.List | nodes.Tuple) -> nodes.Node:
        """A list of lists of lists can be small to write and endless to compare."""
        node.items = [_called(MEMBER, self.visit(each), []) for each in node.items]
        return node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        _refuse(node, _("A tag can't hold a { … } of its own."))
        return node


def _called(name: str, node: Any, arguments: Sequence[object]) -> nodes.Filter:  # noqa: ANN401  # as above
    constants = [nodes.Const(each, lineno=node.lineno) for each in arguments]
    return nodes.Filter(node, name, constants, [], None, None, lineno=node.lineno)


def wording_of(node: nodes.Node) -> str:
    """The field behind an expression, as it is written: "client.phone"; "" when there is none."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        return f"{wording_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        index = node.arg.value if isinstance(node.arg, nodes.Const) else "…"
        return (
            f"{wording_of(node.node)}[{index!r}]"
            if isinstance(index, int)
            else f"{wording_of(node.node)}.{index}"
        )
    if isinstance(node, nodes.Filter) and node.node is not None:
        return wording_of(node.node)
    if isinstance(node, nodes.Or):
        return f"{wording_of(node.left)} or {wording_of(node.right)}"
    return ""
