"""What `tracking.py` is made of: the store, the schema of what is logged, and how a model becomes a version."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Table:
    """A frame's name, and the declared columns of the dataset that it belongs to."""

    frame: str
    columns: Code


@record
class FrameSchema:
    """How declared columns become MLflow's.

    `table` is that of all frames; where frames belong to several datasets, `tables` has one a frame. `types` is the
    dictionary, in which values that are no scalars may be anything.
    """

    table: Code
    tables: tuple[Table, ...]
    has_any: bool
    types: Code


@record
class Example:
    """A few rows, stored with the model to show what it takes: by their declared columns, or without the target."""

    columns: Code
    target: str


@record
class Library:
    """MLflow's module for a library, and the arguments of its `log_model`, one a line."""

    module: Code
    arguments: tuple[Code, ...]


@record
class Adapter:
    """The file that shows MLflow a pickled object, the folders of the user's modules, further arguments, one a line."""

    file: str
    sources: Code
    arguments: tuple[Code, ...]


@record
class Part:
    """One file or object of a model that is stored as it is: where it comes from, where it goes, how it comes back."""

    name: str
    given: Code
    as_file: bool
    read: Code


@record
class Parts:
    """A model that is stored as it is; `result` is what loading gives, made of what `read` gives for each part."""

    kept: tuple[Part, ...]
    has_objects: bool
    result: Code


@record
class Registry:
    """How a model becomes a version: exactly one of `library`, `adapter` and `parts` is set.

    `files` and `tags` are the lines of the constants, empty where there are none.
    """

    model: str
    description: Code
    tags: Code
    unused_rows: bool
    files: Code
    files_root: Code
    example: Example | None
    library: Library | None
    adapter: Adapter | None
    parts: Parts | None


@record
class TrackingModule:
    """The whole of `tracking.py`; `copies_files` where a copied version brings what lies beside its model.

    `store_missing` tells of a variable that has to hold the store's address and is not set; `store_variables` are those
    of further stores.
    """

    name: str
    spec_path: str
    up: int
    standard_imports: tuple[Code, ...]
    library_imports: tuple[Code, ...]
    source_folders: tuple[str, ...]
    user_module: str
    project: Code
    store: Code
    stores: tuple[Code, ...]
    store_missing: str
    store_variables: Code
    experiment: str
    digested: Code
    logged_schema: Code
    schema: FrameSchema | None
    registry: Registry | None
    keeps_reference: bool
    copies_files: bool
