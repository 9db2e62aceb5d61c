"""A warning when the samples of different latents become alike."""

import warnings

from tfgan_zoo.callbacks.step_callback import StepCallback
from tfgan_zoo.training import diagnosis

SUSTAINED = 5  # Readings in a row.
SHARE = 1 / 3  # Of the spread that was sustained: below it is a collapse.


class ModeCollapseMonitor(StepCallback):
    """Warns, in words, when the generator draws nearly one image for all latents.

    The spread of samples, `diagnosis.sample_spread`, falls when modes are lost, in
    whichever objective, while losses only tell who is winning. It is compared with the
    greatest spread that was held for `SUSTAINED` readings in a row, so that an
    untrained network and the turmoil of the first steps do not count.

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

    def __init__(self, every: int = 100, share: float = SHARE, num: int = 64, seed=0):
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

    def act(self, step, logs):
        spread = diagnosis.sample_spread(self.model, self.num, self.seed)
        if spread is None:
            return
        self.spreads[step] = spread
        before, now = sustained(list(self.spreads.values()))
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


def sustained(spreads: list[float]) -> tuple[float, float]:
    """The greatest sustained spread before the last reading, and that of the last two.

    Args:
        spreads: of all readings, in their order.
    """
    earlier = range(len(spreads) - SUSTAINED - 1)
    known = (min(spreads[i : i + SUSTAINED]) for i in earlier)
    return max(known, default=0.0), max(spreads[-2:])
