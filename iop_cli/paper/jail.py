"""Templates, jailed: what a template may say, and how it is filled in.

A template chooses, repeats and places. It calls nothing but `_`, reckons nothing, reaches no
attribute of a Python value and includes no other file; a name that is not there is an error.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iop_cli.diagnostic import IopError
from iop_cli.paper.figures import day, money
from iop_cli.words import _, mark, say

Loader = Callable[[str], bytes | None]
Escape = Callable[[str], str]

LONGEST_TEMPLATE = 100_000
LONGEST_OUTPUT = 5_000_000
# two loops, one inside the other, reach each reason of each line
DEEPEST_LOOP = 2

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.For, nodes.If, nodes.CondExpr, nodes.Test, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Call,
)  # fmt: skip
_TESTS = {"defined", "none", "first", "last"}
_FILTERS: dict[str, Callable[..., Any]] = {"money": money, "day": day, "length": len}


class _Jail(ImmutableSandboxedEnvironment):
    """Names reach into dicts and lists by key and number, and nowhere else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict | list | LoopContext):
            return _within(obj, argument, self.undefined)
        return self.undefined(obj=obj, name=str(argument))


def _within(held: Any, key: Any, undefined: type[Undefined]) -> Any:
    if not isinstance(held, dict | list):
        # the loop tells where it stands and nothing else
        if key in ("index", "first", "last", "length"):
            return getattr(held, key)
        return undefined(obj=held, name=str(key))
    try:
        return held[key]
    except (KeyError, IndexError, TypeError):
        return undefined(obj=held, name=str(key))


def fill(name: str, load: Loader, escape: Escape | None, values: dict[str, Any]) -> str:
    """The template's text with the values in it; `escape` None is HTML's own escaping.

    Raises IopError for a template that is missing, unreadable, not allowed or in error.
    """
    raw = load(name)
    if not raw:
        says = mark("the template templates/{name} cannot be read; mend it or delete it")
        raise _stopped(name, say(says, name=name))
    try:
        pieces = _template(raw, escape).generate({**values, "_": _})
        return _counted(name, pieces)
    except UnicodeDecodeError:
        says = mark("the template templates/{name} is not UTF-8; save it as UTF-8")
        raise _stopped(name, say(says, name=name)) from None
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        says = mark("the template templates/{name} cannot be used: {error}")
        raise _stopped(name, say(says, name=name, error=str(error))) from None


def _stopped(name: str, says: str) -> IopError:
    help = _("Delete your own template to use the one that came with iop.")
    return IopError(says, help, f"templates/{name}", "template")


def _counted(name: str, pieces: Any) -> str:
    made: list[str] = []
    left = LONGEST_OUTPUT
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            says = mark("the template templates/{name} makes more than {most} characters")
            raise _stopped(name, say(says, name=name, most=LONGEST_OUTPUT))
        made.append(piece)
    return "".join(made)


@lru_cache(maxsize=16)
def _template(raw: bytes, escape: Escape | None) -> Template:
    text = raw.decode("utf-8-sig")
    if len(text) > LONGEST_TEMPLATE:
        template = mark("it is longer than {most} characters")
        raise TemplateError(say(template, most=LONGEST_TEMPLATE))
    jail = _environment(escape)
    # judged before it is compiled: the compiler already folds constants
    _judge(jail.parse(text), 0)
    return jail.from_string(text)


def _environment(escape: Escape | None) -> _Jail:
    jail = _Jail(
        undefined=StrictUndefined,
        autoescape=escape is None,
        finalize=(lambda value: escape(str(value))) if escape else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jail.filters = dict(_FILTERS)
    jail.tests = {name: test for name, test in jail.tests.items() if name in _TESTS}
    jail.globals = {}
    return jail


def _judge(node: nodes.Node, depth: int) -> None:
    """Refuse what a template may not say; raises TemplateError that names it and its line."""
    if not isinstance(node, _ALLOWED) or _is_call_of_another(node):
        says = mark("line {line} holds something that a template may not say ({what})")
        what = type(node).__name__.lower()
        raise TemplateError(say(says, line=str(node.lineno), what=what))
    if isinstance(node, nodes.For):
        depth += 1
        if depth > DEEPEST_LOOP or node.recursive:
            says = mark("line {line} nests more than {most} loops")
            raise TemplateError(say(says, line=str(node.lineno), most=DEEPEST_LOOP))
    for child in node.iter_child_nodes():
        _judge(child, depth)


def _is_call_of_another(node: nodes.Node) -> bool:
    """Whether a call is any other than _("…"), the only one a template may make."""
    if not isinstance(node, nodes.Call):
        return False
    ours = isinstance(node.node, nodes.Name) and node.node.name == "_"
    plain = len(node.args) == 1 and isinstance(node.args[0], nodes.Const)
    return not (ours and plain and not node.kwargs and not node.dyn_args and not node.dyn_kwargs)
