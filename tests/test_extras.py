"""What to install is said in commands that work, though no index has the package."""

import shlex
from pathlib import Path

import pytest

from tfgan_zoo import extras

SOURCES = [*(Path(__file__).parents[1] / "tfgan_zoo").rglob("*.py")]


@pytest.mark.parametrize(
    ("extra", "package"),
    [("demo", "gradio"), ("serve", "fastapi"), ("gpu", "tensorflow[and-cuda]")],
)
def test_the_packages_of_an_extra_are_named(extra, package):
    pip, install, *packages = shlex.split(extras.command(extra))
    assert (pip, install) == ("pip", "install")
    assert packages[0].startswith(package)
    assert not any(word.startswith(("tfgan", "keras", "pytest")) for word in packages)


def test_a_checkout_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setattr("sys.path", [])
    assert extras.command("demo") == "pip install '.[demo]' in the checkout"


def test_nothing_advises_to_install_the_package_from_an_index():
    assert SOURCES
    assert not [file for file in SOURCES if "'tfgan-zoo[" in file.read_text()]
