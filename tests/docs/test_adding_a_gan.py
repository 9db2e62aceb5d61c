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
    """The repository with the GAN of the page, as a checkout of its own."""
    folder = tmp_path_factory.mktemp("copy")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    listed = subprocess.run(
        [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=examples.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, listed):
        if (source := examples.ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    for name, code in FILES.items():
        file = folder / name
        if name == NAMES:
            code = file.read_text().replace("\n__all__", f"{code}\n__all__")
        else:
            assert not file.exists()
        file.write_text(code)
    # As the page says: an import has its place.
    fix = [sys.executable, "-m", "ruff", "check", "--fix", "--quiet", NAMES]
    subprocess.run(fix, cwd=folder, check=True)
    for command in ("init --quiet", "add --all", "commit --quiet --message=RSGAN"):
        subprocess.run([*git, *command.split()], cwd=folder, check=True)
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


def run_tests(copy, *arguments):
    """Runs tests of the copy, which all pass; how many did, and the closing line."""
    out = run(copy, "-m", "pytest", *arguments, "-p", "no:cacheprovider")
    last = out.splitlines()[-1]
    assert not re.search(r"\d+ (failed|error)", last)
    return int(re.search(r"(\d+) passed", last)[1]), last


def test_its_code_is_in_the_style_of_the_repository(copy):
    files = [name for name in FILES if name != NAMES]
    run(copy, "-m", "ruff", "check", *files)
    run(copy, "-m", "ruff", "format", "--check", *files)


def test_the_gan_keeps_every_contract(copy):
    for line in re.findall(r"^python -m pytest (.*)$", PAGE, re.M):
        passed, last = run_tests(copy, *line.split())
        assert passed
        assert "skipped" not in last
    contracts = "from tests import test_contracts as t; print(t.OBJECTIVES)"
    assert "RSGAN" in run(copy, "-c", contracts)


def test_the_recipe_trains_and_has_a_page(copy):
    lines = [line for block in BLOCKS for line in examples.shell_lines(block.code)]
    code = "import sys; from importlib import import_module;"
    code += "sys.path.append('docs/site'); from zoo import page;"
    for script, flags in map(examples.short_command, lines):
        main = f"import_module('tfgan_zoo.scripts.{script}').main"
        code += f"assert {main}({flags!r}) == 0;"
    page = run(copy, "-c", f"{code} print(page('rsgan'))")
    assert (copy / "runs/rsgan/export/1/saved_model.pb").exists()
    assert "rsgan" in (copy / "report/index.html").read_text()
    assert "# rsgan" in page
    assert "tfgan-train --recipe=rsgan" in page
    assert "There is no pretrained model of this recipe" in page
    assert "return Setting(\n        RSGAN," in page


def test_what_is_said_of_every_recipe_is_so_of_this_one(copy):
    files = ("test_results", "docs/test_examples", "recipes/test_recipe")
    files = [f"tests/{name}.py" for name in (*files, "export/test_pretrained")]
    # What takes long: of all tests, by the learning tier.
    long = "tutorial or serving or scaling or docstrings_run or wheel or tell"
    passed, _ = run_tests(copy, *files, "-m", "not learning", "-k", f"not ({long})")
    assert passed > 100


@pytest.mark.learning
def test_the_whole_suite_of_the_copy_is_green(copy):
    here = f"--ignore=tests/docs/{os.path.basename(__file__)}"
    rooms = sorted({path.parent for path in (copy / "tests").rglob("test_*.py")})
    rooms = [str(room.relative_to(copy)) for room in rooms if room != copy / "tests"]
    rooms += [f"tests/{path.name}" for path in (copy / "tests").glob("test_*.py")]
    passed = 0
    for i in range(6):  # In one process, all models together take ten gigabytes.
        some, _ = run_tests(copy, *rooms[i::6], "-m", "not learning", here)
        passed += some
    assert passed > 2000
