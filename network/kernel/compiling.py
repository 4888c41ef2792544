"""What is done once, when a template is compiled: texts are translated, drawings that never change are drawn.

A page holds some hundred texts and dozens of icons. Looking each of them up on every request cost more than the page
itself; after this they stand in the compiled template as plain text, with only their numbers and names left open.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from network.kernel.typesetting import unbroken

_VALUE = re.compile(r"%\((\w+)\)s")
_VALUE_WITH_UNIT = re.compile(r"(?<=\)s) (?=%%|·)|(?<=%\(size\)s) ")


class Said(NamedTuple):
    """A text with its values; where `number` is not 1, `many` is said instead."""

    one: str
    many: str
    number: nodes.Expr | None
    values: dict[str, nodes.Expr]


class Compiler(NodeTransformer):
    """Puts texts and constant drawings in their place; every value that stands in a text is still escaped."""

    def __init__(self, catalogue: gettext.NullTranslations, constants: Mapping[str, Callable[..., Any]]) -> None:
        self._catalogue, self._constants = catalogue, constants

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802  the name that the visitor looks for
        """`{{ _("…%(n)s", n=n) }}` and `{% trans %}` become the pieces of the text with the values between them."""
        made: list[nodes.Node] = []
        for each in node.nodes:
            text = self._said(each)
            if text is None:
                made.append(nodes.Output([self.visit(each)], lineno=node.lineno))
            else:
                made.append(_as_statement(text, node.lineno))
        return _joined(made)

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.TemplateData:  # noqa: N802
        """What the template itself says, with its numbers and facts kept together."""
        return nodes.TemplateData(unbroken(node.data), lineno=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Const:  # noqa: N802
        """The same for a text inside an expression."""
        return nodes.Const(unbroken(node.value), lineno=node.lineno) if isinstance(node.value, str) else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """`_("text")` inside an expression becomes the translated text, a drawing of constants becomes what it draws."""
        text = self._said(node)
        if text is not None:
            return _as_expression(text, node.lineno)
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name in self._constants and _is_constant(node):
            drawn = self._constants[node.node.name](*(arg.as_const() for arg in node.args))
            return nodes.Const(drawn, lineno=node.lineno)
        return node

    def _said(self, node: nodes.Node) -> Said | None:
        """What a call says, when it is one to gettext or ngettext with constant texts."""
        if (
            not isinstance(node, nodes.Call)
            or not isinstance(node.node, nodes.Name)
            or node.dyn_args
            or node.dyn_kwargs
        ):
            return None
        texts = [arg.value for arg in node.args if isinstance(arg, nodes.Const)]
        values = {each.key: self.visit(each.value) for each in node.kwargs}
        if node.node.name in {"_", "gettext"} and len(texts) == len(node.args) == 1:
            text = _kept(self._catalogue.gettext(texts[0]))
            return Said(text, text, None, values)
        if node.node.name == "ngettext" and len(node.args) == 3 and len(texts) >= 2:
            number = self.visit(node.args[2])
            one, many = (_kept(self._catalogue.ngettext(texts[0], texts[1], n)) for n in (1, 2))
            return Said(one, many, number, {"num": number, **values})
        return None


def _kept(text: str) -> str:
    """A text of the catalogue in which a number, also one that is filled in later, keeps its unit."""
    return _VALUE_WITH_UNIT.sub("\u00a0", unbroken(text))


def _is_constant(node: nodes.Call) -> bool:
    return all(isinstance(arg, nodes.Const) for arg in node.args) and not (
        node.kwargs or node.dyn_args or node.dyn_kwargs
    )


def _is_one(number: nodes.Expr) -> nodes.Expr:
    """Dutch and English have the same two forms."""
    return nodes.Compare(number, [nodes.Operand("eq", nodes.Const(1))])


def _as_statement(text: Said, lineno: int) -> nodes.Node:
    one = nodes.Output(_pieces(text.one, text.values), lineno=lineno)
    if text.number is None or text.one == text.many:
        return one
    many = nodes.Output(_pieces(text.many, text.values), lineno=lineno)
    return nodes.If(_is_one(text.number), [one], [], [many], lineno=lineno)


def _pieces(text: str, values: Mapping[str, nodes.Expr]) -> list[nodes.Expr]:
    """A text cut at its values, which stand between the pieces."""
    parts = _VALUE.split(text)
    return [values[part] if at % 2 else nodes.TemplateData(part % ()) for at, part in enumerate(parts) if part]


def _as_expression(text: Said, lineno: int) -> nodes.Expr:
    one, many = (_formatted(each, text.values, lineno) for each in (text.one, text.many))
    return one if text.number is None else nodes.CondExpr(_is_one(text.number), one, many, lineno=lineno)


def _formatted(text: str, values: Mapping[str, nodes.Expr], lineno: int) -> nodes.Expr:
    if not values:
        return nodes.MarkSafeIfAutoescape(nodes.Const(text % ()), lineno=lineno)
    named = nodes.Dict([nodes.Pair(nodes.Const(name), value) for name, value in values.items()], lineno=lineno)
    return nodes.Mod(nodes.MarkSafeIfAutoescape(nodes.Const(text), lineno=lineno), named, lineno=lineno)


def _joined(made: list[nodes.Node]) -> list[nodes.Node]:
    """Output beside output is one, so that its constant parts are written at once."""
    out: list[nodes.Node] = []
    for each in made:
        if out and isinstance(each, nodes.Output) and isinstance(out[-1], nodes.Output):
            out[-1].nodes += each.nodes
        else:
            out.append(each)
    return out
