"""A stop as soon as a loss is not a number."""

import math

from tfgan_zoo.callbacks.step_callback import StepCallback


class FiniteLosses(StepCallback):
    """Ends training with an error when a metric is infinite or not a number.

    Put it before `Checkpoints`, which then never saves such a state.

    Raises:
        FloatingPointError: naming the metric and the step.
    """

    def __init__(self):
        super().__init__(every=1)

    def act(self, step, logs):
        for name, value in logs.items():
            if not math.isfinite(value):
                raise FloatingPointError(
                    f"{name} became {value} at step {step}. Training stopped. Lower "
                    "the learning rate, or leave out float16 if it was used."
                )
