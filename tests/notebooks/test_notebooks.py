"""The notebooks hold no outputs, install the zoo where it is missing, and run."""

import ast
import base64
import io
import re
import shutil
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
import tensorflow as tf
import tensorflow_datasets as tfds
from nbclient.exceptions import CellExecutionError
from PIL import Image

import pipelines

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE_PATHS = (
    r"(?<![\w.:/~])(/(content|drive|home|mnt|root|tmp|Users|work)\b|[A-Z]:\\)"
)
# What a cell that shows a picture calls.
DRAWS = r"\b(image_grid\.\w+|plt\.show|Image\.open|film_strip|show)\("

every_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


def read(file):
    return nbformat.read(file, as_version=nbformat.NO_CONVERT)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


def with_steps(notebook, steps):
    """The notebook with another number in the line where it says how long it trains."""
    settings = cell_of(notebook, "settings")
    settings.source, count = re.subn(
        r"^STEPS = \d+", f"STEPS = {steps}", settings.source, flags=re.M
    )
    assert count == 1, "the settings say `STEPS = NUMBER` once"
    return notebook


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
def test_it_begins_with_a_title_the_installation_and_the_settings(file):
    notebook = read(file)
    assert notebook.cells[0].source.startswith("# ")
    install, settings, *_ = code_cells(notebook)
    assert (install.id, settings.id) == ("install", "settings")
    assert install.source == cell_of(read(NOTEBOOKS[0]), "install").source
    with_steps(notebook, 1)


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


def test_a_new_objective_has_twenty_lines():
    notebook = read(ROOT / "notebooks" / "new_objective.ipynb")
    assert len(cell_of(notebook, "objective").source.splitlines()) <= 20


@pytest.mark.learning
@every_notebook
def test_it_runs_from_top_to_bottom(file, run, tmp_path):
    notebook = run(with_steps(read(file), 20))
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == [*range(1, len(cells) + 1)]
    assert not cell_of(notebook, "install").outputs, "the zoo was here already"

    drawing = [cell for cell in cells if re.search(DRAWS, shown(cell))]
    assert len(drawing) >= 3
    for cell in drawing:
        assert pictures(cell), f"the cell {cell.id!r} shows no picture"
        for picture in pictures(cell):
            assert len(picture.getcolors(picture.width * picture.height)) > 16, cell.id

    said = "\n".join(text for cell in cells for text in texts(cell))
    assert not re.findall(r"\b(?:nan|NaN)\b|\w*Warning\b.*|INFO:.*", said)
    tables = [*tmp_path.rglob("metrics.csv"), *tmp_path.rglob("evaluation.csv")]
    for table in tables:
        rows = np.genfromtxt(table, delimiter=",", names=True)
        for column in rows.dtype.names:
            assert np.isfinite(rows[column]).all(), f"{column} of {table}"
    if file.stem == "from_gan_to_wgan":
        runs = tmp_path / "work" / "runs"
        assert runs / "gan_wgan_digits" / "WGAN" / "metrics.csv" in tables
        assert re.search(r"with the distance: -?[01]\.\d\d\n", said)


def test_one_flag_leads_to_all_of_mnist(run, tmp_path, monkeypatch):
    # Digits, stored as TFDS stores MNIST, since nothing is downloaded here.
    images, labels = pipelines.examples("digits", 128, image_size=28, labels=True)
    examples = {"image": images, "label": labels}
    tfds.dataset_builders.store_as_tfds_dataset(
        "mnist",
        version="3.0.1",
        data_dir=str(tmp_path / "tfds"),
        split_datasets={"train": tf.data.Dataset.from_tensor_slices(examples)},
        features=tfds.features.FeaturesDict(
            {
                "image": tfds.features.Image(shape=(28, 28, 1)),
                "label": tfds.features.ClassLabel(num_classes=10),
            }
        ),
    )
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path / "tfds"))

    notebook = with_steps(read(ROOT / "notebooks" / "quickstart.ipynb"), 2)
    settings = cell_of(notebook, "settings")
    assert settings.source.count('DATASET = "mnist_5k"') == 1
    settings.source = settings.source.replace('"mnist_5k"', '"mnist"', 1)
    notebook.cells = [cell_of(notebook, name) for name in ("settings", "data", "train")]
    run(notebook)
    assert "128 images to learn from" in "".join(texts(cell_of(notebook, "data")))
    assert (tmp_path / "work" / "runs" / "mnist_2_steps" / "samples.webp").exists()


def test_the_kernel_is_this_interpreter_and_the_zoo_this_checkout(run):
    found = """
import sys
from importlib.util import find_spec
print(sys.executable, find_spec("tfgan_zoo").origin, sep="\\n")
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(found)])
    (said,) = texts(run(notebook).cells[0])
    origin = ROOT / "tfgan_zoo" / "__init__.py"
    assert said.splitlines() == [sys.executable, str(origin)]


def test_a_cell_that_asks_the_network_fails(run):
    asks = "import socket; socket.getaddrinfo('example.org', 443)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(asks)])
    with pytest.raises(CellExecutionError, match=r"the network for example\.org"):
        run(notebook)


@pytest.mark.parametrize("uploaded", [False, True], ids=["checkout", "zip"])
def test_the_first_cell_installs_the_zoo_where_it_is_missing(
    uploaded, run, tmp_path, monkeypatch
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
    missing = nbformat.v4.new_code_cell("import sys; sys.modules['tfgan_zoo'] = None")
    notebook.cells = [missing, cell_of(notebook, "install")]
    folder = checkout / "notebooks"
    if uploaded:
        (folder := tmp_path / "elsewhere").mkdir()
        file = str(folder / "tfgan-zoo-main")
        shutil.make_archive(file, "zip", root_dir=tmp_path, base_dir="checkout")
    run(notebook, folder)
    assert (tmp_path / "site" / "tfgan_zoo" / "recipes" / "dcgan.py").exists()


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


def texts(cell):
    """What a cell printed, and what it wrote as Markdown."""
    for output in cell.outputs:
        yield output.get("text", "") or output.get("data", {}).get("text/markdown", "")
