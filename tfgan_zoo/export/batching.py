"""Dynamic batching: examples of many clients, run through a network together."""

import uuid

import tensorflow as tf

BATCH = 64  # Examples of one run of the network, at most.
MAX_EXAMPLES = 2**16  # Of one call.
QUEUE = MAX_EXAMPLES // BATCH  # Batches that wait; beyond, `UnavailableError`.


def batched(network, specs):
    """A function like `network`, whose concurrent calls share its runs.

    TensorFlow's own batch op collects up to `BATCH` examples of calls from several
    threads while others are computed, and gives each call its rows. It waits for
    nothing: a lone call is run at once.

    Args:
        network: function of tensors [B, ...] to a tensor [B, ...].
        specs: a `tf.TensorSpec` of each of its arguments.
    """
    body = tf.function(network, autograph=False).get_concrete_function(*specs)
    # Another model's op of the same name would share the queue, and run our examples.
    name = f"tfgan_zoo_{uuid.uuid4().hex}"

    def call(*inputs):
        (outputs,) = tf.raw_ops.BatchFunction(
            in_tensors=inputs,
            captured_tensors=body.captured_inputs,
            f=body,
            # Shared by all models of a process: their own would outlive them.
            num_batch_threads=0,
            max_batch_size=MAX_EXAMPLES,
            # Larger calls are divided; batches of every size below run as they are.
            allowed_batch_sizes=list(range(1, BATCH + 1)),
            batch_timeout_micros=0,
            Tout=[body.outputs[0].dtype],
            max_enqueued_batches=QUEUE,
            shared_name=name,
            enable_large_batch_splitting=True,
        )
        return tf.ensure_shape(outputs, body.outputs[0].shape)

    return call
