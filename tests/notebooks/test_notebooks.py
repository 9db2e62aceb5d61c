"""The notebooks hold no outputs, install the zoo where it is missing, and run."""

import ast
import base64
import io
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from PIL import Image

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE_PATHS = (
    r"(?<![\w.:/~])(/(content|drive|home|mnt|root|tmp|Users|work)\b|[A-Z]:\\)"
)
# What a cell that shows a picture calls.
DRAWS = r"\b(picture\.\w+|plt\.show|Image\.open|film_strip|show)\("

every_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


def read(file):
    return nbformat.read(file, as_version=nbformat.NO_CONVERT)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert NOTEBOOKS


@every_notebook
def test_it_is_valid_and_holds_no_outputs(file):
    notebook = read(file)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata == {
        "kernelspec": {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        assert cell.metadata == {}, cell.id
    for cell in code_cells(notebook):
        assert cell.outputs == [], cell.id
        assert cell.execution_count is None, cell.id


@every_notebook
def test_it_is_written_as_jupyter_writes(file):
    # So that saving it there changes nothing but what was edited.
    assert file.read_text("utf-8") == nbformat.writes(read(file)) + "\n"


@every_notebook
def test_it_begins_with_a_title_and_the_installation(file):
    notebook = read(file)
    assert notebook.cells[0].source.startswith("# ")
    install, settings, *_ = code_cells(notebook)
    assert 'find_spec("tfgan_zoo")' in install.source
    assert "%pip install" in install.source
    assert 'STEPS = int(os.environ.get("STEPS", ' in settings.source


@every_notebook
def test_it_names_no_place_of_one_machine(file):
    assert not re.findall(MACHINE_PATHS, file.read_text("utf-8"))


@every_notebook
def test_what_it_links_to_exists(file):
    for cell in read(file).cells:
        if cell.cell_type == "markdown":
            links = re.findall(r"\]\(([^)]+)\)", cell.source)
            names = re.findall(r"`(\w+\.ipynb)`", cell.source)
            for link in [*links, *names]:
                assert "://" in link or (file.parent / link).exists(), link


@pytest.mark.slow
@every_notebook
def test_it_runs_from_top_to_bottom(file, tmp_path, monkeypatch):
    monkeypatch.setenv("STEPS", "20")
    notebook = run(read(file), tmp_path, monkeypatch)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    drawing = [cell for cell in cells if re.search(DRAWS, shown(cell))]
    assert drawing
    for cell in drawing:
        assert pictures(cell), f"the cell {cell.id!r} shows no picture"
        for picture in pictures(cell):
            low, high = picture.convert("L").getextrema()
            assert low < high, f"the picture of the cell {cell.id!r} is blank"


@pytest.mark.slow
def test_the_first_cell_installs_the_checkout_where_the_zoo_is_missing(
    tmp_path, monkeypatch
):
    checkout = tmp_path / "checkout"
    for name in ("tfgan_zoo", "pipelines", "saved_models", "notebooks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout)
    # What the zoo needs is here; nothing is fetched, and this environment stays as is.
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_BUILD_ISOLATION", "0")  # Means that there is none.
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "site"))

    notebook = read(NOTEBOOKS[0])
    install = code_cells(notebook)[0]
    assert all(install.source == code_cells(read(f))[0].source for f in NOTEBOOKS)
    missing = "import sys; sys.modules['tfgan_zoo'] = None"
    notebook.cells = [nbformat.v4.new_code_cell(missing), install]
    run(notebook, checkout / "notebooks", monkeypatch)
    assert (tmp_path / "site" / "tfgan_zoo" / "recipes" / "dcgan.py").exists()


def run(notebook, folder, monkeypatch):
    """Executes all cells in a fresh kernel whose files are in `folder`."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    monkeypatch.setenv("IPYTHONDIR", str(folder / ".ipython"))  # Not the user's own.
    client = NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(folder)}}
    )
    return client.execute()


def shown(cell):
    """The source of the statements at a cell's top level, without definitions."""
    source = re.sub(r"^(\s*)%.*$", r"\1pass", cell.source, flags=re.M)
    tree = ast.parse(source)
    kept = (node for node in tree.body if not isinstance(node, ast.FunctionDef))
    return "\n".join(map(ast.unparse, kept))


def pictures(cell):
    """The pictures among a cell's outputs."""
    return [
        Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
