"""What the YAML parser complains of, said in the house's words and at the place where the slip is.

libyaml tells where it could not go on, which for an open bracket or quote is often the end of the file. What the reader
had seen by then tells more.
"""

import re
from collections.abc import Callable

from yaml.error import Mark, MarkedYAMLError

from mlspec.source.fault import SyntaxFault
from mlspec.source.section import starts_section
from mlspec.source.text import Place, Span
from mlspec.vocabulary.record import record


@record
class Scene:
    """What had been read when the parser stopped."""

    path: str
    text: str
    brackets: tuple[int, ...]  # where the brackets and braces open that are still open, the outermost first
    quoted: Span | None  # the last text in quotes


@record
class _Stop:
    """Where and at what the parser stopped."""

    scene: Scene
    context: str
    context_start: int
    problem: str
    offset: int

    def fault(self, rule: str, message: str, span: Span, label: str, *help: str) -> SyntaxFault:  # noqa: A002
        return SyntaxFault(message, Place(self.scene.path, span), help, rule, label)

    def here(self, length: int = 1) -> Span:
        return Span(self.offset, min(self.offset + length, len(self.scene.text)))

    def line_before(self) -> str:
        return self.scene.text[self.scene.text.rfind("\n", 0, self.offset) + 1 : self.offset]


def explain_complaint(error: MarkedYAMLError, scene: Scene) -> SyntaxFault:
    """The fault behind a complaint of the parser."""
    offset = _index(error.problem_mark, scene.text)
    start = offset if error.context_mark is None else _index(error.context_mark, scene.text)
    stop = _Stop(scene, error.context or "", start, error.problem or "", offset)
    return _open_quote(stop) or _open_bracket(stop) or _find_teller(stop)(stop)


def quote_source(text: str) -> str:
    """The user's words for a message: one line, not too long, nothing that does not print."""
    words = text.strip().split("\n", 1)[0].strip()
    short = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
    return "`" + "".join(letter if letter.isprintable() else "\ufffd" for letter in short) + "`"


_LONGEST_QUOTE = 40


def _index(mark: Mark | None, text: str) -> int:
    return min(mark.index, len(text)) if mark else len(text)


def _open_quote(stop: _Stop) -> SyntaxFault | None:
    """A quote that was never closed, or closed by the quote that opens a later text."""
    if stop.problem in _ENDS_IN_QUOTES and stop.context == "while scanning a quoted scalar":
        start = stop.context_start
    elif (quoted := stop.scene.quoted) is not None and _swallows_keys(stop, quoted):
        start = quoted.start
    else:
        return None
    message, advice = "this quote is never closed", "close it on the same line"
    return stop.fault("unclosed-quote", message, Span(start, start + 1), "opens here", advice)


_ENDS_IN_QUOTES = ("found unexpected end of stream", "found unexpected document indicator")


def _swallows_keys(stop: _Stop, quoted: Span) -> bool:
    """Whether the text in quotes that ends just before the stop holds what looks like further lines of a map."""
    text = stop.scene.text
    return "\n" not in text[quoted.end : stop.offset] and _KEY_LINE.search(text, quoted.start, quoted.end) is not None


_KEY_LINE = re.compile(r"\n *(?:- +)?[A-Za-z_][\w.-]*:\s")


def _open_bracket(stop: _Stop) -> SyntaxFault | None:
    """A bracket that a later section, the end of the file or the other kind of bracket runs into."""
    brackets, text = stop.scene.brackets, stop.scene.text
    if not brackets:
        return None
    crossed = [start for start in brackets if not starts_section(text, brackets[0] + 1, start)]
    if starts_section(text, brackets[0] + 1, stop.offset + 1):
        return _unclosed(stop, crossed[-1], None)
    wrong = text[stop.offset : stop.offset + 1]
    if not text[stop.offset :].strip() or (wrong in _OPENERS and _OPENERS[wrong] != text[brackets[-1]]):
        return _unclosed(stop, brackets[-1], stop.offset if wrong in _OPENERS else None)
    return None


