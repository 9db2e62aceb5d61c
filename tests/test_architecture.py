"""The rules of the house, run: imports go down, files are short, names explained."""

import ast
import inspect
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
    "layers": 1,
    "divergences": 1,
    "networks": 2,
    "losses": 2,
    "penalties": 2,
    "metrics": 2,
    "training": 3,
    "objectives": 4,
    "export": 4,
    "recipes": 5,
    "serving": 5,
    "theory": 5,
    "demo": 5,
    "runs": 6,
    "experiments": 7,
    "scripts": 8,
}
SEE_PIPELINES = ("runs", "experiments", "scripts", "benchmarks")
# Lines of a file; the sizes of a loss, an objective, a layer, the base, a network.
LIMITS = {"losses": 60, "layers": 120, "networks": 250, "scripts": 220}


def name(file):
    return str(file.relative_to(ROOT))


def room(file):
    parts = file.relative_to(ROOT).parts
    return parts[1] if parts[0] == "tfgan_zoo" and len(parts) > 2 else parts[0]


def imports(file):
    """Modules that a file imports, at its top or inside of functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_imports_go_down(file):
    here = room(file)
    for module in imports(file):
        top, _, rest = module.partition(".")
        if here == "pipelines":
            assert top not in ("tfgan_zoo", "benchmarks"), f"pipelines import {module}"
        elif top == "pipelines":
            assert here in SEE_PIPELINES, f"{here} imports {module}"
        elif top == "benchmarks":
            assert here == "benchmarks", f"{here} imports {module}"
        elif top == "tfgan_zoo" and here in FLOORS:
            there = rest.partition(".")[0]
            if there in FLOORS and there != here:
                assert FLOORS[there] < FLOORS[here], f"{here} imports {module}"


def test_every_room_has_a_floor():
    rooms = {
        f.name for f in (ROOT / "tfgan_zoo").iterdir() if (f / "__init__.py").exists()
    }
    assert rooms <= set(FLOORS)


def test_the_top_level_is_fixed():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    if not listed:
        pytest.skip("not a git checkout")
    folders = {Path(file).parts[0] for file in listed if len(Path(file).parts) > 1}
    ours = {"tfgan_zoo", "pipelines", "benchmarks", "tests"}
    allowed = {*ours, "saved_models", "docs", "notebooks", ".ci"}
    assert folders <= allowed


@pytest.mark.parametrize("file", FILES, ids=name)
def test_files_stay_short(file):
    assert file.read_text().count("\n") <= LIMITS.get(room(file), 250)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_public_names_are_explained(file):
    tree = ast.parse(file.read_text())
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if public and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_objectives_name_their_paper_and_departures():
    from tfgan_zoo import objectives

    for objective in (getattr(objectives, name) for name in objectives.__all__):
        text = inspect.getdoc(objective)
        assert re.search(r"https://arxiv\.org/abs/\d{4}\.\d{4,5}", text)
        for section in ("Algorithm:", "Examples:", "Args:", "Departures:"):
            assert section in text, f"{objective.__name__} has no {section}"


def test_recipes_hold_what_a_run_needs():
    from tfgan_zoo import recipes

    assert recipes.available()
    for recipe in (getattr(recipes, name) for name in recipes.available()):
        assert recipe.EXAMPLES in {
            "images",
            "labelled",
            "pairs",
            "few_labels",
            "points",
        }
        assert min(recipe.IMAGE_SIZE, recipe.BATCH_SIZE, recipe.STEPS) > 0
        assert "https://arxiv.org/abs/" in recipe.__doc__
        assert "Departures:" in recipe.__doc__
        parameters = inspect.signature(recipe.build).parameters
        assert list(parameters) == [
            "image_shape",
            "num_classes",
            "seed",
            "networks",
            "width",
        ]


def test_no_file_is_named_after_nothing():
    assert not [f for f in FILES if f.stem in ("utils", "misc", "common", "helpers")]


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
