"""Where something stands in a text that has been rendered."""


def line_of(text: str, fragment: str) -> int:
    """The number of the line, from 1, in which a fragment first starts; raises ValueError where it stands nowhere."""
    return text.count("\n", 0, text.index(fragment)) + 1