_OPENERS = {"]": "[", "}": "{"}


def _unclosed(stop: _Stop, start: int, wrong: int | None) -> SyntaxFault:
    text, path = stop.scene.text, stop.scene.path
    place = Place(path, Span(start, start + 1))
    if wrong is None:
        message, closer = f"this `{text[start]}` is never closed", "]" if text[start] == "[" else "}"
        return SyntaxFault(message, place, (f"close it with `{closer}`",), "unclosed-bracket", "opens here")
    message = f"this `{text[start]}` is closed by a `{text[wrong]}`"
    other = Place(path, Span(wrong, wrong + 1))
    advice = ("close each by its own kind",)
    return SyntaxFault(message, place, advice, "unclosed-bracket", "opens here", other, "closed here")


def _stray_colon(stop: _Stop) -> SyntaxFault:
    """A key where none may stand: within a value, below a line without a colon, or indented too deep."""
    before = stop.line_before()
    if _KEY_WITH_VALUE.match(before):
        advice = "put quotes around the whole value"
        return stop.fault("quote-needed", "the value holds a second `: `", stop.here(), "a second colon", advice)
    above = _line_above(stop.scene.text, stop.offset - len(before))
    if above and _lacks_colon(stop, above, len(before) - len(before.lstrip())):
        return _missing_colon(stop, above)
    key = Span(stop.offset - len(before.lstrip(" -")), stop.offset)
    message = f"{quote_source(before.lstrip(' -'))} stands deeper than the line above, which has a value already"
    advice = "line it up with its neighbours, or end the line above with `:`"
    return stop.fault("bad-indentation", message, key, "too deep", advice)


_KEY_WITH_VALUE = re.compile(r"\s*(?:- +)*[^\s#].*?:\s+\S")


def _lacks_colon(stop: _Stop, line: Span, indentation: int) -> bool:
    """Whether a line is a key without colon, not the end of a long value: one word, or as far left as the next key."""
    text = stop.scene.text
    said = text[line.start : line.end]
    column = line.start - text.rfind("\n", 0, line.start) - 1
    return not _COLON.search(said) and (len(said.split()) == 1 or column <= indentation)


_COLON = re.compile(r":(?:\s|$)")


def _line_above(text: str, line_start: int) -> Span | None:
    """The last line before this offset that says something, without its indentation and comment."""
    while line_start > 0:
        start = text.rfind("\n", 0, line_start - 1) + 1
        said = _COMMENT.sub("", text[start : line_start - 1])
        if said.strip():
            return Span(start + len(said) - len(said.lstrip()), start + len(said.rstrip()))
        line_start = start
    return None


_COMMENT = re.compile(r"(?:^|\s)#.*")


def _missing_colon(stop: _Stop, words: Span) -> SyntaxFault:
    said = stop.scene.text[words.start : words.end]
    key, colon, value = said.partition(":")
    if colon and key.isidentifier():
        message, advice = (
            f"no blank follows the colon of {quote_source(key)}",
            f"write {quote_source(f'{key}: {value}')}",
        )
        return stop.fault("missing-colon", message, words, "no blank", advice)
    advice = f"write `{said}:` before what belongs to it" if said.isidentifier() else "a key is followed by `: `"
    return stop.fault("missing-colon", f"{quote_source(said)} has no `:` after it", words, "no colon", advice)


def _key_without_colon(stop: _Stop) -> SyntaxFault:
    text, start = stop.scene.text, stop.context_start
    end = text.find("\n", start)
    said = _COMMENT.sub("", text[start : end if end >= 0 else len(text)]).rstrip()
    return _missing_colon(stop, Span(start, start + len(said)))


