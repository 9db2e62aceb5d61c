"""The files of docs/space, on top of a copy of the repository."""

import ast
import json
import re
import shutil
import sys
import urllib.request
from pathlib import Path

from tests.demo import running

ROOT = Path(__file__).parents[2]
SPACE = ROOT / "docs" / "space"


def asked_for(name):
    """A list of requirements in setup.py."""
    text = (ROOT / "setup.py").read_text()
    return ast.literal_eval(re.search(rf"{name}\W+(\[.*?\])", text, re.S).group(1))


def test_a_space_installs_what_the_zoo_and_the_demo_need():
    lines = (SPACE / "requirements.txt").read_text().splitlines()
    needed = asked_for("install_requires") + asked_for("DEMO")
    assert [line for line in lines if not line.startswith("#")] == needed


def test_the_head_of_the_readme_names_what_is_there():
    import gradio

    head = (SPACE / "README.md").read_text().split("---\n")[1]
    said = dict(line.split(": ", 1) for line in head.splitlines())
    assert said["sdk"] == "gradio"
    assert (SPACE / said["app_file"]).exists()
    assert said["sdk_version"].split(".")[0] == gradio.__version__.split(".")[0]


def test_it_shows_the_page_from_a_copy(tmp_path):
    commands = (SPACE / "README.md").read_text()
    for name in re.search(r"git archive HEAD (.+) \|", commands).group(1).split():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    assert "cp docs/space/* space/" in commands
    shutil.copytree(SPACE, tmp_path, dirs_exist_ok=True)
    with running.page(command=[sys.executable, "app.py"], cwd=tmp_path) as address:
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"{address}/config", timeout=60) as answer:
            config = json.load(answer)
        assert config["title"] == "tfgan-zoo"
