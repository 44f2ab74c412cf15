"""The chat widget: modules that browsers run as they are, and one file of them all for visitors.

There is no build step. The server joins the modules once when it starts, because a phone on a
slow line is better served by one answer of 19 KB than by twenty in a row. This knows no
JavaScript; it relies on how we write it: imports and exports begin a line, ``/**`` opens a
comment wherever it stands, a line that begins with ``//`` is a comment, and no two modules use
one name at their top level. The browser tests run on the joined file, so a breach shows.
"""

import re
from pathlib import Path

ENTRY = Path(__file__).with_name("widget.js")

_IMPORT = re.compile(r"^import [^;]*? from '\./([\w-]+\.js)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_DOC = re.compile(r"/\*\*.*?\*/ ?", re.DOTALL)
_LINE = re.compile(r"^\s*//.*$", re.MULTILINE)
_INDENT = re.compile(r"\n\s+")


def squeezed(source: str) -> str:
    r"""Drop comments, indentation and empty lines; every other character stays.

    >>> squeezed("/** @type {number} */\nlet x = 1;\n\n  // why\n  x += /** @type {any} */ (y); // https://…\n")
    'let x = 1;\nx += (y); // https://…\n'
    """
    bare = _LINE.sub("", _DOC.sub("", source))
    return _INDENT.sub("\n", bare).lstrip()


def joined(entry: Path = ENTRY) -> str:
    """The entry and all it imports as one module, each after what it needs: ``/widget.js``."""
    done: dict[str, str] = {}

    def add(path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        for name in _IMPORT.findall(source):
            if name not in done:
                add(path.with_name(name))
        done[path.name] = squeezed(_EXPORT.sub("", _IMPORT.sub("", source)))

    add(entry)
    return "".join(done.values())