def _list_beside_key(stop: _Stop) -> SyntaxFault:
    message = "a list cannot start on the line of its key"
    move, quote = (
        "start the list on the next line, or write it in brackets",
        "put quotes around a text that begins with `-`",
    )
    return stop.fault("quote-needed", message, stop.here(), "starts a list", move, quote)


def _bad_start(stop: _Stop) -> SyntaxFault:
    text = stop.scene.text
    found = text[stop.offset : stop.offset + 1]
    if found == "\t":
        return _tab(stop)
    message = "a value cannot begin with " + (f"`{found}`" if found != "`" else "a backtick")
    return stop.fault("quote-needed", message, stop.here(), "means something else", "put quotes around the value")


def _tab(stop: _Stop) -> SyntaxFault:
    start = stop.scene.text.find("\t", stop.offset - len(stop.line_before()))
    end = start + 1
    while stop.scene.text[end : end + 1] == "\t":
        end += 1
    return stop.fault(
        "tab-indentation", "a tab stands where only spaces may indent", Span(start, end), "a tab", "indent with spaces"
    )


def _bare_anchor(stop: _Stop) -> SyntaxFault:
    """`*/5 * * * *` without quotes, for one."""
    start = stop.context_start
    sign = stop.scene.text[start : start + 1]
    means = "an alias" if sign == "*" else "an anchor"
    message, advice = f"a value that begins with `{sign}` is read as {means}", "put quotes around the value"
    return stop.fault("quote-needed", message, Span(start, start + 1), f"begins {means}", advice)


def _tag(stop: _Stop) -> SyntaxFault:
    span = _word(stop, stop.context_start)
    advice = "remove it, or put quotes around a text that begins with `!`"
    return stop.fault("unsupported-yaml", "specs have no tags", span, "a tag", advice)


def _directive(stop: _Stop) -> SyntaxFault:
    start = stop.scene.text.rfind("\n", 0, stop.context_start) + 1
    message = "specs have no directives"
    return stop.fault("unsupported-yaml", message, _word(stop, start), "a directive", "remove the line")


def _word(stop: _Stop, start: int) -> Span:
    match = _WORD.match(stop.scene.text, start)
    return Span(start, match.end() if match else start)


_WORD = re.compile(r"\S{1,60}")


def _block_header(stop: _Stop) -> SyntaxFault:
    sign = stop.scene.text[stop.context_start : stop.context_start + 1]
    advice = f"start the text on the next line, or put quotes around a value that begins with `{sign}`"
    span = _word(stop, stop.offset)
    return stop.fault("quote-needed", f"text stands on the line of `{sign}`", span, "belongs below", advice)


def _unknown_escape(stop: _Stop) -> SyntaxFault:
    escape = stop.scene.text[stop.offset : stop.offset + 2]
    advice = "write `\\\\` for a backslash, or use single quotes"
    return stop.fault("unknown-escape", f"{quote_source(escape)} is no escape", stop.here(2), "no escape", advice)


def _broken_escape(stop: _Stop) -> SyntaxFault:
    text = stop.scene.text
    start = max(text.rfind("\\", 0, stop.offset), 0)
    digits = {"x": 2, "u": 4, "U": 8}.get(text[start + 1 : start + 2], 2)
    message = f"{quote_source(text[start : start + 2])} wants {digits} hexadecimal digits"
    advice = "write `\\\\` for a backslash, or use single quotes"
    return stop.fault("unknown-escape", message, Span(start, start + 2), "too short", advice)


def _no_character(stop: _Stop) -> SyntaxFault:
    text = stop.scene.text
    start = max(text.rfind("\\", 0, stop.offset), 0)
    end = start + {"u": 6, "U": 10}.get(text[start + 1 : start + 2], 4)
    message = f"{quote_source(text[start:end])} is no character"
    advice = "write the character itself, or `\\U0001F600` in one piece for one beyond `\\uFFFF`"
    return stop.fault("control-character", message, Span(start, min(end, len(text))), "half a character", advice)


