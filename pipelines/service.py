"""Batches that other machines read, decode and resize: the tf.data service.

The workers of the service read, and this process only receives. The records must lie
where the workers can read them, under the same path. Each file of records goes to one
worker, so that in each pass every example comes once; their order is not reproducible,
and a stream that starts at a later step begins another pass instead. A stream of one
pass loses the remainder of each worker's examples. A set in a single file keeps one
worker busy in each pass.
"""

import socket

import tensorflow as tf


def check(address: str, job: str | None, source, order, in_memory: bool | None):
    """Raises unless a dataset can come through the service.

    Args:
        address: of the dispatcher, "grpc://HOST:PORT".
        job: a name by which several readers share the elements.
        source: of the dataset.
        order: of its examples.
        in_memory: as for `Dataset.batches`.

    Raises:
        ValueError: it cannot.
        ConnectionError: no dispatcher answers.
    """
    if order.replicas > 1 and not job:
        raise ValueError("Replicas share a `data_service` by `data_service_job`.")
    if len(source.info.shape) == 1:
        raise ValueError(
            f"{source.info.name!r} is drawn, not read; there is nothing for a "
            "`data_service` to do. Leave it out."
        )
    if ":" in source.info.name:  # Files of all kinds: `image_file` asks Pillow.
        raise _in_python(source.info.name)
    if in_memory:
        raise ValueError(
            "`in_memory` holds the decoded images here, where a `data_service` has "
            "them decoded elsewhere. Leave out one of the two."
        )
    if order.start_step and not order.repeat:
        raise ValueError(
            "A `data_service` gives its batches in no fixed order, so that of one pass "
            f"the first {order.start_step} cannot be left out. Start it at step 0."
        )
    host, _, port = address.removeprefix("grpc://").rpartition(":")
    if not (address.startswith("grpc://") and host and port.isdigit()):
        raise ValueError(
            f"`data_service` is the dispatcher's grpc://HOST:PORT. Received: {address}"
        )
    try:
        # TensorFlow would try for ever.
        socket.create_connection((host, int(port)), timeout=10).close()
    except OSError as error:
        raise ConnectionError(
            f"No dispatcher of the tf.data service answers at {address}: {error}. "
            "Start one there, or leave out `data_service`."
        ) from error


def serve(dataset, address: str, name: str, job: str | None):
    """The elements of a dataset, made by the workers of the service.

    Each part of its source (a file of records) goes to one worker, so that all are
    used once; in what order is not fixed.

    Args:
        dataset: of what the workers are to make.
        address: of the dispatcher.
        name: of the dataset, for the error.
        job: a name by which several readers share the elements.

    Raises:
        ValueError: the dataset calls Python functions of this process.
    """
    options = tf.data.Options()
    options.autotune.enabled = False
    # Else the workers would be told to call functions that only this process has.
    policy = tf.data.experimental.ExternalStatePolicy
    options.experimental_external_state_policy = policy.FAIL
    distribute = tf.data.experimental.service.distribute(
        tf.data.experimental.service.ShardingPolicy.DYNAMIC, address, job_name=job
    )
    try:
        return dataset.with_options(options).apply(distribute)
    except tf.errors.FailedPreconditionError as error:
        raise _in_python(name) from error


def _in_python(name):
    return ValueError(
        f"{name!r} is decoded by Python functions, which a `data_service` cannot run "
        "on its workers. Make a TFDS copy of it with `tfgan-prepare`, and name that; "
        "or leave out `data_service`."
    )
