"""What the page says of the service: a request that can be sent as it stands, whatever the spec's values are."""

import json
import shlex

from hypothesis import given
from hypothesis import strategies as st

from mlspec.backends.readme.serving import lower_endpoints
from mlspec.ir.graph import Graph
from mlspec.ir.offer import ServedEndpoint
from mlspec.ir.service import Endpoint, Field, Service, SmokeTest
from mlspec.vocabulary.record import evolve

SERVED = ServedEndpoint(("python", "serve.py"), 3000, "PORT", "/livez", "/readyz", "/metrics", ("/predict",))
FIELDS = (
    Field("id", "string", role="id"),
    Field("hour", "integer", minimum=0, maximum=23),
    Field("origin", "category", values=("EWR", "JFK")),
    Field("temp", "number", required=False, nullable=True, unit="degF"),
    Field("tags", "list", of="string"),
)
ANSWER = (Field("probability", "number", minimum=0.0, maximum=1.0), Field("late", "integer"))


def graph_of(endpoint: Endpoint, *smoke: SmokeTest) -> Graph:
    service = Service("champion", (endpoint,), (), (), (), smoke)
    return Graph(
        name="model",
        description="",
        owner="",
        spec_path="specs/model/mlproject.yaml",
        project_folder="specs/model",
        output_folder="generated/model",
        source_roots=(),
        requirement_files=(),
        pins=(),
        datasets=(),
        steps=(),
        environments=(),
        prediction=None,
        facets=(),
        service=service,
    )


ENDPOINT = Endpoint("predict", None, FIELDS, ANSWER, "", "", ("deploy",))


def sent(command: str) -> tuple[str, object]:
    """The address and the body that a shell would send."""
    words = shlex.split(command)
    return words[2], json.loads(words[words.index("-d") + 1])


def test_an_endpoint_with_its_fields_and_a_request() -> None:
    (part,) = lower_endpoints(graph_of(ENDPOINT), (SERVED,))
    assert part.path == "`POST /predict`"
    assert part.fields[1] == "| `origin` | category | | EWR, JFK | | |"
    assert part.fields[2] == "| `temp` | number | yes | | degF | |"
    assert part.answer == "It answers `probability` (number, 0 to 1) and `late` (integer)."
    assert part.beside == "`id` may come along: logged, and not shown to the model."
    assert sent(part.example) == (
        "http://127.0.0.1:3000/predict",
        {"hour": 0, "origin": "EWR", "temp": 1.0, "tags": []},
    )


def test_the_fields_of_a_dataset_stand_with_the_data() -> None:
    (part,) = lower_endpoints(graph_of(evolve(ENDPOINT, dataset="training")), (SERVED,))
    assert part.fields == ()
    assert part.takes == "takes the inputs of `training`"


def test_a_smoke_test_is_the_best_example() -> None:
    smoke = SmokeTest("predict", (("hour", 18), ("origin", "JFK")), ())
    (part,) = lower_endpoints(graph_of(ENDPOINT, smoke), (SERVED,))
    assert sent(part.example)[1] == {"hour": 18, "origin": "JFK"}


def test_without_a_compiled_service_nothing_is_said() -> None:
    assert lower_endpoints(graph_of(ENDPOINT), ()) == ()


def test_values_that_are_no_fields() -> None:
    picture = evolve(ENDPOINT, request=(), response=(), answers="image")
    (part,) = lower_endpoints(graph_of(picture), (SERVED,))
    assert (part.example, part.answer) == ("", "It answers with a value of the type `image`.")


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers() | st.none(), min_size=1, max_size=4))
def test_whatever_is_sent_it_is_one_word_of_a_shell(values: dict[str, object]) -> None:
    smoke = SmokeTest("predict", tuple(values.items()), ())
    (part,) = lower_endpoints(graph_of(ENDPOINT, smoke), (SERVED,))
    assert "`" not in part.example
    assert "\n" not in part.example
    assert sent(part.example)[1] == values
