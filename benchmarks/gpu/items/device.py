"""The device and its libraries; seconds of its first operation and first step."""

import time

PLACE, SECONDS = 1, 300  # A driver may compile all kernels at their first use.


def rows(size):
    """Facts in words, then seconds."""
    started = time.perf_counter()
    import tensorflow as tf

    from benchmarks.gpu import turns

    def seconds(what):
        return {"what": what, "seconds": time.perf_counter() - started}

    yield seconds("import of TensorFlow")
    kind = size.device.partition(":")[0]
    devices = tf.config.list_physical_devices(kind)
    details = tf.config.experimental.get_device_details(devices[0])
    build = tf.sysconfig.get_build_info()
    facts = {"devices": len(devices), "kind": kind, **details, **build}
    for what, fact in facts.items():
        yield {"what": what, "fact": str(fact)}

    started = time.perf_counter()
    with tf.device(size.device):
        float(tf.reduce_sum(tf.ones([2, 2])))
        yield seconds("first operation")
        image = tf.ones([8, 64, 64, 16])
        started = time.perf_counter()
        float(tf.reduce_sum(tf.nn.conv2d(image, tf.ones([4, 4, 16, 16]), 2, "SAME")))
        yield seconds("first convolution")
    started = time.perf_counter()
    gan, batch = size.model(size.recipes[0])
    turns.training(gan, turns.constant_batch(batch))(1)
    yield seconds(f"first step of {size.recipes[0]}")
