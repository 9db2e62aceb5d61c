"""Topics of the theory: their parts, the file of their numbers, and the page."""

import re
import sys
from typing import NamedTuple

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.testing import assert_array_equal
from PIL import Image

from tfgan_zoo.experiments import page, theory
from tfgan_zoo.experiments.theory import numbers_file
from tfgan_zoo.experiments.theory.topics import bilinear_game
from tfgan_zoo.visualization import plot_style as style


@pytest.mark.parametrize("name", theory.available())
def test_every_topic_says_what_it_is(name):
    topic = theory.load(name)
    assert topic.TITLE
    assert "https://arxiv.org/abs/" in topic.__doc__
    assert topic.measure.__defaults__ == (0,)  # The seed; the rest are keywords.
    for field in topic.Numbers._fields:
        assert re.search(rf"^ +{field}: ", topic.Numbers.__doc__, re.M), field


def _quick():
    """Topics that are measured at once; `test_trained` and notebooks draw others."""
    return [n for n in theory.available() if theory.load(n).SECONDS == 1]


@pytest.mark.parametrize("name", _quick())
def test_a_quick_topic_is_drawn_and_explained_from_the_file_of_its_numbers(
    name, tmp_path
):
    topic = theory.load(name)
    numbers_file.write(topic.measure(), tmp_path / "numbers.json")
    numbers = numbers_file.read(topic.Numbers, tmp_path / "numbers.json")
    axes = topic.draw(numbers).axes
    assert all(axis.get_xlabel() or axis.get_ylabel() for axis in axes)
    words = topic.explain(numbers)
    assert words.endswith(".")
    assert not re.search(r"\bnan\b|\binf\b|\[[-\d. ]", words)  # Nor an array.


def test_no_two_topics_have_the_same_place():
    places = [theory.load(name).NUMBER for name in theory.available()]
    assert sorted(places) == list(range(1, len(places) + 1))


def test_an_unknown_topic_is_told_from_the_known():
    with pytest.raises(ValueError, match="no topic 'xy'"):
        theory.load("xy")


def test_the_name_of_version_0_1_warns():
    sys.modules.pop("tfgan_zoo.theory", None)
    with pytest.warns(DeprecationWarning, match=r"`tfgan_zoo.experiments.theory` now"):
        import tfgan_zoo.theory as old
    assert (old.load, old.available) == (theory.load, theory.available)


class Two(NamedTuple):
    """Two numbers.

    Attributes:
        one: an array.
        other: a number.
    """

    one: np.ndarray
    other: float


def test_numbers_survive_their_file(tmp_path):
    file = tmp_path / "numbers.json"
    numbers = Two(np.array([[1.5, np.inf], [-np.inf, 1 / 3]]), 0.1)
    numbers_file.write(numbers, file)
    assert "Infinity" not in file.read_text()  # Which is not JSON.
    back = numbers_file.read(Two, file)
    np.testing.assert_allclose(back.one, numbers.one, rtol=1e-8)
    assert back.other == 0.1
    assert [f.name for f in tmp_path.iterdir()] == ["numbers.json"]

    numbers_file.write(Two(np.arange(3), 4), file)
    back = numbers_file.read(Two, file)
    assert back.one.dtype.kind == "i"
    assert f"{back.other}" == "4"

    numbers_file.write(Two(np.array([np.nan]), np.float32(0.1)), file)
    assert np.isnan(numbers_file.read(Two, file).one)
    file.write_text('{"one": [1]}')
    with pytest.raises(ValueError, match="another version"):
        numbers_file.read(Two, file)


def test_a_figure_is_the_same_from_the_file_of_its_numbers(tmp_path):
    numbers = bilinear_game.measure()
    numbers_file.write(numbers, tmp_path / "numbers.json")
    back = numbers_file.read(bilinear_game.Numbers, tmp_path / "numbers.json")
    for k, each in enumerate((numbers, back)):
        figure = bilinear_game.draw(each)
        assert isinstance(figure, Figure)
        style.save(figure, tmp_path / f"{k}.png")
    with Image.open(tmp_path / "0.png") as one, Image.open(tmp_path / "1.png") as other:
        assert one.width >= 1200
        assert_array_equal(np.asarray(one), np.asarray(other))


def test_the_page_holds_its_pictures_and_asks_for_nothing(tmp_path):
    picture, numbers = tmp_path / "a.png", tmp_path / "a.json"
    Image.new("RGB", (3, 2)).save(picture)
    section = {"name": "a", "title": "v < w & x", "text": "It says |w| <= c."}
    section |= {"picture": picture, "numbers": numbers}
    command = "tfgan-theory --output='my theory'"
    text = page.render("theory.html.j2", sections=[section], command=command)
    assert "v &lt; w &amp; x" in text
    assert "It says |w| &lt;= c." in text
    assert 'src="data:image/png;base64,' in text
    addresses = re.findall(r'(?:src|href)="([^"]{0,20})', text)
    assert all(a.startswith(("data:", "#", "a.json")) for a in addresses)
    assert "<script" not in text
    assert "@import" not in text
    assert "http" not in text
