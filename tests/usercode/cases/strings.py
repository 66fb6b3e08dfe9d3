name, width, rows = "a", 3, [1]

plain = f"plain"
empty = f""
joined = "a" f"{name}" "b" 'c' f'{width}'
pieces = f"a{name}b{width}c" "d" f"e"
braces = f"{{{name}}}" f"{{" "}}"
formats = f"{name:>{width}}" f"{name:{width}.{width}}" f"{name!r:^{width}}x" f"{width:05.2f}" f"{name:}"
nested = f"{f'{name}' + name}" f"{'a' + f'{name}'}"
debug = f"{name=}" f"{name = }" f"{name=!s}" f"{width=:>5}" f"{ name }"
escapes = f"\n{name}\t\N{BULLET}\x41\u00e9" f"{name:\x20>3}" f"{name:\n>3}"
raw = rf"\n{name}\d" fr"\{name}"
many_lines = f"""
    {name
     + 'x'}
    {width:
>3}
"""
lambdas = f"{(lambda x: x)(1)}" f"{ {'a': 1}['a'] }" f"{rows[0:1]}" f"{width!r}" f"{width != 3}"
unicode = "é" "\u00e9" "\U0001F600" "😀" "\ud800" "ß̈" "\x7f\xa0\u200b\ue000\U000e0001"
new_letters = "\U0001E4D0\U0001DF25\U00031350\u0CF3"
data = b"\x00\xffabc" rb"\d"
numbers = [0x_ff, 1e400, -1e400, 1e-5, 0.1, 1_000.0, 1e22, 123456789012345678901234567890, 0b1, 0o17, 1j, 1e400j, 0xffffffffffffffffffffffffffffffff]
