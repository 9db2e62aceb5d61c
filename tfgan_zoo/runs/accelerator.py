"""Defaults of a run for its device: steps at once, and what is said of it."""

import dataclasses
import math
import os
import warnings
from pathlib import Path

from tfgan_zoo import environment, extras

STEPS_AT_ONCE = 10  # Keras reads the losses after each call: a GPU would wait for it.
# A picture takes as long as fifteen steps of DCGAN on a fast GPU.
SAMPLE_EVERY, SAMPLE_EVERY_ON_GPU = 100, 1000


def fitted(config, step: int, steps: int):
    """A configuration with the values that it leaves to the device.

    Where a GPU is visible, up to `STEPS_AT_ONCE` steps are taken at once, a number that
    leads to the end and to every evaluation, and pictures are drawn less often.

    Args:
        config: `RunConfig`.
        step: that the run holds.
        steps: in all.
    """
    gpu, every = bool(environment.accelerators()), config.evaluate_every
    left = math.gcd(steps - step, *((every, step) if every else ()))
    at_once = max(n for n in range(1, STEPS_AT_ONCE + 1) if left % n == 0)
    values = {
        "steps_per_execution": at_once if gpu else 1,
        "sample_every": SAMPLE_EVERY_ON_GPU if gpu else SAMPLE_EVERY,
    }
    open_ones = {k: v for k, v in values.items() if getattr(config, k) is None}
    return dataclasses.replace(config, **open_ones)


def describe(config, replicas: int) -> str:
    """What the steps run on, in words; warns where a GPU is there and unused.

    Args:
        config: `RunConfig`.
        replicas: number of devices that share the batch on this machine.
    """
    names = environment.accelerators()
    if not names:
        if _has_nvidia():
            warnings.warn(
                "This machine has an NVIDIA GPU, and TensorFlow cannot use it: its "
                "driver or the CUDA libraries were not found. Install them with: "
                f"{extras.command('gpu')}",
                stacklevel=2,
            )
        return "The steps run on the CPU."
    if len(names) > replicas:
        warnings.warn(
            f"{len(names)} GPUs are visible and {replicas} of them is used. Use all "
            "with --strategy=mirrored.",
            stacklevel=2,
        )
    text = f"The steps run on {', '.join(names[:replicas])}."
    if config.mixed_precision == "none":
        text += " --mixed_precision=bfloat16 is faster there, in a run of its own."
    return text


def _has_nvidia() -> bool:
    """Whether there is a GPU by the driver's account that nobody has hidden."""
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES", "0") in ("", "-1")
    return not hidden and any(Path("/dev").glob("nvidia[0-9]*"))
