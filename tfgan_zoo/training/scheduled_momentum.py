"""Gradient descent with a momentum that changes from step to step."""

import keras
from keras import ops

from tfgan_zoo import private_api


@keras.saving.register_keras_serializable(package="tfgan_zoo")
class ScheduledMomentum(private_api.OncePerStep, keras.optimizers.Optimizer):
    """Gradient descent whose momentum is a function of the step.

        m = momentum(t) m - rate(t) g
        w = w + m

    for steps t = 0, 1, 2, ...; with a constant momentum it is `keras.optimizers.SGD`.
    Sutskever et al. (2013), "On the importance of initialization and momentum in deep
    learning", https://proceedings.mlr.press/v28/sutskever13.html, equations 1 and 2.

    Args:
        learning_rate: a number, or a schedule.
        momentum: a `keras.optimizers.schedules.LearningRateSchedule`, whose values are
            in [0, 1).
        **kwargs: of `keras.optimizers.Optimizer`.

    Raises:
        ValueError: `momentum` is no schedule.
    """

    def __init__(self, learning_rate=0.01, momentum=None, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        if not isinstance(momentum, keras.optimizers.schedules.LearningRateSchedule):
            raise ValueError(
                "`momentum` is a schedule of `keras.optimizers.schedules`; for a "
                f"constant take `keras.optimizers.SGD`. Received: {momentum!r}"
            )
        self.momentum = momentum

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self._momentums = self.add_optimizer_variables(variables, "momentum")

    def for_all(self, weights, learning_rate):
        """The rate and the momentum of this step."""
        return learning_rate, self.momentum(self.iterations)

    def update_step(self, gradient, variable, learning_rate):
        rate, momentum = (ops.cast(x, variable.dtype) for x in learning_rate)
        velocity = private_api.slot(self, "momentums", variable)
        gradient = ops.cast(gradient, variable.dtype)
        self.assign(velocity, momentum * velocity - rate * gradient)
        self.assign_add(variable, velocity)

    def get_config(self):
        momentum = keras.optimizers.schedules.serialize(self.momentum)
        return {**super().get_config(), "momentum": momentum}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        momentum = keras.optimizers.schedules.deserialize(
            config["momentum"], custom_objects
        )
        return super().from_config({**config, "momentum": momentum}, custom_objects)
