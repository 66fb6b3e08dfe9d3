"""Names by which code looks other code up while it runs."""

from enum import Enum


class Sight(Enum):
    """What cannot be seen any more where such a name is used."""

    MODULE = "which names of the module are used"
    ROOTS = "which modules are imported"
    ELSEWHERE = "which code from elsewhere is run"


OPAQUE_NAMES: dict[str, Sight] = {
    "eval": Sight.MODULE,
    "exec": Sight.MODULE,
    "globals": Sight.MODULE,
    "sys.modules": Sight.MODULE,
    "__import__": Sight.ROOTS,
    "importlib.__import__": Sight.ROOTS,
    "importlib.import_module": Sight.ROOTS,
    "hydra.utils.get_class": Sight.ROOTS,
    "hydra.utils.get_method": Sight.ROOTS,
    "hydra.utils.get_object": Sight.ROOTS,
    "hydra.utils.instantiate": Sight.ROOTS,
    "pkgutil.iter_modules": Sight.ROOTS,
    "pkgutil.resolve_name": Sight.ROOTS,
    "pkgutil.walk_packages": Sight.ROOTS,
    "pydoc.locate": Sight.ROOTS,
    "runpy.run_module": Sight.ROOTS,
    "importlib.machinery": Sight.ELSEWHERE,
    "importlib.util.module_from_spec": Sight.ELSEWHERE,
    "importlib.util.spec_from_file_location": Sight.ELSEWHERE,
    "runpy.run_path": Sight.ELSEWHERE,
    "site.addsitedir": Sight.ELSEWHERE,
    "sys.meta_path": Sight.ELSEWHERE,
    "sys.path": Sight.ELSEWHERE,
    "sys.path_hooks": Sight.ELSEWHERE,
}
