"""What is taken for a credential, and what only looks like one. Tokens are put together: no file holds a whole one."""

import pytest

from mlspec.analysis.credentials import credential_in

RANDOM = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("AKIA" + "IOSFODNN7EXAMPLE", "an access key of AWS"),
        ("ghp_" + RANDOM, "a token of GitHub"),
        ("github_pat_" + RANDOM, "a token of GitHub"),
        ("glpat-" + RANDOM, "a token of GitLab"),
        ("xoxb-" + "123456789012-abcdef", "a token of Slack"),
        ("https://hooks.slack.com/" + "services/T0/B0/x", "an address of Slack that anybody can post to"),
        ("AIza" + RANDOM, "a key of Google"),
        ("hf_" + RANDOM, "a token of Hugging Face"),
        ("sk-" + "proj-" + RANDOM, "an API key"),
        ("Authorization: Bearer " + RANDOM, "a token"),
        ("-----BEGIN " + "RSA PRIVATE KEY-----\nabc", "a private key"),
        ("postgresql+psycopg://trips:secret@db/trips", "an address with a password"),
        (".".join(("eyJ" + RANDOM, "eyJ" + RANDOM, RANDOM)), "a signed token"),
    ],
)
def test_forms_are_known_wherever_they_stand(text: str, noun: str) -> None:
    assert credential_in(text, "comment") == noun
    assert credential_in(f"see {text} for more", "") == noun


@pytest.mark.parametrize(
    "key", ["api_key", "OPENAI_API_KEY", "token", "HF_TOKEN", "client-secret", "AWS_SECRET_ACCESS_KEY"]
)
def test_a_random_text_below_a_telling_name_is_one(key: str) -> None:
    assert credential_in(RANDOM, key) == "a key or a token"
    assert credential_in("9f86d081884c7d659a2feaa0c55ad015", key) == "a key or a token"
    assert credential_in("SLACK_WEBHOOK_2", key) == ""
    assert credential_in("projects/trips/secrets/key/versions/1", key) == ""


@pytest.mark.parametrize("key", ["password", "DB_PASSWORD", "PGPASSWORD", "passwd", "pwd"])
def test_a_word_below_the_name_of_a_password_is_one(key: str) -> None:
    assert credential_in("hunter2", key) == "a password"
    for harmless in ("string", "/run/secrets/pw1", "${PASSWORD}", "<password-1>", "see the wiki, page 3"):
        assert credential_in(harmless, key) == ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (RANDOM, "revision"),
        ("sk-learn-for-beginners", "experiment"),
        ("risk-model-of-2024-for-all-customers", "name"),
        ("https://mlflow.example:5000/path", "uri"),
        ("https://user@host.example/path", "uri"),
        ("postgresql://trips:${PASSWORD}@db/trips", "uri"),
        ("mail me: a@b.example", "description"),
        ("bert-base-uncased-2024", "tokenizer"),
        ("<|endoftext|>", "eos_token"),
        ("hf_transfer", "extra"),
    ],
)
def test_what_is_none(text: str, key: str) -> None:
    assert credential_in(text, key) == ""
