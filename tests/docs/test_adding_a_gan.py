"""The page on adding a GAN, followed to the letter in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.docs import examples

PAGE = (examples.ROOT / "docs" / "adding_a_gan.md").read_text()
BLOCKS = examples.blocks(PAGE)
FILES = {block.title: block.code for block in BLOCKS if block.title}
NAMES = "tfgan_zoo/objectives/__init__.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The repository with the GAN of the page."""
    folder = tmp_path_factory.mktemp("copy")
    for part in ("tfgan_zoo", "pipelines", "tests", "docs", "saved_models"):
        shutil.copytree(examples.ROOT / part, folder / part)
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(examples.ROOT / file, folder)
    for name, code in FILES.items():
        file = folder / name
        if name == NAMES:
            text = file.read_text().replace("\n__all__", f"{code}\n__all__")
            code = text.replace("__all__ = [", '__all__ = [\n    "RSGAN",')
        else:
            assert not file.exists()
        file.write_text(code)
    return folder


def run(copy, *command):
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    answer = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.mark.slow
def test_its_code_is_in_the_style_of_the_repository(copy):
    files = [name for name in FILES if name != NAMES]
    run(copy, "-m", "ruff", "check", *files)
    run(copy, "-m", "ruff", "format", "--check", *files)


@pytest.mark.slow
def test_the_gan_keeps_every_contract(copy):
    for line in re.findall(r"^python (-m pytest .*)$", PAGE, re.M):
        out = run(copy, *line.split(), "-p", "no:cacheprovider")
        assert re.search(r"\d+ passed", out)
        assert not re.search(r"\d+ (failed|skipped|error)", out)
    contracts = "from tests import test_contracts as t; print(t.OBJECTIVES)"
    assert "RSGAN" in run(copy, "-c", contracts)


@pytest.mark.slow
def test_the_recipe_trains_and_has_a_page(copy):
    lines = [line for block in BLOCKS for line in examples.shell_lines(block.code)]
    for line in lines:
        run(copy, *examples.short_command(line))
    assert (copy / "runs/rsgan/export/1/saved_model.pb").exists()
    assert "rsgan" in (copy / "report/index.html").read_text()

    code = "import sys; sys.path.append('docs/site'); from zoo import page;"
    page = run(copy, "-c", f"{code} print(page('rsgan'))")
    assert "# rsgan" in page
    assert "tfgan-train --recipe=rsgan" in page
    assert "No model of this recipe is shipped" in page
    assert "RSGAN(generator, critic" in page
