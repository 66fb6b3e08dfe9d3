"""The libraries that the user's code imports, and the distributions that bring them."""

import sys
from collections.abc import Iterable

from mlspec.resolution.reached_code import ReachedCode
from mlspec.source.text import Place, Span
from mlspec.usercode.entrypoint import Entrypoint


def imported_libraries(reached: ReachedCode, entries: Iterable[Entrypoint]) -> tuple[str, ...]:
    """The names of the libraries that the functions reach, Python's own left out, sorted."""
    used = {name.partition(".")[0] for entry in entries for name in reached.of(entry).libraries}
    return tuple(sorted(name for name in used if name.isidentifier() and name not in sys.stdlib_module_names))


def import_place(reached: ReachedCode, entries: Iterable[Entrypoint], library: str) -> Place | None:
    """The first import statement that names the library; None where it is imported by a call."""
    import re  # only where something is wrong

    others = r"(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*"
    statement = re.compile(rf"^[ \t]*(?:import[ \t]+{others}|from[ \t]+)({library})\b", re.MULTILINE)
    for name in sorted({name for entry in entries for name in reached.of(entry).modules}):
        module = reached.modules.known(name)
        found = statement.search(module.text)
        if found is not None:
            return Place(module.path, Span(*found.span(1)))
    return None


def distribution_of(library: str) -> str:
    """What an index calls the library, as far as the two are known to differ."""
    return _DISTRIBUTIONS.get(library, library.replace("_", "-").lower())


def is_brought(library: str, distributions: Iterable[str]) -> bool:
    """Whether one of the distributions, in the spelling of the index, is likely to bring the library."""
    names = {distribution_of(library), library.replace("_", "-").lower()}
    spelled = {one for name in names for one in (name, f"python-{name}", f"py{name}", f"{name}-python")}
    return any(one in spelled or one.startswith(tuple(f"{name}-" for name in names)) for one in distributions)


_DISTRIBUTIONS = {
    "Crypto": "pycryptodome",
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyopenssl",
    "PIL": "pillow",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "community": "python-louvain",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "fitz": "pymupdf",
    "git": "gitpython",
    "grpc": "grpcio",
    "imblearn": "imbalanced-learn",
    "jwt": "pyjwt",
    "kafka": "kafka-python",
    "mpl_toolkits": "matplotlib",
    "osgeo": "gdal",
    "pkg_resources": "setuptools",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "sksurv": "scikit-survival",
    "umap": "umap-learn",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}
