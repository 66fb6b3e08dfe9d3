"""Spelling `README.md`."""

from mlspec.backends.readme.model_page import ModelPage
from mlspec.backends.readme.readme_file import ReadmeFile
from mlspec.codegen.artifact import Artifact, Emission
from mlspec.codegen.template import Template

PAGE = Template("readme/README.md.j2", ModelPage)


def emit(file: ReadmeFile) -> Emission:
    """One page."""
    return Emission((Artifact(f"{file.folder}/README.md", PAGE.render(file.page)),))
