"""What docstrings and pages show is run: as it stands, but for fewer steps."""

import ast
import collections
import doctest
import importlib.util
import pkgutil
import re
import shlex

import numpy as np
import pytest
from PIL import Image

import tfgan_zoo as zoo
from tests import commands, toys
from tests.docs import examples

DOCSTRINGS = {
    where: blocks
    for where, text in examples.docstrings().items()
    if (blocks := examples.blocks(text))
}
TUTORIALS = sorted((examples.ROOT / "docs" / "tutorials").glob("*.md"))
BLOCKS = [
    (page, block)
    for page in examples.PAGES
    for block in examples.blocks(page.read_text())
]
SERVED = "tfgan-serve"  # Runs until it is stopped; `tests/serving` does that.
RUNTIMES = "## Other runtimes"  # The part of serving.md that needs no server.


def run(block, names):
    """Runs a block in the names of those before it."""
    if block.language == "pycon":
        test = doctest.DocTestParser().get_doctest(block.code, names, "block", None, 0)
        said = []
        answer = doctest.DocTestRunner().run(test, out=said.append)
        assert answer.attempted
        assert not answer.failed, "".join(said)
        return
    exec(compile(shortened(block.code), "block", "exec"), names)


def run_line(line):
    """Runs a command line `tfgan-...` for a few steps."""
    script, flags = examples.short_command(line)
    answer = commands.run(script, *flags)
    assert answer.status == 0, f"{line}\n{answer.err}"


def shortened(code):
    """Code that trains for two steps."""
    code = re.sub(r"steps_per_epoch=\d+", "steps_per_epoch=2", code)
    return re.sub(r"\bepochs=\d+", "epochs=1", code)


@pytest.mark.parametrize("where", DOCSTRINGS)
def test_examples_of_docstrings_run(where, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in DOCSTRINGS[where]:
        assert block.language in ("python", "pycon"), block
        assert block.reason is None
        run(block, names)


def test_every_public_package_has_an_example():
    shown = {where.partition(":")[0] for where in DOCSTRINGS}
    assert {"tfgan_zoo/__init__.py", "pipelines/__init__.py"} <= shown
    for module in pkgutil.iter_modules(zoo.__path__):
        # The others are run by command lines.
        if module.name not in ("scripts", "experiments", "serving", "demo"):
            file = f"{module.name}/__init__" if module.ispkg else module.name
            assert f"tfgan_zoo/{file}.py" in shown


def test_no_example_of_a_docstring_hides_from_the_tests():
    """Code stands between fences; what is only indented is formulas and commands."""
    for where, text in examples.docstrings().items():
        assert ">>> " not in re.sub(r"^```pycon.*?^```$", "", text, flags=re.M | re.S)
        for block in examples.literal_blocks(text):
            try:
                tree = ast.parse(block)
            except SyntaxError:
                continue
            code = (ast.Import, ast.ImportFrom, ast.Attribute)
            assert not any(isinstance(node, code) for node in ast.walk(tree)), where


def test_what_is_not_run_says_what_it_needs():
    unrun = [block for _, block in BLOCKS if block.reason]
    assert unrun
    for block in unrun:
        assert re.match(r"needs [a-zA-Z]{2}", block.reason)
        compile(block.code, "block", "exec")


def test_the_code_of_scaling_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = examples.ROOT / "docs" / "scaling.md"
    (code,) = (
        block.code
        for block in examples.blocks(page.read_text())
        if block.language == "python" and not block.reason
    )
    # In a process of its own: two strategies in one disturb each other.
    code = shortened(code) + "assert gan.step.numpy() == 2"
    commands.python(code)


def test_the_clients_of_serving_run(tmp_path, monkeypatch):
    from tests.serving import running

    monkeypatch.chdir(tmp_path)
    page = examples.ROOT / "docs" / "serving.md"
    names = {}
    with running.server(examples.ROOT / "saved_models", tmp_path / "log") as server:
        text = page.read_text().replace("http://127.0.0.1:8501", server.http)
        text = text.replace("127.0.0.1:8500", server.grpc)
        clients, _, _ = text.partition(RUNTIMES)
        for block in examples.blocks(clients):
            if block.language == "python":
                run(block, names)
    assert Image.open("seven.png").size == (28, 28)
    assert names["images"].shape == (16, 28, 28, 1)


def test_the_other_runtimes_of_serving_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (examples.ROOT / "docs" / "serving.md").read_text()
    _, _, runtimes = page.partition(RUNTIMES)
    run_line("tfgan-train --recipe=dcgan --dataset=mnist_5k --workdir=runs/dcgan")
    names = {}
    for block in examples.blocks(runtimes):
        for line in examples.shell_lines(block.code):
            run_line(line)
        if block.language == "python":
            run(block, names)
    assert names["images"].shape == (16, 28, 28, 1)
    assert names["same_images"] == pytest.approx(names["images"], abs=1e-4)
    assert names["other_images"].shape == (16, 28, 28, 1)


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_runs_from_its_first_line_to_its_last(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photographs").mkdir()
    noise = np.random.default_rng(0)
    for i in range(150):
        pixels = noise.integers(0, 256, (70, 90, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / "photographs" / f"{i}.png")

    names = {}
    for block in examples.blocks(page.read_text()):
        if block.language == "python":
            run(block, names)
        for line in examples.shell_lines(block.code):
            if line.split()[0] != SERVED:
                run_line(line)


def test_every_page_with_code_is_run():
    """By the tests above, or by one of its own."""
    run_here = {"scaling", "serving", *(page.stem for page in TUTORIALS)}
    for page, block in BLOCKS:
        if block.language in ("python", "pycon"):
            assert page.stem in {*run_here, "adding_a_gan"}, page


def test_the_lsgan_of_the_readme_is_that_of_the_zoo():
    from keras import ops

    text = (examples.ROOT / "README.md").read_text()
    (block,) = (b for b in examples.blocks(text) if b.code.startswith("class LSGAN"))
    names = {"AdversarialModel": zoo.AdversarialModel, "ops": ops}
    exec(block.code, names)

    networks = toys.point_networks()
    shown, real = (c(*networks) for c in (names["LSGAN"], zoo.LSGAN))
    x, y = (np.random.default_rng(i).normal(size=(8, 2)) for i in (0, 1))
    for loss in ("discriminator_loss", "generator_loss"):
        assert float(getattr(shown, loss)(x, y)) == pytest.approx(
            float(getattr(real, loss)(x, y))
        )


COMMANDS = collections.defaultdict(list)
for line in examples.commands():
    program, *given = shlex.split(line, comments=True)
    COMMANDS[program.removeprefix("tfgan-").replace("-", "_")].append(given)


def test_every_command_line_is_shown():
    scripts = re.findall(
        r"scripts\.(\w+):run", (examples.ROOT / "setup.py").read_text()
    )
    assert set(COMMANDS) == set(scripts)


@pytest.mark.parametrize("script", COMMANDS)
def test_every_command_that_is_shown_has_the_flags_it_names(script):
    for arguments in COMMANDS[script]:
        commands.parse(script, *arguments)


def test_every_module_that_is_shown_can_be_run():
    readmes = (examples.ROOT / name for name in ("README.md", "benchmarks/README.md"))
    texts = [page.read_text() for page in (*examples.PAGES, *readmes)]
    shown = {m for text in texts for m in re.findall(r"python -m ([\w.]+)", text)}
    assert {"benchmarks.peers", "tfgan_zoo.serving.models_config"} <= shown
    for module in shown:
        assert importlib.util.find_spec(module), module
