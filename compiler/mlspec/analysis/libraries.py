"""The libraries that the user's code imports, and the distributions that bring them."""

import re
import sys
from collections.abc import Iterable

from mlspec.resolution.reached_code import ReachedCode
from mlspec.source.text import Place
from mlspec.usercode.entrypoint import Entrypoint


def imported_libraries(reached: ReachedCode, entries: Iterable[Entrypoint]) -> dict[str, Place | None]:
    """The names of the libraries that the functions reach, Python's own left out, and where each is imported."""
    modules: dict[str, set[str]] = {}
    for entry in entries:
        reach = reached.of(entry)
        for name in reach.libraries:
            top = name.partition(".")[0]
            if top.isidentifier() and top not in sys.stdlib_module_names:
                modules.setdefault(top, set()).update(reach.modules)
    return {top: _place_of(reached, top, modules[top]) for top in sorted(modules)}


def distribution_of(library: str) -> str:
    """What an index calls the library, as far as the two are known to differ."""
    return _DISTRIBUTIONS.get(library, library.replace("_", "-").lower())


def is_brought(library: str, distributions: Iterable[str]) -> bool:
    """Whether one of the distributions, in the spelling of the index, is likely to bring the library."""
    names = {distribution_of(library), library.replace("_", "-").lower()}
    spelled = {one for name in names for one in (name, f"python-{name}", f"py{name}", f"{name}-python")}
    return any(one in spelled or one.startswith(tuple(f"{name}-" for name in names)) for one in distributions)


def _place_of(reached: ReachedCode, library: str, modules: set[str]) -> Place | None:
    """The first import statement that names the library."""
    others = r"(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*"
    statement = re.compile(rf"^[ \t]*(?:import[ \t]+{others}|from[ \t]+)({library})\b", re.MULTILINE)
    for name in sorted(modules):
        module = reached.modules.find(name)
        found = statement.search(module.text) if module is not None else None
        if module is not None and found is not None:
            line = module.text.count("\n", 0, found.start(1)) + 1
            column = found.start(1) - (module.text.rfind("\n", 0, found.start(1)) + 1)
            return module.place(line, column, len(library))
    return None


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
