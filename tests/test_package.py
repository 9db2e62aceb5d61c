import re
import shlex
import subprocess
from pathlib import Path

import pytest

import tfgan_zoo as zoo
from tests import commands

ROOT = Path(__file__).parents[1]


def test_what_a_notebook_needs_stands_at_the_top():
    for name in (
        "GAN",
        "WGAN",
        "WGANGP",
        "Pix2Pix",
        "SemiSupervisedGAN",
        "HistoricalAverage",
        "SampleGrid",
        "Checkpoints",
        "GeneratorAverage",
        "load",
    ):
        assert hasattr(zoo, name)
        assert name in dir(zoo)
    for room in ("recipes", "objectives", "networks", "layers", "losses", "export"):
        assert getattr(zoo, room).__name__ == f"tfgan_zoo.{room}"
    assert zoo.recipes.wgan.batch_size == 64


@pytest.mark.parametrize("name", ["WGANN", "_private"])
def test_other_names_do_not(name):
    with pytest.raises(AttributeError, match=name):
        getattr(zoo, name)
    with pytest.raises(AttributeError, match="nothing"):
        getattr(zoo.recipes, "nothing")  # noqa: B009


def test_the_commands_of_the_makefile_take_their_flags():
    text = (ROOT / "Makefile").read_text().replace("\\\n", "")
    shown = re.findall(r"^\t\.venv/bin/(tfgan-.*)$", text, re.M)
    assert {c.split()[0] for c in shown} == {
        "tfgan-train",
        "tfgan-serve",
        "tfgan-demo",
    }
    for command in shown:
        program, *flags = shlex.split(command)
        commands.parse(program.removeprefix("tfgan-"), *flags)


@pytest.mark.parametrize(("target", "extra"), [("train", False), ("test", True)])
def test_make_installs_what_a_target_needs(target, extra):
    answer = subprocess.run(
        ["make", "--always-make", "--dry-run", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "-m pip install" in answer.stdout
    assert ("[test]" in answer.stdout) == extra


def test_what_the_readme_shows_exists():
    text = (ROOT / "README.md").read_text()
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    for link in links:
        assert (ROOT / link.partition("#")[0]).exists(), link


def test_the_notebook_of_the_readme_runs(tmp_path, monkeypatch):
    text = (Path(__file__).parents[1] / "README.md").read_text()
    make, use, data = re.findall(
        r"```python\n(import pipelines.*?|generator = .*?)```", text, re.S
    )
    assert "steps_per_epoch=200, epochs=5" in make
    few = make.replace("steps_per_epoch=200, epochs=5", "steps_per_epoch=1, epochs=1")
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(few + use, names)
    assert names["images"].shape == (16, 28, 28, 1)
    exec(data, names)
    assert names["images"].shape == (100, 32, 32, 1)
    assert names["their_labels"].shape == (100,)


def snippets():
    """Code of the README, but for that of the notebook."""
    text = (Path(__file__).parents[1] / "README.md").read_text()
    pattern = r"```python\n(import tfgan_zoo as zoo.*?|from tfgan_zoo.*?)```"
    return re.findall(pattern, text, re.S)


def test_the_evaluation_of_the_readme_runs(tmp_path):
    import pipelines
    import tfgan_zoo as zoo

    gan = zoo.recipes.dcgan.build((32, 32, 1), seed=0, width=4)
    data = pipelines.load("digits", batch_size=8, image_size=32)
    code = snippets()[-1].replace("runs/watched", str(tmp_path))
    for long, short in (("every=100", "every=2"), ("epoch=200", "epoch=3")):
        assert long in code
        code = code.replace(long, short)
    exec(code, {"pipelines": pipelines, "zoo": zoo, "gan": gan, "data": data})
    assert (tmp_path / "evaluation.csv").read_text().count("\n") == 3
    assert len(list(tmp_path.glob("best-step-*.keras"))) == 1


def test_the_other_snippets_of_the_readme_run():
    ready, noise, _ = snippets()
    names = {}
    exec(ready + noise, names)
    assert names["sevens"].shape == (16, 28, 28, 1)
    assert names["gan"].discriminator is names["noisy"]
