"""What pyproject asks for, what the locks hold, what the doctor looks for and what the examples pin are one story."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted((ROOT / "constraints").glob("py3*.txt"))
LOCKED_EXTRAS = ("mlflow", "sklearn", "example", "dev")


def versions(lock: Path) -> dict[str, Version]:
    """What a lock holds."""
    found = re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def parsed(lines: list[str]) -> list[Requirement]:
    return [Requirement(line) for line in lines]


def pins(path: Path) -> dict[str, Version]:
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return {canonicalize_name(name): Version(version) for name, version in (line.split("==") for line in lines if line)}


def test_every_python_has_a_lock() -> None:
    supported = [found[-2:] for found in map(str, PROJECT["classifiers"]) if re.search(r":: 3\.\d+$", found)]
    assert [lock.stem for lock in LOCKS] == [f"py3{series}" for series in sorted(supported)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_fits_what_is_asked_for(lock: Path) -> None:
    held = versions(lock)
    asked = parsed(PROJECT["dependencies"])
    for extra in LOCKED_EXTRAS:
        asked += parsed(PROJECT["optional-dependencies"][extra])
    assert [str(wish) for wish in asked if held.get(canonicalize_name(wish.name)) not in wish.specifier] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_breaks_no_known_cap(lock: Path) -> None:
    held = versions(lock)
    caps = [wish for extra in PROJECT["optional-dependencies"].values() for wish in parsed(extra)]
    broken = [
        str(cap) for cap in caps if (name := canonicalize_name(cap.name)) in held and held[name] not in cap.specifier
    ]
    assert broken == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert all(re.fullmatch(r"[a-z0-9._-]+==\S+( \\\n    --hash=sha256:[0-9a-f]{64})+\n", entry) for entry in entries)


def test_the_doctor_looks_for_the_core_dependencies() -> None:
    from mlspec.driver.doctor import CORE

    assert sorted(map(str, parsed(list(CORE)))) == sorted(map(str, parsed(PROJECT["dependencies"])))


def test_all_is_every_target_that_shares_an_environment() -> None:
    extras = PROJECT["optional-dependencies"]
    (wish,) = parsed(extras["all"])
    assert wish.name == PROJECT["name"]
    assert wish.extras == extras.keys() - {"all", "dev", "example", "vllm"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("specs/*/requirements.txt")), ids=lambda path: path.parent.name)
def test_an_example_pins_what_the_demo_installs(path: Path) -> None:
    held = versions(ROOT / "constraints" / "py311.txt")
    assert {name: version for name, version in pins(path).items() if held.get(name) != version} == {}
