"""What looks like a password, a token or a key, by its own form or by the name of the field that holds it."""

from __future__ import annotations

from functools import cache


def credential_in(text: str, key: str) -> str:
    """What kind of credential a text is or holds, in words; nothing where it looks like none. `key` names its field."""
    for noun, pattern, *marks in _FORMS if len(text) >= _SHORTEST or "://" in text else ():
        for mark in marks:
            if mark in text and _fits(pattern, text):
                return noun
    ending = _ending(key)
    if ending.endswith(_PASSWORDS) and _looks_chosen(text):
        return "a password"
    return "a key or a token" if ending in _KEYS and _looks_random(text) else ""


def _fits(pattern: str, text: str) -> bool:
    from re import search  # only for the few texts that hold a mark

    found = search(pattern, text)
    return found is not None and (not pattern.endswith(_FREE) or _looks_random(found.group()))


@cache
def _ending(key: str) -> str:
    """The last one or two words of a key: `api_key` of `openai_api_key`, `token` of `HF_TOKEN`."""
    words = key.lower().replace("-", "_").split("_")
    pair = "_".join(words[-2:])
    return pair if pair in _KEYS else words[-1]


def _looks_chosen(text: str) -> bool:
    """As people choose passwords: one word with more than letters in it; not a path, an address or a hole."""
    is_hole = text.startswith(("$", "{", "<", "/", "./", "*")) or "://" in text
    return len(text) >= 6 and not is_hole and not any(map(str.isspace, text)) and not text.isalpha() and text.isascii()


def _looks_random(text: str) -> bool:
    """As machines make tokens: a long run of letters and digits, of many kinds, that is no word of a name."""
    runs = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return any(len(run) >= 12 and len(set(run)) >= 8 and _is_mixed(run) for run in runs)


def _is_mixed(run: str) -> bool:
    return any(map(str.isdigit, run)) and any(map(str.islower, run))


_SHORTEST = 16  # of the forms without an address
_FREE = "{20,}"  # a pattern that ends in any twenty letters also fits names, such as `sk-learn-for-beginners-2024`
_FORMS = (
    ("an access key of AWS", r"\bA[KS]IA[0-9A-Z]{16}\b", "AKIA", "ASIA"),
    ("a token of GitHub", r"\bgh[oprsu]_[A-Za-z0-9]{36}", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    ("a token of GitHub", r"\bgithub_pat_\w{22}", "github_pat_"),
    ("a token of GitLab", r"\bglpat-[\w-]{20}", "glpat-"),
    ("a token of Slack", r"\bxox[abeoprs]-[\w-]{10}", "xox"),
    ("an address of Slack that anybody can post to", r"hooks\.slack\.com/services/T\w+/B\w+/\w+", "hooks.slack.com"),
    ("a key of Google", r"\bAIza[\w-]{35}", "AIza"),
    ("a token of Hugging Face", r"\bhf_[A-Za-z0-9]{30}", "hf_"),
    ("a token of Databricks", r"\bdapi[0-9a-f]{32}", "dapi"),
    ("a token of npm", r"\bnpm_[A-Za-z0-9]{36}", "npm_"),
    ("a token of PyPI", r"\bpypi-[\w-]{40}", "pypi-"),
    ("a key of Stripe", r"\b[rs]k_live_\w{16}", "k_live_"),
    ("an API key", r"\bsk-[\w-]{20,}", "sk-"),
    ("a signed token", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}", "eyJ"),
    ("a token", r"\b[Bb]earer\s+[\w.~+/=-]{20,}", "earer"),
    ("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----", "PRIVATE KEY-----"),
    ("an address with a password", r"\b[A-Za-z][\w+.-]*://[^\s/:@?#]*:(?![$<{*])[^\s/@]+@", "://"),
)
_PASSWORDS = ("password", "passwd", "passphrase", "pwd")
_KEYS = frozenset(
    {
        *("token", "secret", "apikey", "api_key", "access_key", "secret_key", "private_key", "auth_key"),
        *("credential", "credentials"),
    }
)
