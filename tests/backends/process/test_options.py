"""What may stand below `deploy.target.process`, and what is told of the rest, at its place."""

from mlspec.backends.process.options import ProcessOptions


def test_what_may_be_said(read_options) -> None:
    options, told = read_options("process", "{host: 0.0.0.0, port: 8080}")
    assert told == []
    assert (options.host_, options.port) == ("0.0.0.0", 8080)
    assert options.at("host") == ("section", "process", "host")


def test_nothing_said_listens_to_this_machine_alone(read_options) -> None:
    assert read_options("process", "") == (ProcessOptions(), [])
    assert (ProcessOptions().host_, ProcessOptions().port) == ("127.0.0.1", None)


def test_what_is_wrong_is_told_at_its_place(read_options) -> None:
    _, told = read_options("process", '{prot: 80, host: 127, port: "80"}')
    assert [fault[:3] for fault in told] == [
        ("unknown-field", "prot", "`prot` is no field of `section.process`"),
        ("wrong-type", "127", "text is needed here, and this is a number"),
        ("wrong-type", '"80"', "a whole number is needed here, and this is text"),
    ]
    assert "did you mean `port`?" in told[0]
