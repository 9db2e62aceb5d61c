"""The memory of where the players' weights have been."""

import keras

from tfgan_zoo.penalties import historical_average


class HistoricalAverage(keras.layers.Layer):
    """Holds each player near the mean of its own past: `weight * ||theta - mean||^2`.

        mean = (1/t) sum over i = 1..t of theta[i]

    is added to the loss of either player, whatever the objective. Here theta[t] are the
    weights before update t, so that the current ones are included. The means and their
    counts are saved with the model. Salimans et al. (2016), "Improved Techniques for
    Training GANs", https://arxiv.org/abs/1606.03498, section 3.3.

    Departures: none from the formula; the gradient takes the mean as a constant. The
    paper names no weight.

    Args:
        weight: of the penalty, at least 0.
    """

    def __init__(self, weight=1.0, **kwargs):
        super().__init__(trainable=False, **kwargs)
        if weight < 0:
            raise ValueError(f"`weight` is at least 0. Received: {weight}")
        self.weight = weight

    def build_from(self, *players):
        """Makes room for the means of the players' trainable weights."""
        self._place = {id(player): i for i, player in enumerate(players)}
        self._counts, self._means = [], []
        for i, player in enumerate(players):
            weights = player.trainable_variables
            self._counts.append(self._state(f"count_{i}", ()))
            self._means.append(
                [self._state(f"mean_{i}_{j}", w.shape) for j, w in enumerate(weights)]
            )
        self.built = True

    def follow(self, player):
        """Takes the weights of a player into their mean."""
        i = self._place[id(player)]
        self._counts[i].assign_add(1.0)
        for mean, theta in zip(self._means[i], player.trainable_variables, strict=True):
            mean.assign(mean + (theta - mean) / self._counts[i])

    def penalty(self, player):
        """The weighted penalty of a player, a scalar."""
        return self.weight * historical_average.historical_average(
            player.trainable_variables, self._means[self._place[id(player)]]
        )

    def _state(self, name, shape):
        weight = self.add_weight(
            name=name,
            shape=shape,
            initializer="zeros",
            trainable=False,
            aggregation="only_first_replica",
        )
        setattr(self, name, weight)  # Checkpoints do not look into nested lists.
        return weight

    def get_config(self):
        return {**super().get_config(), "weight": self.weight}
