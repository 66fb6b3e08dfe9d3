"""Templates that hold layout only: each names exactly the fields of its view, and every value arrives as a literal."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mlspec.codegen.code import Code, dotted, identifier, prose
from mlspec.codegen.markdown import markdown_code, markdown_text
from mlspec.codegen.python_literal import python_literal

if TYPE_CHECKING:
    import jinja2

View = TypeVar("View")


class Template(Generic[View]):
    """A file below `templates/`, whose last suffix before `.j2` tells how values are spelled."""

    def __init__(self, path: str, view: type[View]) -> None:
        """Name the template and the record that it shows."""
        self.path = path
        self.view = view

    def render(self, view: View) -> str:
        """The text; raises jinja2.UndefinedError where the template names what the view lacks."""
        fields = {name: getattr(view, name) for name in self.view.__match_args__}  # type: ignore[attr-defined]  # set by record
        return _load(self.path).render(fields)


def template_root() -> str:
    """The folder of the templates: beside the code in an installed wheel, at the top of a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "templates")
    return installed if os.path.isdir(installed) else os.path.join(package, os.pardir, os.pardir, "templates")


@cache
def _load(path: str) -> "jinja2.Template":
    return _environment(path.removesuffix(".j2").rpartition(".")[2]).get_template(path)


@cache
def _environment(language: str) -> "jinja2.Environment":
    import jinja2

    from mlspec.codegen.template_cache import TemplateCache

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_root()),
        finalize=_SPELLERS[language],
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - `finalize` spells every value in the target's language
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=TemplateCache(template_root()),
    )
    environment.filters = {"identifier": identifier, "dotted": dotted, "prose": prose, "code": markdown_code}
    return environment


def _spell_python(value: Any) -> str:
    return value if isinstance(value, Code) else python_literal(value)


def _spell_markdown(value: Any) -> str:
    return value if isinstance(value, Code) else markdown_text(value)


_SPELLERS = {"py": _spell_python, "md": _spell_markdown}
