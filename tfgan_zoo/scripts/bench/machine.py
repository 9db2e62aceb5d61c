"""What a measurement was made on."""

import os
import platform


def facts() -> dict:
    """Versions, processor cores and accelerators."""
    import keras
    import tensorflow as tf

    devices = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(d) for d in devices]
    return {
        "versions": {"tensorflow": tf.__version__, "keras": keras.__version__},
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "accelerators": [d.get("device_name", "unknown") for d in details],
    }
