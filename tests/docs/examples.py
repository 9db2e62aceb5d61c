"""Code and commands in the docstrings and pages of the repository."""

import ast
import inspect
import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    file for room in ("tfgan_zoo", "pipelines") for file in (ROOT / room).rglob("*.py")
)
PAGES = sorted((ROOT / "docs").rglob("*.md"))
# Flags that make a command short; the last one of a name holds.
SHORT = {
    "tfgan-train": ["--steps=2", "--width=4"],
    "tfgan-compare": ["--steps=2", "--seeds=1", "--width=4", "--samples=50"],
    "tfgan-theory": ["--only=parallel_lines"],
    "tfgan-evaluate": ["--samples=100"],
    "tfgan-pipeline-bench": ["--rounds=1", "--steps=2", "--width=4"],
}
_BLOCK = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^\n]*) -->\n+)?"
    r"^```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<code>.*?)^```$",
    re.M | re.S,
)


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        language: "python", "pycon" for a session with its answers, "" for a shell.
        code: its text.
        title: the file that it is, if it is one.
        reason: why it is not run, if it says so.
    """

    language: str
    code: str
    title: str | None
    reason: str | None


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a docstring or a page."""
    return [Block(**found.groupdict()) for found in _BLOCK.finditer(text)]


def docstrings() -> dict[str, str]:
    """Every docstring of the packages, by where it stands."""
    found = {}
    for file in SOURCES:
        tree = ast.parse(file.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                where = f"{file.relative_to(ROOT)}:{getattr(node, 'name', '')}"
                found[where] = ast.get_docstring(node) or ""
    return found


def literal_blocks(docstring: str) -> list[str]:
    """Indented blocks of a docstring that follow an empty line."""
    found = re.findall(r"(?:\A|\n)\n((?:    .*\n?|\n)+)", docstring)
    return [inspect.cleandoc(block) for block in found]


def commands() -> list[str]:
    """Every command line `tfgan-...` that a docstring, a page or a card shows.

    Not those of a GAN that is still to be added: its page has a test of its own.
    """
    texts = [block for text in docstrings().values() for block in literal_blocks(text)]
    cards = (ROOT / "saved_models").glob("*/1/model_card.md")
    pages = (page for page in PAGES if page.name != "adding_a_gan.md")
    for page in (*pages, *cards, ROOT / "README.md"):
        shown = blocks(page.read_text())
        texts += [block.code for block in shown if block.language in ("", "bash")]
    return [line for text in texts for line in shell_lines(text)]


def shell_lines(code: str) -> list[str]:
    """The command lines `tfgan-...` of a shell's block, without a file to print to."""
    joined = re.sub(r"\\\n\s*", "", code)
    return re.findall(r"^(?:\.venv/bin/)?(tfgan-.*?)(?: > \S+)?$", joined, re.M)


def short_command(line: str) -> tuple[str, list[str]]:
    """The script and the flags that run a command line `tfgan-...` for a few steps.

    Of the recipes of a comparison only the last one is run.
    """
    program, *given = shlex.split(re.sub(r"--recipes=\S*,", "--recipes=", line))
    script = program.removeprefix("tfgan-").replace("-", "_")
    if any(re.match(r"--samples=\D", word) for word in given):
        return script, given  # A path, which no number may replace.
    return script, [*given, *SHORT.get(program, [])]
