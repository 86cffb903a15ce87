"""Templates, jailed: what a template may say, and how it is filled in.

A template chooses, repeats and places. It calls nothing but `_`, reckons nothing, reaches no
attribute of a Python value and includes no other file; a name that is not there is an error.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2 import UndefinedError as NotThere
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from iop_cli.diagnostic import IopError
from iop_cli.paper.compiled import compiled
from iop_cli.paper.figures import day, money
from iop_cli.words import _, mark, nearest, say, speaking
from iop_cli.words import language as spoken

Loader = Callable[[str], bytes | None]
# takes the text that is to be placed, gives it so that its format obeys nothing in it
Escape = Callable[[str], str]

LONGEST_TEMPLATE = 100_000
LONGEST_OUTPUT = 5_000_000
# turns of all loops together: more than any document has rows
MOST_TURNS = 1_000_000
# two loops, one inside the other, reach each reason of each line
DEEPEST_LOOP = 2

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Filter, nodes.For, nodes.If, nodes.CondExpr, nodes.Test, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Call,
)  # fmt: skip
_TESTS = {"defined", "none", "first", "last"}
_FILTERS: dict[str, Callable[..., Any]] = {"money": money, "day": day, "length": len}
# no template can write this name, so none can reach the count or leave it out
_TURNS = " turns"


class NoSuchField(NotThere):
    """A template names a field that is not there; `held` is what it was looked for in."""

    def __init__(self, name: str, held: object, message: str | None = None) -> None:
        """Take the name as the template wrote it."""
        super().__init__(message)
        self.name, self.held = name, held


class Refused(TemplateError):
    """A template does what none may do; said in the language that is spoken when it is told."""

    def __init__(self, says: str, **values: object) -> None:
        """Take a message of the catalogue and its values."""
        super().__init__(says)
        self.says, self.values = says, values


class _Absent(StrictUndefined):
    """A field that is not there: whatever is done with it, it raises NoSuchField."""

    def __init__(self, hint: str | None = None, obj: Any = None, name: str | None = None) -> None:
        known = obj if isinstance(obj, dict | list) else None
        super().__init__(hint, obj, name, partial(NoSuchField, name or "", known))  # type: ignore[arg-type] # called once, with the message


class Jail(ImmutableSandboxedEnvironment):
    """Names reach into dicts and lists by key and number, and nowhere else.

    What a template says is judged as it is read, before it is compiled: the compiler already
    folds constants. Loops and output are counted.
    """

    def __init__(self, finalize: Callable[[Any], Any], deepest: int, *, autoescape: bool) -> None:
        """Take how a value is placed, and how many loops may stand inside each other."""
        super().__init__(
            undefined=_Absent,
            autoescape=autoescape,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.deepest = deepest
        self.filters = {**_FILTERS, _TURNS: _counted_turns}
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS}
        self.globals = {}
        self.concat = joined  # type: ignore[method-assign] # a method of the class, ours for each

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        read = super()._parse(source, name, filename)
        _judge(read, 0, self.deepest)
        return read

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands under a key; a Python value's attributes are never reached."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What stands under a key or a number of a dict or list."""
        if isinstance(obj, dict | list | LoopContext):
            return _within(obj, argument, self.undefined)
        if isinstance(obj, Undefined):
            # it is the field around that is not there: this raises and says so
            return str(obj)
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


@pass_context
def _counted_turns(context: Context, held: Any) -> list[Any]:
    """What a loop goes over, counted against all turns that a template may take."""
    if isinstance(held, Undefined):
        return list(held)
    if not isinstance(held, dict | list):
        raise Refused(mark("a loop goes over a list, and this is none"))
    left: list[int] = context.parent.setdefault(_TURNS, [MOST_TURNS])
    left[0] -= len(held)
    if left[0] < 0:
        raise Refused(mark("its loops take more than {most} turns"), most=MOST_TURNS)
    return list(held)


def joined(pieces: Iterable[str]) -> str:
    """What a template has made; raises TemplateError where it is more than a document holds."""
    made: list[str] = []
    left = LONGEST_OUTPUT
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise Refused(mark("it makes more than {most} characters"), most=LONGEST_OUTPUT)
        made.append(piece)
    return "".join(made)


