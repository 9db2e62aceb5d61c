"""Points in the plane, drawn from a distribution of `pipelines.distributions`."""

import importlib

import tensorflow as tf

from pipelines import catalogue, sources
from pipelines.pipeline import Pipeline


class Source(sources.Source):
    """Draws from a distribution: each batch is new, a function of the seed and step."""

    def __init__(self, name: str, **_):
        self.distribution = importlib.import_module(f"pipelines.distributions.{name}")
        self.info = catalogue.Info(
            name=name,
            shape=(2,),
            classes=tuple(self.distribution.CLASSES),
            examples={"train": None, "test": None},
            licence="Apache-2.0",
            source=self.distribution.__doc__.strip(),
        )

    def pipeline(self, split, order, *, image_size, channels=None, **_):
        """Drawn, and no more; the splits differ in their seed."""
        self.info.shape_at(image_size, channels)  # Raises: points have none.
        tag = list(self.info.examples).index(split)

        def draw(step):
            seed = tf.stack([tf.constant(order.seed, "int64"), step * 2 + tag])
            points, labels = self.distribution.sample(order.batch_size, seed)
            return order.rows(points), order.rows(labels)

        return Pipeline(order, {"draw": order.map(draw, order.steps())})
