"""What a run leaves to its device, and what it says of it."""

import warnings

import pytest

from tfgan_zoo import environment
from tfgan_zoo.runs import RunConfig, accelerator


def visible(monkeypatch, *names):
    monkeypatch.setattr(environment, "accelerators", lambda: list(names))


def config(**fields):
    return RunConfig("gan", **fields)


@pytest.mark.parametrize(
    ("fields", "step", "steps", "at_once"),
    [
        ({}, 0, 1000, 10),
        ({}, 8, 1000, 8),  # 992 steps are left.
        ({}, 3, 1000, 1),  # 997 is a prime.
        ({"evaluate_every": 250}, 0, 1000, 10),
        ({"evaluate_every": 250}, 15, 1000, 5),
        ({"steps_per_execution": 4}, 0, 1000, 4),
    ],
)
def test_on_a_gpu_several_steps_are_taken_at_once(
    monkeypatch, fields, step, steps, at_once
):
    visible(monkeypatch, "H")
    fitted = accelerator.fitted(config(**fields), step, steps)
    assert fitted.steps_per_execution == at_once
    assert (steps - step) % at_once == 0
    assert fitted.sample_every == 1000


def test_what_was_given_stays():
    fitted = accelerator.fitted(config(sample_every=0, steps_per_execution=2), 0, 10)
    assert (fitted.sample_every, fitted.steps_per_execution) == (0, 2)
    fitted = accelerator.fitted(config(), 0, 10)
    assert (fitted.sample_every, fitted.steps_per_execution) == (100, 1)


def test_the_device_is_told(monkeypatch):
    visible(monkeypatch, "H", "H")
    bfloat16 = config(mixed_precision="bfloat16")
    with pytest.warns(UserWarning, match="2 GPUs are visible and 1 of them is used"):
        assert accelerator.describe(bfloat16, 1) == "The steps run on H."
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = accelerator.describe(config(), 2)
    assert text.startswith("The steps run on H, H. --mixed_precision=bfloat16 is")


def test_a_gpu_that_tensorflow_cannot_use_is_told_of(monkeypatch):
    visible(monkeypatch)
    monkeypatch.setattr(accelerator.Path, "glob", lambda *_: iter(["/dev/nvidia0"]))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    with pytest.warns(UserWarning, match=r"pip install 'tensorflow\[and-cuda\]"):
        assert accelerator.describe(config(), 1) == "The steps run on the CPU."
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")  # Who hides it knows.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        accelerator.describe(config(), 1)
