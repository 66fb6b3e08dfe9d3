"""What is wrong with a text before anything in it has a meaning, and the rules that say so."""

from mlspec.source.text import Place
from mlspec.vocabulary.record import record


@record
class SyntaxFault:
    """One fault of a file's text: a rule of `SYNTAX_RULES`, its place, and the other place where two disagree."""

    message: str
    place: Place
    help: tuple[str, ...]
    rule: str
    label: str = ""
    other: Place | None = None
    other_label: str = ""


SYNTAX_RULES: dict[str, str] = {
    "bad-indentation": """A line is indented in a way that fits no level above it.

YAML reads the structure from the indentation: keys of one map, and items of one list, start in the same column. Line
the key up with its neighbours, or indent it under the key that it belongs to.""",
    "control-character": """The text holds a character that does not print, such as NUL or half of a surrogate pair.

Such characters hide from review and break the files and commands that a value ends up in, written as they are or as
an escape in double quotes. Tabs, line breaks and all letters and symbols are fine. Remove the character.""",
    "duplicate-key": """A map has the same key twice.

Which of the two would count depends on the reader, so neither may be silently dropped: remove one, or rename it.""",
    "empty-document": """The file says nothing.

It is empty, or holds only comments. A spec has at least `mlspec: 1` and a `name`.""",
    "merge-conflict": """Git left both sides of a merge conflict in the file.

Choose a side, or join the two, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.""",
    "missing-colon": """A line stands where a key is expected, and no `:` follows its first word.

A key is followed by a colon and a blank: `retries: 2`. An item of a list starts with a dash and a blank: `- roc_auc
>= 0.74`.""",
    "missing-comma": """Two entries within brackets or braces are not parted by a comma.

Write `{min: 1, max: 4}` and `[drift, performance]`. A value that itself holds a comma, a bracket or a colon with a
blank stands in quotes.""",
    "not-a-mapping": """The file does not start with keys.

A spec is a map from section names to sections, such as `name: flight-delay`. A list, or a bare value, at the top has
no place in it.""",
    "not-utf-8": """The file's bytes are not UTF-8.

Save it as UTF-8; an editor calls this the encoding of the file. A byte order mark at the start is allowed.""",
    "number-out-of-range": """A number is too long, or too large, for any field to hold.

Numbers have at most 400 characters, and fractions lie within what a double holds. An identifier made of digits stands
in quotes, so that it is read as text.""",
    "quote-needed": """A value begins with, or holds, a character that means something else to YAML.

`*` and `&` start anchors, `!` a tag, `%` a directive, `- ` a list, `: ` a key; `@` and a backtick are reserved. Put
quotes around the value: `schedule: "*/5 * * * *"`.""",
    "recursive-alias": """An alias stands within the very value that it names.

The value would have no end. Write out the part that is meant.""",
    "syntax-error": """The text is not YAML.

The place shown is where reading could not go on; the slip is there or shortly before.""",
    "tab-indentation": """A line is indented with a tab.

YAML counts columns, and a tab has no agreed width, so only spaces may indent. Most editors turn one into the other on
request.""",
    "too-deep": """Values are nested more than 64 levels deep.

No spec needs more than a dozen. Such a file is broken, or made to exhaust its reader.""",
    "too-large": """The file is larger than 1 MiB.

A spec holds a description, not data: put data into files of their own and name them.""",
    "too-many-nodes": """The document has more than 100,000 values once its aliases are followed.

A spec holds a description, not data. A few lines of aliases to aliases are enough to grow without bound, so the count
follows them.""",
    "unclosed-bracket": """A bracket or brace is opened and not closed, or closed by the other kind.

Everything after it is then read as part of it. Close it, on its own line or on a later, indented one.""",
    "unclosed-quote": """A quoted text is opened and not closed.

Everything after it is then read as part of the text. Within double quotes a quote is written `\\"`, within single
ones it is doubled.""",
    "unknown-anchor": """An alias names an anchor that is not there.

`*name` repeats the value that was marked `&name` earlier in the same file. A text that begins with `*` stands in
quotes.""",
    "unknown-escape": """A backslash in double quotes stands before a character that it cannot escape.

Write `\\\\` for a backslash, or use single quotes, where it means itself: `'\\d+'`.""",
    "unsupported-yaml": """The text uses a part of YAML that specs do without.

These are tags, merge keys, directives, several documents in one file, and keys that are not texts. Specs are data
that every tool reads alike. Tags can name code to run, merge keys and YAML 1.1 differ from reader to reader: use
`extends` for what several specs share, anchors and aliases for what one repeats, and quotes around a key that looks
like a number.""",
}
