"""The evaluation of a run while it trains."""

from tfgan_zoo import metrics, training
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


def prepared(config, data, minibatch):
    """Reads what a run is evaluated with.

    Args:
        config: `RunConfig`.
        data: `RunData`.
        minibatch: of examples that the discriminator is measured on; None leaves
            that out.

    Returns:
        A function of the folder to write to; it gives the `Evaluation`.

    Raises:
        ValueError: there is no such extractor, or none is shipped for the dataset.
    """
    points = len(data.info.shape) == 1
    names = config.metrics or (("modes",) if points else ("fid", "prdc"))
    extractor = None
    if any(map(metrics.needs_extractor, names)):
        extractor = extractors.find(config.extractor, data.name)
    real = RealSamples(
        data.info, data.image_size, SAMPLES, seed=0, data_dir=config.data_dir
    )
    known = real.known("train", names, extractor)
    every = config.evaluate_every
    return lambda files: training.Evaluation(
        files, known, names, every=every, num=SAMPLES, batch=minibatch
    )
