import importlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tfgan_zoo import metrics
from tfgan_zoo.metrics.result import Score

RNG = np.random.default_rng(0)
INPUTS = {
    "real_images": RNG.uniform(-1, 1, size=(12, 16, 16, 1)).astype("float32"),
    "fake_images": RNG.uniform(-1, 1, size=(14, 16, 16, 1)).astype("float32"),
    "real_features": RNG.normal(size=(12, 4)),
    "fake_features": RNG.normal(size=(14, 4)),
    "real_moments": RNG.normal(size=(12, 4)),
    "fake_moments": RNG.normal(size=(14, 4)),
    "fake_probabilities": RNG.dirichlet(np.ones(3), size=14),
    "real_labels": np.arange(12) % 3,
    "fake_labels": np.arange(14) % 3,
    "fake_points": RNG.normal(size=(14, 2)),
    "means": RNG.normal(size=(3, 2)),
    "deviation": 0.5,
}
OPTIONS = {"kid": {"subset_size": 8}, "ms_ssim": {"pairs": 5}}


@pytest.mark.parametrize("name", sorted(metrics.available()))
def test_it_answers_a_score_of_numbers_and_protocol(name):
    fed = {key: INPUTS[key] for key in metrics.inputs(name)}
    score = metrics.get(name).score(**fed, **OPTIONS.get(name, {}))
    assert isinstance(score, Score)
    assert all(isinstance(value, float | int) for value in score.values.values())
    samples = {key: 12 if "real" in key else 14 for key in fed if "_" in key}
    sides = {key.split("_")[0] for key in samples}
    for side in sides:
        assert score.protocol[f"{side}_samples"] == {"real": 12, "fake": 14}[side]
    assert json.loads(json.dumps(score.as_dict()))["values"] == score.values


@pytest.mark.parametrize("name", sorted(metrics.available()))
def test_it_refuses_what_is_not_finite(name):
    fed = {key: INPUTS[key] for key in metrics.inputs(name)}
    broken = next(key for key in fed if key.startswith("fake"))
    fed[broken] = np.array(fed[broken], copy=True)
    fed[broken][3] = np.nan
    option = OPTIONS.get(name, {})
    with pytest.raises(ValueError, match=r"`fake_\w+` must"):
        metrics.get(name).score(**fed, **option)


def test_metrics_are_found_by_their_names():
    expected = {"cas", "fid", "is", "kid", "memorization", "modes", "ms_ssim", "prdc"}
    assert set(metrics.available()) == {*expected, "swd"}
    assert metrics.get("fid") is metrics.frechet_inception_distance
    assert metrics.inputs("prdc") == ("real_features", "fake_features")
    with pytest.raises(ValueError, match=r"`name` must be one of cas, fid.*'FID'"):
        metrics.get("FID")


def test_a_metric_is_its_file_alone():
    room = Path(metrics.__file__).parent
    for file in room.glob("[!_]*.py"):
        module = importlib.import_module(f"tfgan_zoo.metrics.{file.stem}")
        assert hasattr(module, "NAME") == hasattr(module, "score")


def test_a_score_prints_its_protocol_and_warnings():
    score = Score({"kid": 0.25, "kid_std": 0.5}, {"seed": 3}, ("Too few.",))
    score = score.under(extractor="inception", split="test")
    assert str(score) == (
        "kid 0.25, kid_std 0.5 (seed: 3, extractor: inception, split: test)\nToo few."
    )
    assert score.value == score["kid"] == 0.25


def test_listing_metrics_does_not_import_tensorflow():
    code = (
        "import sys; from tfgan_zoo import metrics; metrics.available();"
        "sys.exit('tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
