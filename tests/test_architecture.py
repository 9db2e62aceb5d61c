"""The rules of the house, run: imports go down, files are short, names explained.

All rules are read in one test, whose message names every violation of every file.
"""

import ast
import inspect
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    file
    for folder in ("tfgan_zoo", "pipelines", "benchmarks")
    for file in (ROOT / folder).rglob("*.py")
)
FLOORS = {
    floor: number
    for number, floors in enumerate(
        (
            ("kernels", "divergences", "visualization"),
            ("layers",),
            ("networks", "losses", "penalties", "metrics", "sampling"),
            ("training",),
            ("objectives", "export", "callbacks"),
            ("recipes", "serving", "demo"),
            ("runs",),
            ("experiments",),
            ("scripts",),
        )
    )
    for floor in floors
}
SEE_PIPELINES = ("runs", "experiments", "scripts", "benchmarks")
# Lines of a file; the sizes of a loss, an objective, a layer, the base, a network.
LIMITS = {"losses": 60, "layers": 120, "networks": 250, "scripts": 220}
TOP_LEVEL = {
    *("tfgan_zoo", "pipelines", "benchmarks", "tests"),
    *("saved_models", "docs", "notebooks", ".ci"),
}


def room(file):
    parts = file.relative_to(ROOT).parts
    return parts[1] if parts[0] == "tfgan_zoo" and len(parts) > 2 else parts[0]


def imports(tree):
    """Modules that a file imports, at its top or inside of functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def goes_down(here, module):
    """Whether a room may import a module."""
    top, _, rest = module.partition(".")
    if here == "pipelines":
        return top not in ("tfgan_zoo", "benchmarks")
    if top == "pipelines":
        return here in SEE_PIPELINES
    if top == "benchmarks":
        return here == "benchmarks"
    there = rest.partition(".")[0]
    if top == "tfgan_zoo" and here in FLOORS and there in FLOORS and there != here:
        return FLOORS[there] < FLOORS[here]
    return True


def of_files():
    """Imports go down, files are short and well named, public names are explained."""
    for file in FILES:
        text, here = file.read_text(), room(file)
        tree, where = ast.parse(text), file.relative_to(ROOT)
        for module in imports(tree):
            if not goes_down(here, module):
                yield f"{where}: {here} imports {module}"
        lines, most = text.count("\n"), LIMITS.get(here, 250)
        if lines > most:
            yield f"{where}: {lines} lines, of {most}"
        first, *_ = (ast.get_docstring(tree) or "").split(maxsplit=1) or [None]
        if first is None:
            yield f"{where}: the module has no docstring"
        if first in ("What", "Who", "How", "Where", "Whether", "When", "Why"):
            yield f"{where}: its first line says no noun, but {first}"
        old = "until 0.3" in text  # A name that is kept for a version.
        if re.search(r"\blaws?\b|(?<!latent)_laws?\b", text) and not old:
            yield f"{where}: a law is a distribution, or the prior of the latents"
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if public and not node.name.startswith("_") and not ast.get_docstring(node):
                yield f"{where}: {node.name} has no docstring"
        if file.stem in ("utils", "misc", "common", "helpers"):
            yield f"{where} is named after nothing"


def of_private_api():
    """Private parts of other libraries are used in `private_api` alone."""
    trees = {file: ast.parse(file.read_text()) for file in FILES}
    nodes = {file: [*ast.walk(tree)] for file, tree in trees.items()}
    own = {"_replace", "_asdict", "_fields"}  # Of named tuples, which are public.
    for node in itertools.chain.from_iterable(nodes.values()):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(getattr(node, "ctx", None), ast.Store):
            own.add(getattr(node, "attr", getattr(node, "id", None)))
    for file, found in nodes.items():
        where = file.relative_to(ROOT)
        if file.name == "private_api.py":
            continue
        for module in imports(trees[file]):
            if module.startswith(("tensorflow.python", "keras.src")):
                yield f"{where} imports {module}: its place is tfgan_zoo/private_api.py"
        for node in found:
            name = getattr(node, "attr", "")
            if name.startswith("_") and not name.endswith("__") and name not in own:
                yield f"{where}:{node.lineno}: {name} of another library"


def of_writers():
    """Temporary names and renames are those of `atomic` alone."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or file.name == "atomic.py":
                continue
            name = getattr(node.func, "attr", None)
            # Of strings it takes two arguments, of dataclasses keywords.
            moves = name == "replace" and len(node.args) == 1 and not node.keywords
            if moves or name in ("rename", "mkstemp", "mkdtemp"):
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                yield f"{where}: {name} outside of tfgan_zoo/atomic.py"


