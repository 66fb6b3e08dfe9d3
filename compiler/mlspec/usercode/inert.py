"""Calls and decorators that are known to do nothing on import but make a value or wrap a function.

What is not listed is taken to have an effect, and then counts for all who import the module. A name ends in `.*` where
all that lies right below it does so.
"""

INERT_CALLS = frozenset(
    """
    abs all any bool bytearray bytes chr complex dict divmod enumerate float frozenset getattr hasattr int isinstance
    issubclass len list max min object ord pow property range repr reversed round set slice sorted str sum super tuple
    zip

    argparse.ArgumentParser attr.ib attrs.field click.* collections.* contextvars.ContextVar dataclasses.field
    datetime.* datetime.date.* datetime.datetime.* decimal.* enum.auto fastapi.* fractions.* functools.partial
    importlib.metadata.version itertools.* logging.getLogger math.* numpy.arange numpy.array numpy.asarray numpy.dtype
    numpy.float32 numpy.float64 numpy.int32 numpy.int64 numpy.linspace numpy.ones numpy.zeros operator.*
    os.environ.get os.getenv os.path.* pandas.CategoricalDtype pandas.Timedelta pandas.Timestamp pathlib.* prefect.*
    pydantic.* pydantic_settings.* re.compile sqlalchemy.* sqlalchemy.orm.* string.Template struct.Struct
    threading.Lock threading.RLock threading.local typer.* types.MappingProxyType types.SimpleNamespace typing.*
    typing_extensions.* uuid.UUID zoneinfo.ZoneInfo
    """.split()
)

FIXED_CALLS = frozenset(
    """
    abs bool bytes complex float frozenset int len max min ord range repr round str

    datetime.date datetime.datetime datetime.time datetime.timedelta decimal.Decimal fractions.Fraction
    logging.getLogger os.environ.get os.getenv pathlib.Path pathlib.PurePath re.compile string.Template struct.Struct
    types.MappingProxyType typing.NewType typing.ParamSpec typing.TypeVar uuid.UUID zoneinfo.ZoneInfo
    """.split()
)

# Methods of strings and paths, whose values cannot change.
FIXED_METHODS = frozenset(
    """
    as_posix casefold encode endswith expanduser format join joinpath lower lstrip partition relative_to removeprefix
    removesuffix replace resolve rpartition rstrip startswith strip title upper with_name with_suffix
    """.split()
)

# Methods of whatever value; those of an imported module are functions, and not meant.
INERT_METHODS = FIXED_METHODS | frozenset(
    "copy difference fromkeys get intersection items keys rsplit split splitlines union values".split()
)

INERT_DECORATORS = frozenset(
    """
    classmethod property staticmethod

    abc.ABCMeta abc.abstractmethod attr.dataclass attr.s attrs.define attrs.frozen attrs.mutable beartype.beartype
    cachetools.cached contextlib.asynccontextmanager contextlib.contextmanager dataclasses.dataclass enum.EnumMeta
    enum.EnumType enum.unique functools.cache functools.cached_property functools.lru_cache functools.singledispatch
    functools.total_ordering functools.wraps jax.jit joblib.wrap_non_picklable_objects numba.guvectorize numba.jit
    numba.njit numba.vectorize pydantic.computed_field pydantic.dataclasses.dataclass pydantic.field_serializer
    pydantic.field_validator pydantic.model_serializer pydantic.model_validator pydantic.validate_call
    pydantic.validator retry.retry tenacity.retry tensorflow.function torch.compile torch.inference_mode
    torch.jit.export torch.jit.script torch.no_grad typeguard.typechecked typing.final typing.no_type_check
    typing.overload typing.override typing.runtime_checkable typing_extensions.final typing_extensions.overload
    typing_extensions.override typing_extensions.runtime_checkable warnings.deprecated
    """.split()
)
