"""Pipelines in stages: from keys of examples to batches of them."""

import dataclasses
from collections.abc import Callable

import tensorflow as tf

from pipelines import stream

GROUP = 16  # Examples of one call of a map, at most: each call has its price.


@dataclasses.dataclass(frozen=True)
class Pipeline:
    """Batches of (examples, labels), made in stages that have names.

    It may be run as far as any of its stages, to see what each of them costs.

    Args:
        order: of the batches.
        datasets: names to datasets of this replica's rows, of which each goes further
            than the one before. The last one has the batches, or the keys of
            `examples`.
        examples: names to functions of one key, of which each goes further than the one
            before; the last one returns (uint8 image, label). They are called in
            parallel, each call for a few keys, and the examples come in order.
        threads: as for `stream.parallel`.
    """

    order: stream.BatchOrder
    datasets: dict[str, tf.data.Dataset]
    examples: dict[str, Callable] = dataclasses.field(default_factory=dict)
    threads: int | None = None

    @property
    def stages(self) -> list[str]:
        """Names of all stages, the last one that of whole batches."""
        return [*self.datasets, *self.examples, *(["batch"] if self.examples else [])]

    def dataset(self) -> tf.data.Dataset:
        """The batches."""
        return self.upto(self.stages[-1])

    def upto(self, stage: str) -> tf.data.Dataset:
        """What goes as far as a stage: of an example that is in no batch, one number.

        It is made, and not carried along.
        """
        if stage in self.datasets:
            return self.datasets[stage]
        if stage in self.examples:
            make = self.examples[stage]
            return self._each(lambda key: sum(map(_one_number, _flat(make(key)))))
        *_, make = self.examples.values()
        batches = self._each(make)
        return stream.mapped(batches, lambda x, y: (self._whole(x), self._whole(y)))

    def _each(self, make):
        """Calls a function for each key: batches of groups [B / n, n, ...]."""
        *_, keys = self.datasets.values()
        share = self.order.share
        size = max(n for n in range(1, GROUP + 1) if share % n == 0)

        def group_of(keys):
            rows = zip(*map(tf.unstack, _flat(keys)), strict=True)
            rows = [tf.nest.pack_sequence_as(keys, row) for row in rows]
            made = [make(row) for row in rows]
            return tf.nest.map_structure(lambda *parts: tf.stack(parts), *made)

        groups = stream.parallel(keys.rebatch(size), group_of, size, self.threads)
        return groups.batch(share // size, drop_remainder=True)

    def _whole(self, x):
        return tf.reshape(x, [self.order.share, *x.shape[2:]])


def gather(arrays, order: stream.BatchOrder) -> Pipeline:
    """Batches out of a set in memory, `array_cache.Arrays`."""

    def batch(i):
        return tf.gather(arrays.images, i), tf.gather(arrays.labels, i)

    indices = order.indices(len(arrays.images))
    return Pipeline(order, {"order": indices, "batch": order.map(batch, indices)})


def _flat(x):
    return tf.nest.flatten(x)


def _one_number(x):
    if x.dtype == tf.string:
        return tf.strings.length(x)
    return tf.cast(tf.reshape(x, [-1])[0], tf.int32)
