"""What may stand below `deploy.target.bentocloud`, and what is told of the rest, at its place."""

from mlspec.backends.bentocloud.options import BentocloudOptions


def test_what_may_be_said(read_options) -> None:
    options, told = read_options(
        "bentocloud",
        "{cluster: gcp-west, instance_type: cpu.2, protected: false, secrets: [huggingface], scale_to_zero: true}",
    )
    assert told == []
    assert (options.cluster, options.instance_type, options.protected) == ("gcp-west", "cpu.2", False)
    assert options.secrets == ("huggingface",)


def test_nothing_said_needs_a_token(read_options) -> None:
    assert read_options("bentocloud", "{}") == (BentocloudOptions(), [])
    assert BentocloudOptions().protected


def test_what_is_wrong_is_told_at_its_place(read_options) -> None:
    _, told = read_options("bentocloud", '{instance_typ: cpu.2, protected: "false", secrets: [1]}')
    assert [fault[:3] for fault in told] == [
        ("unknown-field", "instance_typ", "`instance_typ` is no field of `section.bentocloud`"),
        ("wrong-type", '"false"', "`true` or `false` is needed here, and this is text"),
        ("wrong-type", "1", "text is needed here, and this is a number"),
    ]
    assert "did you mean `instance_type`?" in told[0]
