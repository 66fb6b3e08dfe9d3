"""Calls and decorators that are known to do nothing on import but make a value or wrap a function.

What is not listed is taken to have an effect, and then counts for all who import the module.
"""

INERT_CALLS = frozenset(
    """
    abs all any bool bytes bytearray chr complex dict divmod enumerate float frozenset getattr hasattr int isinstance issubclass len list
    max min object ord pow property range repr reversed round set slice sorted str sum super tuple zip
    argparse.ArgumentParser attr.ib attrs.field click.* collections.* contextvars.ContextVar dataclasses.field datetime.* decimal.*
    enum.auto fastapi.* fractions.* functools.partial importlib.metadata.version itertools.* logging.getLogger math.* numpy.array
    numpy.asarray numpy.arange numpy.linspace numpy.float32 numpy.float64 numpy.int32 numpy.int64 numpy.dtype numpy.zeros numpy.ones
    operator.* os.environ.get os.getenv os.path.* os.path.join os.path.dirname pandas.Timestamp pandas.Timedelta pandas.CategoricalDtype
    pathlib.* prefect.* pydantic.* pydantic_settings.* re.compile sqlalchemy.* sqlalchemy.orm.* string.Template struct.Struct
    threading.Lock threading.RLock threading.local typer.* types.MappingProxyType types.SimpleNamespace typing.* typing_extensions.*
    uuid.UUID zoneinfo.ZoneInfo
    """.split()
)

FIXED_CALLS = frozenset(
    """
    abs bool bytes complex float frozenset int len max min ord range repr round str
    datetime.date datetime.datetime datetime.time datetime.timedelta decimal.Decimal fractions.Fraction logging.getLogger
    os.environ.get os.getenv pathlib.Path pathlib.PurePath re.compile string.Template struct.Struct types.MappingProxyType typing.NewType
    typing.ParamSpec typing.TypeVar uuid.UUID zoneinfo.ZoneInfo
    """.split()
)

INERT_METHODS = frozenset(
    """
    as_posix casefold copy difference encode endswith expanduser format fromkeys get intersection items join joinpath keys lower lstrip
    partition relative_to removeprefix removesuffix replace resolve rpartition rsplit rstrip split splitlines startswith strip title union
    upper values with_name with_suffix
    """.split()
)

INERT_DECORATORS = frozenset(
    """
    abc.abstractmethod attr.dataclass attr.s attrs.define attrs.frozen attrs.mutable classmethod
    contextlib.asynccontextmanager contextlib.contextmanager dataclasses.dataclass enum.unique functools.cache functools.cached_property
    functools.lru_cache functools.singledispatch functools.total_ordering functools.wraps joblib.wrap_non_picklable_objects
    numba.jit numba.njit numba.vectorize numba.guvectorize pydantic.dataclasses.dataclass pydantic.validate_call property retry.retry
    staticmethod tenacity.retry torch.no_grad torch.inference_mode torch.jit.script torch.compile tensorflow.function typing.final
    typing.no_type_check typing.overload typing.runtime_checkable typing_extensions.final typing_extensions.overload
    typing_extensions.runtime_checkable warnings.deprecated jax.jit abc.ABCMeta enum.EnumMeta enum.EnumType
    """.split()
)