def _stray_line(stop: _Stop) -> SyntaxFault:
    """Text where the next key or item should start."""
    before, span = stop.line_before(), _word(stop, stop.offset)
    if (found := stop.scene.text[span.start : span.start + 1]) in _OPENERS:
        return _stray_closer(stop)
    if not before.strip():
        message = "the indentation of this line fits no line above"
        advice = "line it up with the keys or items that it belongs to"
        return stop.fault("bad-indentation", message, span, "fits nowhere", advice)
    if before.rstrip().endswith(('"', "'")):
        message = "text follows the closing quote"
        advice = "a quote within quotes is doubled (`''`) or escaped (`\\\"`)"
        return stop.fault("quote-needed", message, span, "not in quotes", advice)
    message = f"`{found}` cannot stand here" if found == "," else "the value ends before this"
    return stop.fault("syntax-error", message, span, "does not belong", "put quotes around the whole value")


def _stray_closer(stop: _Stop) -> SyntaxFault:
    found = stop.scene.text[stop.offset : stop.offset + 1]
    advice = "remove it, or put quotes around a text that holds it"
    return stop.fault("syntax-error", f"this `{found}` closes nothing", stop.here(), "opened nowhere", advice)


def _after_document(stop: _Stop) -> SyntaxFault:
    message, advice = "the document ends before this line", "start all sections in the first column"
    return stop.fault("bad-indentation", message, _word(stop, stop.offset), "left of the first key", advice)


def _no_entry(stop: _Stop) -> SyntaxFault:
    found = stop.scene.text[stop.offset : stop.offset + 1]
    if found in _OPENERS and not stop.scene.brackets:
        return _stray_closer(stop)
    if found == ",":
        message = "nothing stands before this comma"
        return stop.fault("missing-comma", message, stop.here(), "parts nothing", "remove one comma")
    return _unknown(stop)


def _no_comma(stop: _Stop) -> SyntaxFault:
    advice = ("part the entries by commas", "put quotes around a value that holds `: ` or a bracket")
    message = "no comma parts this from the entry before"
    return stop.fault("missing-comma", message, stop.here(), "comma expected", *advice)


def _unknown(stop: _Stop) -> SyntaxFault:
    advice = "is a quote, a bracket or a `:` missing shortly before?"
    span = _word(stop, stop.offset)
    return stop.fault("syntax-error", "the text cannot be read on from here", span, "not expected", advice)


def _find_teller(stop: _Stop) -> Callable[[_Stop], SyntaxFault]:
    if "directive" in stop.context or "directive" in stop.problem or "incompatible" in stop.problem:
        return _directive
    if stop.context.endswith(" tag") or "tag" in stop.problem.split():
        return _tag
    if stop.context == "while scanning a block scalar" and "tab" not in stop.problem.split():
        return _block_header
    return _TELLERS.get(stop.problem, _unknown)


_TELLERS: dict[str, Callable[[_Stop], SyntaxFault]] = {
    "mapping values are not allowed in this context": _stray_colon,
    "could not find expected ':'": _key_without_colon,
    "block sequence entries are not allowed in this context": _list_beside_key,
    "mapping keys are not allowed in this context": _bad_start,
    "found character that cannot start any token": _bad_start,
    "found a tab character that violates indentation": _tab,
    "found a tab character where an indentation space is expected": _tab,
    "did not find expected alphabetic or numeric character": _bare_anchor,
    "found unknown escape character": _unknown_escape,
    "did not find expected hexdecimal number": _broken_escape,
    "found invalid Unicode character escape code": _no_character,
    "did not find expected key": _stray_line,
    "did not find expected '-' indicator": _stray_line,
    "did not find expected <document start>": _after_document,
    "did not find expected node content": _no_entry,
    "did not find expected ',' or ']'": _no_comma,
    "did not find expected ',' or '}'": _no_comma,
}
