"""One step of gradient descent, right on any number of replicas and precision."""

import math

import keras
import tensorflow as tf

from tfgan_zoo import private_api
from tfgan_zoo.layers.reparametrized import computed_once


def prepare(optimizer, player):
    """Returns the optimizer, built on a player's weights, ready for `minimize`.

    Under the policy `mixed_float16` it is wrapped in a `LossScaleOptimizer`. Built
    before the first step, its slots are there to be restored.

    Raises:
        ValueError: a learning rate below 0, or that is no finite number.
    """
    half = keras.mixed_precision.dtype_policy().name == "mixed_float16"
    if half and not isinstance(optimizer, keras.mixed_precision.LossScaleOptimizer):
        optimizer = keras.mixed_precision.LossScaleOptimizer(optimizer)
    optimizer.build(player.trainable_variables)
    rate = float(keras.ops.convert_to_numpy(optimizer.learning_rate))
    if not 0 <= rate < math.inf:
        raise ValueError(f"A learning rate is finite, and at least 0. Received: {rate}")
    private_api.sum_no_gradients(optimizer)  # `minimize` has done so before.
    return optimizer


def minimize(loss_fn, player, optimizer, historical_average=None):
    """Moves a player one step of `optimizer` down the gradient of its loss.

    What Keras's weight regularizers and the historical average ask of its weights is
    added to the loss.

    Args:
        loss_fn: returns a scalar, the mean over this replica's examples.
        player: `keras.Model` whose trainable weights move.
        optimizer: built on these weights.
        historical_average: a `HistoricalAverage`, which takes in the weights before the
            step.

    Returns:
        The loss before the step, on this replica's examples.

    Raises:
        ValueError: the loss does not depend on some of the weights; or layers add
            losses of their own.
    """
    context = tf.distribute.get_replica_context()
    replicas = context.num_replicas_in_sync
    weights = player.trainable_variables
    if historical_average is not None:
        historical_average.follow(player)
    with tf.GradientTape() as tape:
        with computed_once():
            loss = loss_fn()
        if loss.dtype in (tf.float16, tf.bfloat16):
            loss = tf.cast(loss, tf.float32)
        regularizers = [(w.regularizer, w) for w in weights if w.regularizer]
        for regularizer, weight in regularizers:
            loss += tf.cast(regularizer(weight), loss.dtype)
        if len(player.losses) > len(regularizers):
            raise ValueError(
                f"Layers of {player.name!r} add losses of their own, by `add_loss` or "
                "an `activity_regularizer`, and of the real and the fake examples that "
                "a loss sees, Keras keeps those of the last. Leave them out, and add "
                "what they stand for in the objective's loss."
            )
        if historical_average is not None:
            loss += tf.cast(historical_average.penalty(player), loss.dtype)
        share = optimizer.scale_loss(loss / replicas)  # Of the global batch's mean.
    gradients = tape.gradient(share, weights)
    unreached = [w.path for w, g in zip(weights, gradients, strict=True) if g is None]
    if unreached:
        raise ValueError(
            f"The loss does not depend on {unreached}, so these cannot learn. Connect "
            "them, or mark their layers `trainable=False` before `compile`."
        )
    gradients = [tf.convert_to_tensor(g) for g in gradients]  # Embeddings' are sparse.
    if replicas > 1:
        gradients = context.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
    optimizer.apply(gradients, weights)
    return loss
