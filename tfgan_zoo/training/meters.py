"""The sums behind a model's metrics, on every replica, as a checkpoint keeps them.

They are of the steps after `model.last_row`, the last at which a `MetricsRows` wrote a
row because one was due.
"""

import math

import tensorflow as tf


def reader(model):
    """A function of nothing; it gives what each replica has summed up, a row for each.

    All workers must call it together.
    """
    strategy, variables = model.distribute_strategy, _variables(model)

    def mine():
        parts = [tf.reshape(variable.value, [-1]) for variable in variables]
        row = tf.concat([tf.cast(part, tf.float64) for part in parts], axis=0)
        return tf.distribute.get_replica_context().all_gather(row[tf.newaxis], axis=0)

    read_all = tf.function(lambda: strategy.run(mine))

    def read() -> list[list[float]]:
        return strategy.experimental_local_results(read_all())[0].numpy().tolist()

    return read


def assign(model, rows: list[list[float]]):
    """Gives the replicas of this process what they had summed up.

    Raises:
        ValueError: they were more or fewer replicas, or had other metrics.
    """
    strategy, variables = model.distribute_strategy, _variables(model)
    sizes = [math.prod(variable.shape) for variable in variables]
    rows = tf.constant(rows, tf.float64)
    if rows.shape != (strategy.num_replicas_in_sync, sum(sizes)):
        raise ValueError(f"The sums of the metrics have the shape {rows.shape}.")

    def mine():
        context = tf.distribute.get_replica_context()
        row = rows[context.replica_id_in_sync_group]
        for variable, part in zip(variables, tf.split(row, sizes), strict=True):
            variable.assign(tf.cast(tf.reshape(part, variable.shape), variable.dtype))

    tf.function(lambda: strategy.run(mine))()


def _variables(model):
    return [variable for metric in model.metrics for variable in metric.variables]
