"""Points in the plane, drawn from a law of `pipelines.points`."""

import importlib

import tensorflow as tf

from pipelines import catalogue, sources
from pipelines.pipeline import Pipeline


class Source(sources.Source):
    """A law as a dataset: every batch is new, and a function of the seed and step."""

    def __init__(self, name: str):
        self.law = importlib.import_module(f"pipelines.points.{name}")
        self.info = catalogue.Info(
            name=name,
            shape=(2,),
            classes=tuple(self.law.CLASSES),
            examples={"train": None, "test": None},
            licence="Apache-2.0",
            source=self.law.__doc__.strip(),
        )

    def pipeline(self, split, order, *, image_size, channels=None, **_):
        """Drawn, and no more; the splits differ in their seed."""
        self.info.shape_at(image_size, channels)  # Raises: points have none.
        tag = list(self.info.examples).index(split)

        def draw(step):
            seed = tf.stack([tf.constant(order.seed, "int64"), step * 2 + tag])
            points, labels = self.law.sample(order.batch_size, seed)
            return order.rows(points), order.rows(labels)

        return Pipeline(order, {"draw": order.map(draw, order.steps())})