def fill(
    name: str, load: Loader, escape: Escape | None, values: dict[str, Any],
    deepest: int = DEEPEST_LOOP, language: str = "",
) -> str:  # fmt: skip
    """The template's text with the values in it; `escape` None is HTML's own escaping.

    Its own words are in `language`, or in the one spoken now; what is wrong is always told in that.
    Raises IopError, with the line, for a template that is missing, unreadable, not allowed or in
    error.
    """
    raw = load(name)
    if not raw:
        says = mark("the template templates/{name} cannot be read; mend it or delete it")
        raise stopped(name, say(says, name=name))
    try:
        template = _template(raw, escape, deepest)
        with speaking(language or spoken()):
            return template.render({**values, "_": _})
    except UnicodeDecodeError:
        says = mark("the template templates/{name} is not UTF-8; save it as UTF-8")
        raise stopped(name, say(says, name=name)) from None
    except (TemplateError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
        reason, line = reason_of(error, values), line_of(error)
        says = mark("the template templates/{name} cannot be used: {error}")
        if line:
            says = mark("the template templates/{name} cannot be used: line {line}: {error}")
        told = say(says, name=name, line=str(line), error=reason)
        raise stopped(name, told) from None


def stopped(name: str, says: str) -> IopError:
    """What stops the command where a template cannot be used, with the way out."""
    help = _("Delete your own template to use the one that came with iop.")
    return IopError(says, help, f"templates/{name}", "template")


def reason_of(error: Exception, values: dict[str, Any]) -> str:
    """Why a template cannot be used; a field that is not there is told with the nearest name."""
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    if isinstance(error, Refused):
        return say(error.says, **error.values)
    if not isinstance(error, NoSuchField):
        return getattr(error, "message", None) or str(error)
    held = error.held if error.held is not None else values
    known = [str(key) for key in held] if isinstance(held, dict) else []
    return unknown(error.name, known)


def unknown(name: str, known: Iterable[str]) -> str:
    """That there is no such field, and which one may have been meant."""
    names = sorted(known)
    if meant := nearest(name, names):
        return say(mark("there is no field {name}; did you mean {meant}?"), name=name, meant=meant)
    if names:
        says = mark("there is no field {name}; there are {known}")
        return say(says, name=name, known=", ".join(names))
    return say(mark("there is no field {name}"), name=name)


def line_of(error: Exception) -> int:
    """The line of the template (from 1) where it went wrong; 0 where nobody knows."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    frame, line = error.__traceback__, 0
    while frame:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


@lru_cache(maxsize=32)
def _template(raw: bytes, escape: Escape | None, deepest: int) -> Template:
    text = raw.decode("utf-8-sig")
    if len(text) > LONGEST_TEMPLATE:
        raise Refused(mark("it is longer than {most} characters"), most=LONGEST_TEMPLATE)
    jail = _environment(escape, deepest)
    # constants in a template are escaped, and told in a language, as it is compiled
    how = (getattr(escape, name, "") for name in ("__module__", "__qualname__"))
    told = " ".join((*how, str(deepest), spoken()))
    code = compiled((raw, told.encode()), partial(_code, jail, text))
    return Template.from_code(jail, code, jail.make_globals(None))


def _code(jail: Jail, text: str) -> CodeType:
    return jail.compile(text)


@lru_cache(maxsize=8)
def _environment(escape: Escape | None, deepest: int) -> Jail:
    if escape is None:
        return Jail(placed, deepest, autoescape=True)
    return Jail(lambda value: escape(placed(value)), deepest, autoescape=False)


def placed(value: Any) -> Any:
    """A value that is placed in a text, as a text; raises TemplateError for what is none."""
    if value is None or isinstance(value, dict | list | tuple | LoopContext):
        if value is None:
            raise Refused(mark("nothing stands here, where a text is placed"))
        says = mark("a {kind} stands here, where a text is placed")
        raise Refused(says, kind=type(value).__name__)
    return value if isinstance(value, str) else str(value)


def _judge(node: nodes.Node, depth: int, deepest: int) -> None:
    """Refuse what a template may not say, and have the turns of each loop counted.

    Raises TemplateError that names what is refused and its line.
    """
    if not isinstance(node, _ALLOWED) or _is_call_of_another(node):
        says = mark("line {line} holds something that a template may not say ({what})")
        what = type(node).__name__.lower()
        raise Refused(says, line=str(node.lineno), what=what)
    if isinstance(node, nodes.For):
        depth += 1
        if depth > deepest or node.recursive:
            says = mark("line {line} nests more than {most} loops")
            raise Refused(says, line=str(node.lineno), most=deepest)
    for child in node.iter_child_nodes():
        _judge(child, depth, deepest)
    if isinstance(node, nodes.For):
        node.iter = nodes.Filter(node.iter, _TURNS, [], [], None, None, lineno=node.lineno)


def _is_call_of_another(node: nodes.Node) -> bool:
    """Whether a call is any other than _("…"), the only one a template may make."""
    if not isinstance(node, nodes.Call):
        return False
    ours = isinstance(node.node, nodes.Name) and node.node.name == "_"
    plain = len(node.args) == 1 and isinstance(node.args[0], nodes.Const)
    return not (ours and plain and not node.kwargs and not node.dyn_args and not node.dyn_kwargs)
