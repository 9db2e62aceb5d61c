"""Batches on the replicas of a strategy: each replica reads its own rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tensorflow as tf


def distribute(load: Callable, strategy: tf.distribute.Strategy):
    """A dataset for `fit` on the replicas of a strategy.

    ```python
    import functools
    import pipelines
    import tensorflow as tf

    load = functools.partial(pipelines.load, "digits", batch_size=128)
    data = pipelines.distribute(load, tf.distribute.MirroredStrategy())
    ```

    Each replica of this process has a pipeline of its own, and each worker one; all
    together they read the rows of one global batch.

    Args:
        load: function of `replica` and `replicas` that returns an endless dataset, as
            `Dataset.batches` with the rest of its arguments given.
        strategy: of `tf.distribute`; `tf.distribute.get_strategy()` has one replica.

    Returns:
        What `fit` takes: on one device a `tf.data.Dataset`, else a distributed one.

    Raises:
        ValueError: the replicas cannot share a batch.
    """
    import tensorflow as tf

    several = (
        tf.distribute.MirroredStrategy,
        tf.distribute.MultiWorkerMirroredStrategy,
        tf.distribute.TPUStrategy,
    )
    if not isinstance(strategy, several):
        return load()
    replication = tf.distribute.InputReplicationMode.PER_WORKER
    if isinstance(strategy, tf.distribute.MirroredStrategy):
        # The other ways start tf.data's tuner. Several workers know no such mode.
        replication = tf.distribute.InputReplicationMode.PER_REPLICA

    def rows(context):
        pipelines = context.num_input_pipelines
        data = load(replica=context.input_pipeline_id, replicas=pipelines)
        data = _one_by_one(data, context.num_replicas_in_sync // pipelines)
        # Of a stream that may end, workers agree at each step whether it has, and
        # forget the size of its batches.
        endless = tf.data.experimental.assert_cardinality(tf.data.INFINITE_CARDINALITY)
        return data.apply(endless)

    return strategy.distribute_datasets_from_function(
        rows,
        tf.distribute.InputOptions(
            experimental_fetch_to_device=False,
            experimental_replication_mode=replication,
        ),
    )


def _one_by_one(dataset, replicas: int):
    """Cuts each batch [B, ...] into batches [B / replicas, ...], one for each replica.

    The replicas of a worker take their batches from it in turn.
    """
    if replicas == 1:
        return dataset
    import tensorflow as tf

    rows = tf.nest.flatten(dataset.element_spec)[0].shape[0]
    if rows % replicas:
        raise ValueError(
            f"The {replicas} devices of a worker cannot share its {rows} rows of a "
            "batch; make the batch size a multiple of all devices."
        )
    return dataset.rebatch(rows // replicas, drop_remainder=True)
