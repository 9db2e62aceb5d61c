"""One step of gradient descent, right on any number of replicas and precision."""

import keras
import tensorflow as tf


def prepare(optimizer, variables):
    """Returns the optimizer, built on its variables, ready for `descend`.

    Under the policy `mixed_float16` it is wrapped in a `LossScaleOptimizer`. Built
    before the first step, its slots are there to be restored.

    Raises:
        ValueError: several replicas, and the optimizer clips gradients: Keras would
            clip each replica's share of them before they are added.
    """
    clips = (optimizer.clipnorm, optimizer.global_clipnorm, optimizer.clipvalue)
    if tf.distribute.get_strategy().num_replicas_in_sync > 1 and any(clips):
        raise ValueError(
            f"{type(optimizer).__name__} clips the gradients of each replica before "
            "they are added up, which is not what it does on one device. Remove "
            "`clipnorm`, `global_clipnorm` and `clipvalue`, or train on one device."
        )
    half = keras.mixed_precision.dtype_policy().name == "mixed_float16"
    if half and not isinstance(optimizer, keras.mixed_precision.LossScaleOptimizer):
        optimizer = keras.mixed_precision.LossScaleOptimizer(optimizer)
    optimizer.build(variables)
    return optimizer


def descend(loss_fn, player, optimizer, memory=None):
    """Moves a player one step of `optimizer` down the gradient of its loss.

    What Keras's weight regularizers and the historical average ask of its weights is
    added to the loss.

    Args:
        loss_fn: returns a scalar, the mean over this replica's examples.
        player: `keras.Model` whose trainable weights move.
        optimizer: built on these weights.
        memory: a `HistoricalAverage`, which takes in the weights of before the step.

    Returns:
        The loss before the step, on this replica's examples.

    Raises:
        ValueError: the loss does not depend on some of the weights.
    """
    context = tf.distribute.get_replica_context()
    replicas = context.num_replicas_in_sync
    weights = player.trainable_variables
    if memory is not None:
        memory.follow(player)
    with tf.GradientTape() as tape:
        loss = loss_fn()
        if loss.dtype in (tf.float16, tf.bfloat16):
            loss = tf.cast(loss, tf.float32)
        for weight in weights:
            if weight.regularizer is not None:
                loss += weight.regularizer(weight)
        if memory is not None:
            loss += memory.penalty(player)
        share = optimizer.scale_loss(loss / replicas)  # Of the global batch's mean.
    gradients = tape.gradient(share, weights)
    unreached = [w.path for w, g in zip(weights, gradients, strict=True) if g is None]
    if unreached:
        raise ValueError(
            f"The loss does not depend on {unreached}, so these cannot learn. Connect "
            "them, or mark their layers `trainable=False` before `compile`."
        )
    gradients = [tf.convert_to_tensor(g) for g in gradients]  # Embeddings' are sparse.
    if replicas > 1 and isinstance(optimizer, keras.mixed_precision.LossScaleOptimizer):
        # Added before its check for infinities: all replicas must agree.
        gradients = context.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
        gradients = [g / replicas for g in gradients]
    optimizer.apply(gradients, weights)  # Adds them up over the replicas.
    return loss
