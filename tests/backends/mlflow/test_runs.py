"""What is compiled does what it says: runs, versions, aliases and copies in real stores, embedded ones."""

import importlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import Ridge

pytestmark = pytest.mark.slow

CASES = Path(__file__).parent / "cases"
OWN = {"tracking", "columns", "tumors", "diabetes", "finder", "ranker", "ranker.io", "ranker.steps", "promoted"}


class Compiled(NamedTuple):
    """A compiled case: its module, its folder of generated files, its store."""

    tracking: Any
    generated: Path
    store: str


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with MLflow's tables, which take seconds to make."""
    import mlflow

    file = tmp_path_factory.mktemp("store") / "mlflow.db"
    mlflow.MlflowClient(f"sqlite:///{file}").search_experiments()
    return file


@pytest.fixture
def compiled(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    empty_store: Path,
    compile_case: Callable[[Path, Path], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Compiled]:
    """The case that the test is parametrized with, its module imported as a job would, with a store of its own."""
    generated = compile_case(CASES / request.param, tmp_path / "repository")
    shutil.copy(empty_store, tmp_path / "mlflow.db")
    store = f"sqlite:///{tmp_path}/mlflow.db"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", store)
    monkeypatch.setenv("RUNS_OF_CLUSTERS", store)
    monkeypatch.setattr(sys, "path", [str(generated), *sys.path])
    yield Compiled(imported("tracking"), generated, store)
    for name in OWN & sys.modules.keys():
        del sys.modules[name]


def imported(name: str) -> ModuleType:
    """The module as a new process would see it."""
    for known in OWN & sys.modules.keys():
        del sys.modules[known]
    return importlib.import_module(name)


def tumors(rows: int = 60) -> pd.DataFrame:
    numbers = np.random.default_rng(1)
    frame = pd.DataFrame({"radius": numbers.normal(size=rows), "texture": numbers.normal(size=rows)})
    frame.loc[3, "texture"] = np.nan
    frame["lobes"] = 2.0
    frame["side"] = pd.Categorical(["left", "right"] * (rows // 2))
    frame["benign"] = (frame["radius"] > 0).astype("int64")
    return frame


def fitted(frame: pd.DataFrame) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(max_iter=5, categorical_features="from_dtype")
    return model.fit(frame.drop(columns="benign"), frame["benign"])


def folder_of(tracking: Any, version: Any) -> Path:
    return Path(tracking._folder(version))


@pytest.mark.parametrize("compiled", ["declared-columns"], indirect=True)
def test_a_classifier_goes_from_a_run_to_another_store(compiled: Compiled, empty_store: Path, tmp_path: Path) -> None:
    import mlflow

    tracking, frame = compiled.tracking, tumors()
    identity = {"data": "first", "code": "abc"}
    assert tracking.version_at("champion") is None
    assert tracking.version_of(identity) is None
    with tracking.start_run("as of today", identity) as run_id:
        tracking.log_params({"train.rate": 0.1, "mrr@10": [1, 2]})
        tracking.log_metrics({"accuracy": 0.9, "mrr@10": 0.5})
        tracking.log_dataset("training", frame, "training")
        version = tracking.register(fitted(frame), frame, {"accuracy": 0.9}, identity)
    assert version == (1, {"accuracy": 0.9}, compiled.store)

    run = mlflow.MlflowClient(compiled.store).get_run(run_id)
    assert run.info.status == "FINISHED"
    assert run.data.params == {"train.rate": "0.1", "mrr_at_10": "[1, 2]"}
    assert run.data.metrics == {"accuracy": 0.9, "mrr_at_10": 0.5, "training.rows": 60.0}
    assert {"data", "code", "commit", "spec"} <= run.data.tags.keys()
    (logged,) = run.inputs.dataset_inputs
    assert json.loads(logged.dataset.schema)["mlflow_colspec"][1] == {
        "type": "double",
        "name": "texture",
        "required": False,
    }

    assert tracking.version_of(identity) == version
    assert tracking.version_of({**identity, "data": "second"}) is None
    tracking.set_alias(version, "champion")
    assert tracking.version_at("champion") == version
    assert tracking.version_at("staging") is None
    answers = tracking.load(version).predict(frame.drop(columns="benign"))
    assert (answers == fitted(frame).predict(frame.drop(columns="benign"))).all()
    assert "scikit-learn==1.9.1" in (folder_of(tracking, version) / "requirements.txt").read_text()
    signature = mlflow.models.get_model_info(str(folder_of(tracking, version))).signature
    assert [(column.name, column.required) for column in signature.inputs] == [
        ("radius", True),
        ("texture", False),
        ("lobes", True),
        ("side", True),
    ]
    assert signature.outputs.to_dict() == [{"type": "long", "required": True}]

    shutil.copy(empty_store, tmp_path / "production.db")
    elsewhere = f"sqlite:///{tmp_path}/production.db"
    copy = tracking.copy_to(version, elsewhere)
    assert copy == (1, {"accuracy": 0.9}, elsewhere)
    assert tracking.copy_to(version, elsewhere) == copy
    tracking.set_alias(copy, "champion")
    assert tracking.version_at("champion", elsewhere) == copy
    assert tracking.version_of(identity, elsewhere) == copy
    assert (tracking.load(copy).predict(frame.drop(columns="benign")) == answers).all()
    (there,) = mlflow.MlflowClient(elsewhere).search_model_versions("name = 'tumor-classifier'")
    files = mlflow.MlflowClient(elsewhere).list_artifacts(there.run_id)
    assert sorted(file.path for file in files) == ["card.md", "model"]
    assert tracking.where() == compiled.store


@pytest.mark.parametrize("compiled", ["declared-columns"], indirect=True)
def test_a_run_can_be_gone_on_with_and_fails_where_what_is_inside_fails(compiled: Compiled) -> None:
    import mlflow

    tracking, client = compiled.tracking, mlflow.MlflowClient(compiled.store)
    with pytest.raises(ZeroDivisionError), tracking.start_run("broken", {}) as run_id:
        _ = 1 / 0
    assert client.get_run(run_id).info.status == "FAILED"
    with tracking.start_run("broken", {}, run_id) as again:
        tracking.log_metrics({"accuracy": 1.0})
    assert again == run_id
    assert client.get_run(run_id).info.status == "FINISHED"


@pytest.mark.parametrize("compiled", ["declared-columns"], indirect=True)
def test_a_model_that_cannot_be_stored_leaves_no_version(compiled: Compiled) -> None:
    import mlflow

    tracking, frame = compiled.tracking, tumors()
    with pytest.raises(tracking.TrackingError, match="register the model"), tracking.start_run("unsaved", {}):
        tracking.register(lambda rows: rows, frame, {}, {"data": "first"})
    assert mlflow.MlflowClient(compiled.store).search_registered_models() == []
    assert tracking.version_of({"data": "first"}) is None


@pytest.mark.parametrize("compiled", ["no-columns"], indirect=True)
def test_a_server_that_does_not_answer_is_a_fault_and_never_a_no(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mlflow

    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setattr(compiled.tracking, "STORE", "http://user:secret@127.0.0.1:9")
    monkeypatch.setattr(mlflow, "get_tracking_uri", lambda: "http://127.0.0.1:9")
    tracking, nowhere = compiled.tracking, "http://user:secret@127.0.0.1:9"
    requests: tuple[Callable[[], object], ...] = (
        lambda: tracking.version_at("champion", nowhere),
        lambda: tracking.version_of({}, nowhere),
        lambda: tracking.set_alias(tracking.Version(1, {}, nowhere), "champion"),
        lambda: tracking.load(tracking.Version(1, {}, nowhere)),
        lambda: tracking.start_run("never", {}).__enter__(),
        lambda: tracking.copy_to(tracking.Version(1, {}, compiled.store), nowhere),
    )
    for ask in requests:
        with pytest.raises(tracking.TrackingError) as fault:
            ask()
        assert "secret" not in str(fault.value)


@pytest.mark.parametrize("compiled", ["no-columns"], indirect=True)
def test_a_regressor_without_declared_columns(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    import mlflow

    # The spec names a server as it is; the test needs one that is there.
    tracking = at_store(compiled, monkeypatch)
    frame = pd.DataFrame({"age": range(20), "bmi": np.linspace(20, 30, 20), "progression": range(20)})
    frame["notes"] = [["several", "words"]] * 20
    model = Ridge().fit(frame[["age", "bmi"]], frame["progression"])
    with tracking.start_run("today", {}):
        tracking.log_dataset("patients", frame, "training")
        version = tracking.register(model, frame.drop(columns="notes"), {"r2": float("nan")}, {"data": "first"})
    found = tracking.version_of({"data": "first"})
    assert found.number == version.number == 1
    assert np.isnan(found.metrics["r2"])
    assert tracking.load(version).predict(frame[["age", "bmi"]]) == pytest.approx(model.predict(frame[["age", "bmi"]]))
    signature = mlflow.models.get_model_info(str(folder_of(tracking, version))).signature
    assert [(str(column.type), column.name) for column in signature.inputs] == [
        ("DataType.double", "age"),
        ("DataType.double", "bmi"),
    ]
    assert "scikit-learn" in (folder_of(tracking, version) / "requirements.txt").read_text()
    client = mlflow.MlflowClient(compiled.store)
    assert client.get_registered_model("diabetes").description == tracking.DESCRIPTION
    assert client.get_model_version("diabetes", "1").tags.items() >= {"team": "metabolism", "risk": 'high "\\'}.items()


def at_store(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> Any:
    import mlflow

    file = compiled.generated / "tracking.py"
    text = file.read_text()
    assert "https://mlflow.example.com" in text
    file.write_text(text.replace("https://mlflow.example.com", compiled.store))
    tracking = imported("tracking")
    assert mlflow.get_tracking_uri() == compiled.store
    return tracking


@pytest.mark.parametrize("compiled", ["object-of-no-known-library", "pyfunc-object"], indirect=True)
def test_any_object_comes_back_as_it_was(compiled: Compiled) -> None:
    import mlflow

    tracking = compiled.tracking
    retriever = importlib.import_module("finder").Retriever(["the sun", "the moon"])
    with tracking.start_run("today", {}):
        version = tracking.register(retriever, None, {"mrr@10": 1.0}, {"data": "first"})
    assert version.metrics == {"mrr@10": 1.0}
    assert tracking.load(version).passages == ["the sun", "the moon"]
    if (compiled.generated / "pyfunc_model.py").exists():
        question = pd.DataFrame({"question": ["moon"]})
        model = mlflow.pyfunc.load_model(f"models:/{tracking.MODEL}/1")
        assert model.predict(question) == ["the moon"]
        assert sorted(path.name for path in (folder_of(tracking, version) / "code").iterdir()) == [
            "beside.py",
            "finder.py",
        ]


@pytest.mark.parametrize("compiled", ["pyfunc-object"], indirect=True)
def test_the_registered_object_answers_where_this_repository_is_not(compiled: Compiled, tmp_path: Path) -> None:
    import subprocess

    tracking = compiled.tracking
    retriever = importlib.import_module("finder").Retriever(["the sun", "the moon"])
    with tracking.start_run("today", {}):
        version = tracking.register(retriever, None, {}, {"data": "first"})
    shutil.copytree(folder_of(tracking, version), tmp_path / "model")
    shutil.rmtree(tmp_path / "repository")
    program = (
        "import mlflow, pandas, sys; model = mlflow.pyfunc.load_model(sys.argv[1]);"
        "print(model.predict(pandas.DataFrame({'question': ['moon']})))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "model")], capture_output=True, text=True, check=False
    )
    assert answer.stdout.strip() == "['the moon']", answer.stderr


@pytest.mark.parametrize("compiled", ["model-that-a-command-makes"], indirect=True)
def test_a_file_stays_a_file(compiled: Compiled, tmp_path: Path, empty_store: Path) -> None:
    import mlflow

    tracking, model = compiled.tracking, tmp_path / "model.bin"
    model.write_bytes(b"\0weights")
    with tracking.start_run("today", {}):
        version = tracking.register(model, None, {"accuracy": 0.95}, {"data": "first"})
    loaded = tracking.load(version)
    assert (loaded.name, loaded.read_bytes()) == ("model.bin", b"\0weights")
    shutil.copy(empty_store, tmp_path / "production.db")
    copy = tracking.copy_to(version, f"sqlite:///{tmp_path}/production.db")
    assert tracking.load(copy).read_bytes() == b"\0weights"
    assert tracking.version_of({"data": "first"}, copy.store) == copy
    assert mlflow.MlflowClient(copy.store).get_registered_model("scripts").description == "A script."


@pytest.mark.parametrize("compiled", ["model-that-a-command-makes"], indirect=True)
def test_a_folder_stays_a_folder(compiled: Compiled, tmp_path: Path) -> None:
    tracking, model = compiled.tracking, tmp_path / "weights"
    (model / "layers").mkdir(parents=True)
    (model / "layers/first.bin").write_bytes(b"1")
    with tracking.start_run("today", {}):
        version = tracking.register(model, None, {}, {"data": "first"})
    assert (tracking.load(version) / "layers/first.bin").read_bytes() == b"1"


@pytest.mark.parametrize("compiled", ["model-of-several-files"], indirect=True)
def test_a_model_of_several_files_is_made_again_by_the_users_own_function(compiled: Compiled, tmp_path: Path) -> None:
    tracking, weights = compiled.tracking, tmp_path / "model.onnx"
    weights.write_bytes(b"onnx")
    with tracking.start_run("today", {}):
        version = tracking.register({"weights": weights, "encoder": {"a": 1}}, None, {}, {"data": "first"})
    assert tracking.load(version) == (b"onnx", {"a": 1})


@pytest.mark.parametrize("compiled", ["model-of-several-objects"], indirect=True)
def test_a_model_of_several_objects_comes_back_by_their_names(compiled: Compiled) -> None:
    tracking, parts = compiled.tracking, {"weights": [0.5], "encoder": {"a": 1}}
    with tracking.start_run("today", {}):
        version = tracking.register(parts, None, {}, {"data": "first"})
    assert tracking.load(version) == parts


@pytest.mark.parametrize("compiled", ["runs-only"], indirect=True)
def test_runs_without_a_registry(compiled: Compiled) -> None:
    assert not hasattr(compiled.tracking, "register")
    with compiled.tracking.start_run("today", {"data": "first"}):
        compiled.tracking.log_metrics({"silhouette": 0.3})


@pytest.mark.parametrize("compiled", ["several-datasets"], indirect=True)
def test_each_dataset_has_its_own_columns(compiled: Compiled) -> None:
    import mlflow

    tracking = compiled.tracking
    rides = pd.DataFrame({"start": pd.to_datetime(["2024-01-01"]), "zones": [["a", "b"]], "seconds": [60.0]})
    with tracking.start_run("today", {}) as run_id:
        tracking.log_dataset("holdout", rides, "evaluation")
        tracking.log_dataset("weather", pd.DataFrame({"day": ["2024-01-01"], "rain": [0.5]}), "training")
        tracking.log_dataset("notes", pd.DataFrame({"text": [{"a": 1}]}), "training")
    inputs = mlflow.MlflowClient(compiled.store).get_run(run_id).inputs.dataset_inputs
    schemas = {found.dataset.name: json.loads(found.dataset.schema or "{}") for found in inputs}
    assert [column["type"] for column in schemas["holdout"]["mlflow_colspec"]] == ["datetime", "any", "double"]
    assert [column["required"] for column in schemas["weather"]["mlflow_colspec"]] == [True, False]
    assert not schemas["notes"]


@pytest.mark.parametrize("compiled", ["rows-to-compare-with"], indirect=True)
def test_rows_are_kept_with_a_version_and_go_where_it_goes(
    compiled: Compiled, empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracking, frame = compiled.tracking, tumors()
    monkeypatch.setattr(tracking, "REFERENCE_ROWS", 40)
    with tracking.start_run("today", {}):
        tracking.log_reference("holdout", frame)
        version = tracking.register(fitted(frame), frame, {}, {"data": "first"})
    with tracking.start_run("again", {}):
        tracking.log_reference("holdout", frame)
        again = tracking.register(fitted(frame), frame, {}, {"data": "second"})
    kept = tracking.reference(version, "holdout")
    assert len(kept) == 40
    assert (kept.dtypes == frame.dtypes).all()
    assert set(kept["radius"]) < set(frame["radius"])
    pd.testing.assert_frame_equal(kept, tracking.reference(again, "holdout"))
    with pytest.raises(tracking.TrackingError, match="no rows of training are kept with version 1"):
        tracking.reference(version, "training")
    shutil.copy(empty_store, tmp_path / "production.db")
    copy = tracking.copy_to(version, f"sqlite:///{tmp_path}/production.db")
    pd.testing.assert_frame_equal(kept, tracking.reference(copy, "holdout"))


@pytest.mark.parametrize("compiled", ["another-store-in-production"], indirect=True)
def test_an_environment_has_a_store_of_its_own(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled.tracking.store_of("staging") == compiled.tracking.store_of("local") == compiled.store
    assert compiled.tracking.store_of("canary") == "https://mlflow.canary.example.com"
    assert compiled.tracking.store_of("production") == "https://mlflow.production.example.com"
    monkeypatch.setenv("PRODUCTION_STORE", "https://other.example.com")
    assert imported("tracking").store_of("production") == "https://other.example.com"


@pytest.mark.parametrize("compiled", ["another-store-in-production"], indirect=True)
def test_the_variable_of_a_store_is_asked_for_when_the_store_is_used(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compiled.tracking.version_at("champion") is None
    told = "the environment variable MIRROR_STORE is not set; the store of `mirror` needs it"
    with pytest.raises(compiled.tracking.TrackingError, match=told):
        compiled.tracking.store_of("mirror")
    monkeypatch.setenv("MIRROR_STORE", "https://mirror.example.com")
    assert imported("tracking").store_of("mirror") == "https://mirror.example.com"


@pytest.mark.parametrize("compiled", ["runs-only"], indirect=True)
def test_a_store_that_no_variable_names_is_told_in_a_sentence(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RUNS_OF_CLUSTERS")
    tracking = imported("tracking")
    told = "the environment variable RUNS_OF_CLUSTERS is not set; the store needs it"
    with pytest.raises(tracking.TrackingError, match=told), tracking.start_run("today", {}):
        pass


@pytest.mark.parametrize("compiled", ["values-that-look-like-code"], indirect=True)
def test_no_value_of_the_spec_becomes_code(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STORE_OF_HOSTILE", raising=False)
    tracking = compiled.tracking
    root = compiled.generated.parents[1]
    assert f"sqlite:///{root}/{{ROOT}}/\"'\\x/{{{{ name }}}}/${{HOME}}.db" == tracking.STORE
    assert tracking.EXPERIMENT == '"""\nimport os  # {{ name }} {% raw %} \\N{BULLET} {EXPERIMENT}'
    assert [(tracking.PROJECT / file).read_text() for file in tracking.FILES] == ["x\n"]
