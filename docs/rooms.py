"""Draws the rooms of the code, each above all that it imports.

    python docs/rooms.py            writes docs/images/rooms.svg
    python docs/rooms.py --check    says whether it is out of date

A room is a package of tfgan_zoo. Its floor is one above the highest that it imports, at
the top of a file or inside of a function.
"""

import ast
import functools
import sys
from pathlib import Path

from tfgan_zoo import flags, templates

DOCS = Path(__file__).parent
CODE = DOCS.parent / "tfgan_zoo"
FILE = DOCS / "images" / "rooms.svg"


def imported(room: str) -> set[str]:
    """The other rooms that a room imports."""
    found = set()
    for file in (CODE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
    parts = [name.split(".") for name in found]
    named = {part[1] for part in parts if part[0] == "tfgan_zoo" and len(part) > 1}
    return named & set(rooms()) - {room}


@functools.cache
def rooms() -> tuple[str, ...]:
    """All rooms, in the order of the alphabet."""
    return tuple(sorted(file.parent.name for file in CODE.glob("*/__init__.py")))


@functools.cache
def floor(room: str) -> int:
    """The floor of a room, from 0."""
    return max((floor(below) + 1 for below in imported(room)), default=0)


def purpose(room: str) -> str:
    """The first line of a room's own words, without its name."""
    tree = ast.parse((CODE / room / "__init__.py").read_text("utf-8"))
    line = ast.get_docstring(tree).splitlines()[0].rstrip(".")
    name, colon, rest = line.partition(": ")
    words = rest if colon and name.lower() == room else line
    return words[0].upper() + words[1:]


def draw() -> str:
    """The picture, as SVG."""
    floors = [[] for _ in range(1 + max(map(floor, rooms())))]
    for room in rooms():
        floors[floor(room)].append((room, purpose(room)))
    environment = templates.environment(DOCS, escape=True)
    environment.filters["lines"] = str.splitlines
    return environment.get_template("rooms.svg.jinja").render(floors=floors[::-1])


def main():
    """Writes or checks."""
    values = flags.parsed(__doc__, [flags.Flag("check", "change nothing", False, bool)])
    if not values.check:
        FILE.write_text(draw(), "utf-8")
    elif FILE.read_text("utf-8") != draw():
        sys.exit(f"{FILE} is out of date: run `python docs/rooms.py`.")


if __name__ == "__main__":
    main()
