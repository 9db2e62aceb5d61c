"""Baselines of the comparison: densities of images, fitted and sampled."""

import json

import numpy as np
import pytest

from tests.commands import refused, succeed
from tfgan_zoo.experiments.comparison import baselines

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("name", baselines.available())
def test_a_baseline_draws_what_it_was_fitted_to(name):
    centres = np.array([[-0.5, 0.5, 0.0], [0.5, -0.5, 0.0]])
    vectors = centres[RNG.integers(0, 2, 400)] + 0.02 * RNG.normal(size=(400, 3))
    sample = baselines.find(name)(vectors, seed=1)
    drawn = sample(300)
    assert drawn.shape == (300, 3)
    distances = np.linalg.norm(drawn[:, None] - centres, axis=-1)
    # Both centres, in no order, and no sample far from them but by the noise.
    nearest = distances.argmin(axis=1)
    assert 100 < nearest.sum() < 200
    assert 50 < np.count_nonzero(np.diff(nearest)) < 250
    assert np.median(distances.min(axis=1)) < 0.3
    np.testing.assert_array_equal(baselines.find(name)(vectors, seed=1)(300), drawn)


def test_the_bandwidth_is_the_deviation_of_what_is_around_the_centres():
    centres = np.array([[0.0, 0.0], [3.0, 3.0]])
    for deviation in (0.05, 0.4):
        noise = deviation * RNG.normal(size=(4000, 2))
        held_out = centres[RNG.integers(0, 2, 4000)] + noise
        found = baselines.best_bandwidth(centres, held_out)
        # The grid has a factor of 1.17 between two values.
        assert deviation / 1.1 < found < 1.1 * deviation


def test_an_unknown_baseline_is_refused(tmp_path):
    assert baselines.available() == ["gaussian_mixture", "kernel_density"]
    flags = ("--recipes=gan", "--baselines=gmm", f"--output={tmp_path}")
    message = refused("compare", *flags)
    assert "Unknown baseline 'gmm'" in message
    assert "Known: gaussian_mixture, kernel_density" in message


def test_baselines_are_scored_beside_the_recipes_once(tmp_path):
    flags = ("--recipes=gan", "--baselines=kernel_density", "--steps=2", "--seeds=1")
    flags += ("--width=4", "--batch_size=8", "--samples=100", f"--output={tmp_path}")
    succeed("compare", *flags)
    summary = json.loads((tmp_path / "scores.json").read_text())["recipes"]
    fitted = summary["kernel_density"]
    # Images with a little noise are nearer to images than an untrained generator is.
    for when, name in (("last", "frechet_distance"), ("best", "frechet_distance")):
        assert fitted[when][name]["mean"] < summary["gan"][when][name]["mean"] / 5
    assert fitted["last"]["coverage"]["mean"] > 0.3
    assert "seconds_per_step" not in fitted
    assert fitted["seconds"]["mean"] > 0
    page = (tmp_path / "index.html").read_text()
    assert "Fitted to 1442 images" in page
    measured = tmp_path / "runs" / "kernel_density" / "0" / "measurements.json"
    before = measured.read_bytes()
    assert "kernel_density, seed" not in succeed("compare", *flags)
    assert measured.read_bytes() == before
