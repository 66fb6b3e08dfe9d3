"""What every test stands on: no library reports its use, and nothing of the caller's shell reaches a test."""

import os

from hypothesis import settings

_SILENT = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "BENTOML_DO_NOT_TRACK": "True",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}

# A tracking server, a job's own variables or a wish for colours in the caller's shell would change what a test sees.
_FOREIGN_PREFIXES = ("MLFLOW_", "PREFECT_", "BENTOML_", "GITHUB_", "MLSPEC_", "GIT_")
_FOREIGN_NAMES = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "PYTHONPATH")

for _name in tuple(os.environ):
    if _name.startswith(_FOREIGN_PREFIXES) or _name in _FOREIGN_NAMES:
        del os.environ[_name]
os.environ.update(_SILENT)
# Two OpenMP threads beside another busy worker are several times slower than one.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long one example takes depends on what else the machine does; a benchmark, not a test, guards speed.
settings.register_profile("mlspec", deadline=None)
settings.load_profile("mlspec")
