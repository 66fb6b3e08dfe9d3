"""What `README.md` is made of: facts, the lifecycle, gates, data, commands, files."""

from mlspec.codegen.code import Code
from mlspec.vocabulary.record import record


@record
class Promotion:
    """The further gates that stand before an environment: its name, and the rows of the table of gates."""

    environment: Code
    gates: tuple[Code, ...]


@record
class DatasetPart:
    """A dataset: its name, how it comes about, and the rows of the table of its columns where they are declared."""

    name: Code
    source: Code
    columns: tuple[Code, ...]


@record
class EndpointPart:
    """An endpoint: what it takes and answers in words, the rows of the table of its fields, a request as a command."""

    path: Code
    takes: Code
    fields: tuple[Code, ...]
    example: Code
    answer: Code
    beside: Code


@record
class ModelPage:
    """The whole of `README.md`: rows of tables, lines of the chart, sentences; a part that is empty is left out."""

    header: Code
    name: str
    description: Code
    facts: tuple[Code, ...]
    lifecycle: tuple[Code, ...]
    steps: tuple[Code, ...]
    registers: bool
    gates: tuple[Code, ...]
    champion: Code
    promotions: tuple[Promotion, ...]
    environments: tuple[Code, ...]
    datasets: tuple[DatasetPart, ...]
    endpoints: tuple[EndpointPart, ...]
    is_watched: bool
    limits: tuple[Code, ...]
    watched: Code
    retrained: Code
    checklist: tuple[Code, ...]
    commands: tuple[Code, ...]
    notes: tuple[Code, ...]
    records: Code
    files: tuple[Code, ...]
