"""The evaluation of a run while it trains."""

import numpy as np

from tfgan_zoo import callbacks, metrics
from tfgan_zoo.runs import extractor as extractors
from tfgan_zoo.runs.real_samples import RealSamples
from tfgan_zoo.sampling import Sampler

SAMPLES = 1000  # Generated at each evaluation, and real ones where that many are.


def check(config, gan, step: int):
    """Raises `ValueError` if a run cannot be evaluated as its configuration says.

    Args:
        config: `RunConfig`.
        gan: the model.
        step: that it has been trained to.
    """
    if config.evaluate_every is None:
        for name in ("metrics", "extractor"):
            if getattr(config, name) is not None:
                raise ValueError(f"--{name} needs --evaluate_every, the steps between.")
        return
    for name in config.metrics or ():
        metrics.get(name)
    product = gan.products()["generator"]
    if not isinstance(product, Sampler):
        raise ValueError(
            "--evaluate_every is for generators of latents, and this one translates "
            "images. Compare its outputs with their targets instead."
        )
    product.check_labels("--evaluate_every")
    if step % config.steps_per_execution:
        raise ValueError(
            f"From step {step} no multiple of --evaluate_every is reached in steps of "
            f"--steps_per_execution={config.steps_per_execution}. Leave out one."
        )


def prepared(config, gan, data, minibatch):
    """Reads what a run is evaluated with.

    Args:
        config: `RunConfig`.
        gan: the model.
        data: `RunData`.
        minibatch: of examples that the discriminator is measured on; None leaves
            that out.

    Returns:
        A function of the folder to write to; it gives the `Evaluation`.

    Raises:
        ValueError: there is no such extractor, no pretrained one for the dataset, or
            a metric needs what neither the data nor the generator has.
    """
    points = len(data.info.shape) == 1
    names = config.metrics or (("modes",) if points else ("fid", "prdc"))
    extractor = None
    if any(map(metrics.needs_extractor, names)):
        extractor = extractors.find(config.extractor, data.name, data.shape, names)
    real = RealSamples(data.dataset, SAMPLES, 0)
    known = real.known("train", names, extractor)
    sampler = gan.products()["generator"]
    fakes = known.with_fake(**_shape_of_samples(sampler))
    for name in names:
        if not fakes.suffices(name):
            fakes.needs(name)  # Says in words what is not there.
    every = config.evaluate_every
    return lambda files: callbacks.Evaluation(
        files, known, names, every=every, num=SAMPLES, batch=minibatch
    )


def _shape_of_samples(sampler) -> dict:
    """Two samples as metrics are fed them, of zeros."""
    samples = np.zeros((2, *sampler.network.outputs[0].shape[1:]), np.float32)
    if samples.ndim == 2:
        return {"fake_points": samples}
    labels = {"fake_labels": np.arange(2)} if sampler.conditional else {}
    return {"fake_images": samples, **labels}
