"""A warning when the samples of different latents become alike."""

import warnings

import numpy as np

from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.sampling import Sampler

SUSTAINED = 5  # Readings in a row.


class ModeCollapseMonitor(StepCallback):
    """Warns, in words, when the generator draws nearly one image for all latents.

    The spread of samples is the standard deviation over one fixed set of latents,
    averaged over pixels; of a generator that takes labels, over the latents of each
    class. It falls when modes are lost, in whichever objective, while losses only tell
    who is winning. It is compared with the greatest spread that was held for
    `SUSTAINED` readings in a row, so that an untrained network and the turmoil of the
    first steps do not count.

    Translators, which have no latents, and generators whose labels are not known are
    not looked at.

    Args:
        every: steps between two readings.
        share: of that spread. Two readings in a row below it are a collapse.
        num: number of samples, at least 2.
        seed: of the latents.

    Raises:
        ValueError: `num` or `share` out of range.

    Attributes:
        spreads: dict of steps to the spread of samples, in the units of an example
            (images are in [-1, 1]).
    """

    def __init__(self, every: int = 100, share: float = 1 / 3, num: int = 64, seed=0):
        super().__init__(every)
        if num < 2 or not 0 < share < 1:
            raise ValueError(
                "`num` is at least 2, and `share` between 0 and 1. Received: "
                f"num={num}, share={share}"
            )
        self.share = share
        self.num = num
        self.seed = seed
        self.spreads = {}
        self._collapsed = False

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        product = self.model.products()["generator"]
        self._inputs = self._labels = None
        if isinstance(product, Sampler) and (
            product.num_classes or not product.conditional
        ):
            # Some of each class, as far as there are so many.
            classes = min(product.num_classes or 1, self.num // 2)
            self._labels = np.arange(self.num) % classes
            labels = self._labels if product.conditional else None
            self._inputs = product.inputs(self.num, self.seed, labels)

    def act(self, step, logs):
        if self._inputs is None:
            return
        samples = np.asarray(self.model.generator(self._inputs, training=False))
        classes = (samples[self._labels == k] for k in np.unique(self._labels))
        self.spreads[step] = float(np.mean([c.std(axis=0).mean() for c in classes]))
        before, now = self._sustained()
        collapsed = now < self.share * before
        if collapsed and not self._collapsed:
            warnings.warn(
                f"Step {step}: the samples of different latents have become alike (the "
                f"deviation over them is {now:.2g}, and was {before:.2g} before): mode "
                "collapse. Look at the samples; if they stay alike, start again in "
                "another directory, with lower learning rates or another seed.",
                stacklevel=2,
            )
        self._collapsed = collapsed

    def _sustained(self):
        """The greatest sustained spread so far, and that of the last two readings."""
        values = list(self.spreads.values())
        earlier = range(len(values) - SUSTAINED - 1)
        known = (min(values[i : i + SUSTAINED]) for i in earlier)
        return max(known, default=0.0), max(values[-2:])
