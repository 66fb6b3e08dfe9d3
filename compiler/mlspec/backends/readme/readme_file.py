"""The file that the back end writes."""

from mlspec.backends.readme.model_page import ModelPage
from mlspec.vocabulary.record import record


@record
class ReadmeFile:
    """The page, and the folder that it stands in."""

    folder: str
    page: ModelPage