def of_folders():
    """Every room has a floor and says what it is for; the top level is fixed."""
    for file in sorted((ROOT / "tfgan_zoo").glob("*/__init__.py")):
        if file.parent.name not in FLOORS:
            yield f"tfgan_zoo/{file.parent.name} has no floor"
        if "Here belongs " not in (
            ast.get_docstring(ast.parse(file.read_text())) or ""
        ):
            yield f"{file.relative_to(ROOT)} does not say what belongs there"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()  # Nothing, outside of a checkout.
    folders = {Path(file).parts[0] for file in listed if len(Path(file).parts) > 1}
    for folder in sorted(folders - TOP_LEVEL):
        yield f"{folder}/ is at the top level"


def of_scripts():
    """Scripts are flags and one call: each is short, and so are all together."""
    lines = {
        file.stem: file.read_text().count("\n")
        for file in (ROOT / "tfgan_zoo" / "scripts").glob("*.py")
    }
    for name, count in sorted(lines.items()):
        if count > 65 and name not in ("command", "config_flags"):
            yield f"tfgan_zoo/scripts/{name}.py: {count} lines, of 65"
    if sum(lines.values()) > 900:
        yield f"tfgan_zoo/scripts: {sum(lines.values())} lines, of 900"


def of_objectives():
    """Objectives name their paper, and what of it they changed."""
    from tfgan_zoo import objectives

    for name in objectives.__all__:
        text = inspect.getdoc(getattr(objectives, name))
        if not re.search(r"https://arxiv\.org/abs/\d{4}\.\d{4,5}", text):
            yield f"{name} names no paper of arXiv"
        for section in ("Algorithm:", "Examples:", "Args:", "Departures:"):
            if section not in text:
                yield f"{name} has no {section}"


def of_recipes():
    """Recipes hold what a run needs."""
    from tfgan_zoo import recipes
    from tfgan_zoo.examples import Kind

    names = recipes.available()
    if not names:
        yield "there are no recipes"
    for name in names:
        recipe = getattr(recipes, name)
        for constant in ("image_size", "batch_size", "steps"):
            if getattr(recipe, constant) <= 0:
                yield f"{name}: {constant} is not above 0"
        if not all(issubclass(kind, Kind) for kind in recipe.kinds):
            yield f"{name}: {recipe.kinds} are no kinds of examples"
        for part in ("https://arxiv.org/abs/", "Departures:"):
            if part not in recipe.doc:
                yield f"{name}: its docstring has no {part}"
        if "width" not in recipe.constants:
            yield f"{name}: it has no constant `width`"


def test_the_architecture():
    rules = (
        of_files,
        of_private_api,
        of_writers,
        of_folders,
        of_scripts,
        of_objectives,
        of_recipes,
    )
    found = [violation for rule in rules for violation in rule()]
    assert FILES
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("arguments", [["check"], ["format", "--check"]])
def test_ruff(arguments):
    answer = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout


def test_importing_the_zoo_does_not_import_tensorflow():
    code = (
        "import sys, tfgan_zoo, pipelines;"
        "from tfgan_zoo import recipes; recipes.available();"
        "sys.exit('tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
